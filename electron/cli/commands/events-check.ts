import { resolve } from 'node:path';
import type { DatasetSummary } from '../../../engine/contract/index.ts';
import { openDataset } from '../../data/dataset.ts';
import { done, refused, type Command } from '../command.ts';
import { table } from '../format.ts';
import { dataSource } from '../spike-source.ts';

export const eventsCheck: Command = {
  name: 'events check',
  summary: 'read every recording of a dataset folder; count classes and parts, list what is broken',
  usage: 'PATH [--json]',
  example: 'events check path/to/N-MNIST',
  options: {},
  positionals: { least: 1, most: 1, names: 'a dataset folder' },
  async run(args, terminal) {
    const [path] = args.positionals;
    const opened = await openDataset(dataSource(path), {
      onProgress: (read, total) => terminal.progress(`${read} of ${total} recordings`),
      shouldStop: () => terminal.cancelled,
    });
    if (terminal.cancelled) return { kind: 'cancelled' };
    if (!opened.ok) return refused(opened.issues);
    const { summary, warnings } = opened.value;
    const { classes, format, width, height, parts, broken, bytes } = summary;
    const samples = summary.labels.length;
    const json = { path: resolve(path), format, width, height, classes, samples, parts, bytes, broken };
    return done(json, checkText(summary), warnings);
  },
};

function checkText(summary: DatasetSummary): string {
  const { parts, classes, broken } = summary;
  const rows = classes.map((name, label) => ({ name, label }));
  const counts = table(rows, [
    { head: 'Class', of: ({ name }) => name },
    ...parts.map((part) => ({
      head: part.name === 'train' ? 'Train' : 'Test',
      right: true,
      of: ({ label }: (typeof rows)[number]) => String(part.perClass[label]),
    })),
  ]);
  const total = parts.map(({ name, samples }) => `${samples} in ${name === 'train' ? 'Train' : 'Test'}`);
  const facts = `${summary.title}: ${summary.format}, ${summary.width}x${summary.height}, ${total.join(', ')}`;
  const listed = broken.map(({ path, message }) => `${path}: ${message}`);
  const skipped = broken.length ? `${broken.length} skipped:` : 'Every recording can be read.';
  return [facts, counts, [skipped, ...listed].join('\n')].join('\n\n');
}
