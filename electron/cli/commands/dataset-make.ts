import { resolve } from 'node:path';
import { errorAt } from '../../../engine/contract/index.ts';
import { MADE_KINDS } from '../../data/make-dataset.ts';
import { SENSOR_NAMES } from '../../data/film-images.ts';
import type { ImageFilming } from '../../data/film-images.ts';
import { done, refused, type Command } from '../command.ts';
import type { Arguments } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';

const DEFAULT_SAMPLES = 1000;
const KINDS = MADE_KINDS;

export const datasetMake: Command = {
  name: 'dataset make',
  summary: 'write a synthetic event-camera dataset as a folder of event files',
  usage: `KIND OUT [--samples N] [--seed N] [--from PATH] [--json]   (KIND: ${KINDS.join(', ')})`,
  example: 'dataset make synthetic-nmnist ./synthetic --samples 200',
  options: {
    samples: { kind: 'integer', min: 1, max: 1_000_000, help: `samples in all (default ${DEFAULT_SAMPLES})` },
    seed: { kind: 'integer', min: 0, max: 4_294_967_295, help: 'seed of the set (default 1)' },
    from: {
      kind: 'text',
      value: 'PATH',
      help: 'pictures: MNIST IDX (.gz too), CIFAR binary, or a folder of PNG per class',
    },
    labels: {
      kind: 'text',
      value: 'FILE',
      help: 'labels of IDX pictures (default: the usual name beside them)',
    },
    sensor: {
      kind: 'text',
      choices: SENSOR_NAMES,
      help: 'pixels of the camera (default: 34x34 up to 28 pixels, else 128x128)',
    },
    threshold: {
      kind: 'number',
      min: 0.02,
      max: 5,
      help: 'log-light step that fires an event (default 0.15)',
    },
    'noise-hz': { kind: 'number', min: 0, max: 100, help: 'noise events per pixel and second (default 0.3)' },
    ...DATABASE_OPTION,
  },
  positionals: { least: 2, most: 2, names: 'KIND and OUT folder' },
  async run(args, terminal) {
    const [kind, out] = args.positionals;
    const known = KINDS.find((name) => name === kind);
    if (!known) {
      const message = `must be ${KINDS.join(', ')} (got ${kind}); choose one of them`;
      return refused([errorAt('KIND', 'cli/dataset-kind', message)]);
    }
    const from = args.text('from');
    if (known === 'images' && !from) {
      const message = 'must name the pictures (got none); for example --from t10k-images-idx3-ubyte.gz';
      return refused([errorAt('--from', 'cli/value-missing', message)]);
    }
    return withWorkbench(args, terminal, async (workbench) => {
      const ask = {
        kind: known,
        images: from ? { ...filming(args), path: resolve(from) } : undefined,
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

function filming(args: Arguments): Omit<ImageFilming, 'path'> {
  const labels = args.text('labels');
  return {
    labels: labels === undefined ? null : resolve(labels),
    sensor: SENSOR_NAMES.find((name) => name === args.text('sensor')) ?? null,
    threshold: args.number('threshold') ?? null,
    noiseHz: args.number('noise-hz') ?? null,
  };
}
