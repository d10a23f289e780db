/** `events convert IN OUT`: a recording in another format. */
import { convertEvents, WRITTEN_FORMATS } from '../../data/convert-events.ts';
import type { WrittenFormat } from '../../data/convert-events.ts';
import { PACKINGS } from '../../data/packing.ts';
import { done, refused, type Command } from '../command.ts';
import { READ_OPTIONS, readOptions } from '../read-options.ts';

export const eventsConvert: Command = {
  name: 'events convert',
  summary: 'write a recording in another format, chosen by the extension',
  usage: 'IN OUT [--to FORMAT] [--from-zero] [--compress HOW] [--labels FILE or --class N] [--json]',
  example: 'events convert recording.aedat4 recording.csv',
  options: {
    to: {
      kind: 'text',
      value: 'FORMAT',
      choices: WRITTEN_FORMATS,
      help: 'format of the result, for example evt2 for a .raw (default: by its extension; .raw is evt3)',
    },
    'from-zero': { kind: 'flag', help: 'let times start at 0, for formats with short clocks' },
    compress: {
      kind: 'text',
      value: 'HOW',
      choices: PACKINGS,
      help: 'packets of an .aedat4 file: lz4, as its recorders write, zstd, or none (default)',
    },
    labels: {
      kind: 'text',
      value: 'FILE',
      help: 'DVS Gesture label table, written beside an .aedat (default: IN_labels.csv where there is one)',
    },
    class: {
      kind: 'integer',
      min: 1,
      max: 11,
      help: 'write a label table that gives the whole recording this class',
    },
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
      compress: PACKINGS.find((name) => name === args.text('compress')),
      labels: args.text('labels'),
      class: args.number('class'),
    });
    if (!converted.ok) return refused(converted.issues);
    const { events, bytes, format, path, labels } = converted.value;
    return done(
      converted.value,
      `${path}: ${events} events as ${format}, ${bytes} bytes${labels ? `; labels in ${labels}` : ''}`,
      converted.warnings,
    );
  },
};
