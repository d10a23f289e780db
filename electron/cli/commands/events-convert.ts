/** `events convert IN OUT`: a recording in another format. */
import { convertEvents, WRITTEN_FORMATS } from '../../data/convert-events.ts';
import type { WrittenFormat } from '../../data/convert-events.ts';
import { done, refused, type Command } from '../command.ts';
import { READ_OPTIONS, readOptions } from '../read-options.ts';

export const eventsConvert: Command = {
  name: 'events convert',
  summary: 'write a recording in another format, chosen by the extension',
  usage: 'IN OUT [--to FORMAT] [--from-zero] [--json]',
  example: 'events convert recording.aedat4 recording.csv',
  options: {
    to: {
      kind: 'text',
      value: 'FORMAT',
      choices: WRITTEN_FORMATS,
      help: 'format of the result, for example evt2 for a .raw (default: by its extension; .raw is evt3)',
    },
    'from-zero': { kind: 'flag', help: 'let times start at 0, for formats with short clocks' },
    ...READ_OPTIONS,
  },
  positionals: { least: 2, most: 2, names: 'the recording and the file to write' },
  async run(args) {
    const reading = readOptions(args);
    if (!reading.ok) return refused(reading.issues);
    const [input, output] = args.positionals;
    const to = WRITTEN_FORMATS.find((format: WrittenFormat) => format === args.text('to'));
    const converted = await convertEvents(input, output, {
      ...reading.value,
      to,
      fromZero: args.has('from-zero'),
    });
    if (!converted.ok) return refused(converted.issues);
    const { events, bytes, format, path } = converted.value;
    return done(
      converted.value,
      `${path}: ${events} events as ${format}, ${bytes} bytes`,
      converted.warnings,
    );
  },
};
