/** Entry of the command line. */
import { EXIT } from './command.ts';
import { main } from './main.ts';

process.stdout.on('error', () => process.exit(EXIT.done)); // the reader of a pipe went away
process.exitCode = await main(process.argv.slice(2));
