import type { EventFileInfo, Issue } from '../../../engine/contract/index.ts';
import { eventFilesInfo } from '../../data/events-info.ts';
import { done, refused, type Command } from '../command.ts';
import { table } from '../format.ts';
import { READ_OPTIONS, readOptions } from '../read-options.ts';

export const eventsInfo: Command = {
  name: 'events info',
  summary: 'identify and decode event files, or every event file of a folder',
  usage: 'PATH... [--columns t,x,y,p --time-unit us] [--size WxH] [--json]',
  example: 'events info Train/0/00002.bin',
  options: READ_OPTIONS,
  positionals: { least: 1, most: 10_000, names: 'one or more event files or folders' },
  async run(args, terminal) {
    const reading = readOptions(args);
    if (!reading.ok) return refused(reading.issues);
    const files: EventFileInfo[] = [];
    const issues: Issue[] = [];
    for await (const outcome of eventFilesInfo(args.positionals, reading.value)) {
      if (outcome.ok) files.push(outcome.value);
      else issues.push(...outcome.issues);
      terminal.progress(`${files.length + issues.length} files`);
      if (terminal.cancelled) return { kind: 'cancelled' };
    }
    if (!files.length) return refused(issues);
    return done({ files }, filesTable(files), issues);
  },
};

function filesTable(files: readonly EventFileInfo[]): string {
  const lines = table(files, [
    { head: 'File', of: (file) => file.path },
    { head: 'Format', of: (file) => file.format },
    { head: 'Size', right: true, of: (file) => `${file.width}x${file.height}` },
    { head: 'Events', right: true, of: (file) => String(file.events) },
    { head: 'ON', right: true, of: (file) => String(file.on) },
    { head: 'OFF', right: true, of: (file) => String(file.off) },
    { head: 'First (us)', right: true, of: (file) => String(file.firstUs) },
    { head: 'Duration (us)', right: true, of: (file) => String(file.durationUs) },
    { head: 'In order', of: (file) => (file.monotonic ? 'yes' : 'no') },
    { head: 'Label', of: (file) => file.label ?? '' },
  ]);
  const warnings = files.flatMap((file) =>
    file.warnings.map((warning) => `${file.path}: ${warning.message}`),
  );
  return [lines, ...warnings].join('\n');
}
