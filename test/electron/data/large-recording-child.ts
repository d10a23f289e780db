// Looks at a recording and converts it, as the command line does, and says how much memory that took.
import { convertEvents } from '../../../electron/data/convert-events.ts';
import { eventFilesInfo } from '../../../electron/data/events-info.ts';

const [input, output] = process.argv.slice(2);
const events: (number | null)[] = [];
for await (const info of eventFilesInfo([input])) events.push(info.ok ? info.value.events : null);
const converted = await convertEvents(input, output);
events.push(converted.ok ? converted.value.events : null);
process.stdout.write(JSON.stringify({ events, memoryMb: process.resourceUsage().maxRSS / 1024 }));
