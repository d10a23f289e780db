import { resolve } from 'node:path';
import { EMBEDDED_DATASETS, errorAt } from '../../../engine/contract/index.ts';
import { done, refused, type Command } from '../command.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';

const DEFAULT_SAMPLES = 1000;

export const datasetMake: Command = {
  name: 'dataset make',
  summary: 'write a synthetic event-camera dataset as a folder of event files',
  usage: `KIND OUT [--samples N] [--seed N] [--json]   (KIND: ${EMBEDDED_DATASETS.join(', ')})`,
  example: 'dataset make synthetic-nmnist ./synthetic --samples 200',
  options: {
    samples: { kind: 'integer', min: 1, max: 1_000_000, help: `samples in all (default ${DEFAULT_SAMPLES})` },
    seed: { kind: 'integer', min: 0, max: 4_294_967_295, help: 'seed of the set (default 1)' },
    ...DATABASE_OPTION,
  },
  positionals: { least: 2, most: 2, names: 'KIND and OUT folder' },
  async run(args, terminal) {
    const [kind, out] = args.positionals;
    const known = EMBEDDED_DATASETS.find((name) => name === kind);
    if (!known) {
      const message = `must be ${EMBEDDED_DATASETS.join(', ')} (got ${kind}); choose one of them`;
      return refused([errorAt('KIND', 'cli/dataset-kind', message)]);
    }
    return withWorkbench(args, terminal, async (workbench) => {
      const ask = {
        kind: known,
        out: resolve(out),
        samples: args.number('samples') ?? DEFAULT_SAMPLES,
        seed: args.number('seed') ?? 1,
      };
      const job = workbench.queue.start('make-dataset', ask, { title: `Make ${kind}` });
      const made = await follow(workbench, terminal, workbench.queue.answerOf('make-dataset', job.id));
      if (!made.ok) return refused(made.issues);
      const { samples, classes, events } = made.value;
      return done(
        made.value,
        `${samples} samples of ${classes} classes, ${events} events, in ${ask.out}`,
        made.warnings,
      );
    });
  },
};
