import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import {
  accept,
  DEFAULT_DATASET,
  DEFAULT_TRAIN,
  HARDWARE_LOSS_MODES,
  HARDWARE_OBJECTIVES,
  refuse,
  type EpochMetrics,
  type HasMode,
  type Outcome,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import { defaultSplit } from '../../data/default-split.ts';
import { Catalog } from '../../resources/catalog.ts';
import { catalogPlaces } from '../../host/paths.ts';
import type { TrainAnswer } from '../../jobs/kinds/train-run.ts';
import { done, NO_POSITIONALS, refused, type Command, type CommandEnd } from '../command.ts';
import { costTable } from '../cost-table.ts';
import { hardwareLine, percent } from '../format.ts';
import { HARDWARE_OPTIONS, hardwareFrom } from '../hardware-options.ts';
import { HAS_OPTIONS, hasFrom, hasText } from '../has-options.ts';
import { LEARNING_OPTIONS, learningFrom } from '../learning-options.ts';
import { INPUT_OPTIONS, inputFrom, presetInput } from '../input-options.ts';
import type { Arguments, OptionTable } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { dataSource } from '../spike-source.ts';

/** What describes a training; `sweep` takes the same. */
export const TRAINING_OPTIONS = {
  network: { kind: 'text', value: 'NAME or FILE', help: `network (default ${DEFAULT_TRAIN.network})` },
  data: {
    kind: 'text',
    value: 'PATH or NAME',
    help: `dataset folder or embedded set (default ${DEFAULT_DATASET})`,
  },
  split: {
    kind: 'number',
    min: 0,
    max: 1,
    help: 'share of the Train part to train on, the rest is held out; 1: the Test part is (default: 1 where there is a Test folder, else 0.8)',
  },
  epochs: { kind: 'integer', min: 1, max: 100_000, help: `epochs (default ${DEFAULT_TRAIN.epochs})` },
  pretrain: { kind: 'integer', min: 0, help: 'epochs at the start without hardware loss (default 0)' },
  'lr-ramp': {
    kind: 'number',
    min: 0,
    help: 'epochs at the start over which the learning rate rises to its full value (default 0)',
  },
  'restart-lr': {
    kind: 'number',
    min: 0,
    max: 1,
    help: 'learning rate with which the schedule begins anew behind the pre-training (default: it goes on)',
  },
  batch: { kind: 'integer', min: 1, max: 4096, help: `batch size (default ${DEFAULT_TRAIN.batch})` },
  lr: { kind: 'number', min: 0, max: 1, help: `learning rate (default ${DEFAULT_TRAIN.learningRate})` },
  ...LEARNING_OPTIONS,
  beta: { kind: 'number', min: 0, help: 'weight of the hardware loss (default 0 = off)' },
  'hw-loss': {
    kind: 'text',
    value: 'MODE',
    choices: HARDWARE_LOSS_MODES,
    help: 'hardware loss: the fitted proxy, or the proxy scaled to the exact EDP after every epoch (default proxy if beta is above 0)',
  },
  objective: {
    kind: 'text',
    value: 'NAME',
    choices: HARDWARE_OBJECTIVES,
    help: `hardware loss: sum of the layers’ EDP, or the network’s EDP (default ${DEFAULT_TRAIN.hardwareLoss.objective})`,
  },
  ...HAS_OPTIONS,
  'max-train': { kind: 'integer', min: 1, help: 'cap on training samples' },
  'max-test': { kind: 'integer', min: 1, help: 'cap on held-out samples' },
  ...INPUT_OPTIONS,
  ...HARDWARE_OPTIONS,
  init: { kind: 'text', value: 'CHECKPOINT', help: 'start from the weights of this file' },
  name: { kind: 'text', value: 'S', help: 'name of the run' },
  experiment: { kind: 'text', value: 'S', help: 'experiment that the run belongs to' },
  seed: {
    kind: 'integer',
    min: 0,
    max: 4_294_967_295,
    help: 'seed of split, weights, order and augmentation (default 1)',
  },
  workers: {
    kind: 'integer',
    min: 1,
    max: 64,
    help: 'threads; the result does not depend on it (default: cores)',
  },
} as const satisfies OptionTable;

const OPTIONS = {
  ...TRAINING_OPTIONS,
  project: { kind: 'text', value: 'NAME', help: 'project of the run (default: that of its experiment)' },
  resume: {
    kind: 'text',
    value: 'ID',
    help: 'go on with this run after its last complete epoch; takes no other option',
  },
  ...DATABASE_OPTION,
} as const satisfies OptionTable;

export const train: Command = {
  name: 'train',
  summary: 'train a network, log the run, save checkpoints',
  usage: '[--data PATH] [--network NAME] [--epochs E] [options]',
  example: 'train --data synthetic-nmnist --network nmnist-small --epochs 5 --max-train 300 --max-test 100',
  options: OPTIONS,
  positionals: NO_POSITIONALS,
  async run(args, terminal) {
    const resume = args.text('resume');
    const spec = resume === undefined ? await trainSpecFrom(args) : accept(null);
    if (!spec.ok) return refused(spec.issues);
    return withWorkbench(args, terminal, async (workbench) => {
      const epochs: EpochMetrics[] = [];
      workbench.news.subscribe((item) => {
        if (item.name !== 'run.epoch') return;
        epochs.push(item.payload.metrics);
        terminal.log(epochLine(item.payload.metrics));
      });
      const { handlers } = workbench.host;
      const started = spec.value
        ? await handlers['train.start']({ spec: spec.value })
        : await handlers['train.resume']({ runId: resume ?? '' });
      if (!started.ok) return refused(started.issues);
      const project = args.text('project');
      if (spec.value && project !== undefined) {
        const { runId, jobId } = started.value;
        const moved = await handlers['runs.change']({
          runIds: [runId],
          change: { kind: 'project', project },
        });
        if (!moved.ok) {
          await handlers['jobs.cancel']({ jobId });
          return refused(moved.issues);
        }
      }
      const trained = await follow(
        workbench,
        terminal,
        workbench.queue.answerOf('train', started.value.jobId),
      );
      return trained.ok ? trainEnd(trained.value, epochs, trained.warnings) : refused(trained.issues);
    });
  },
};

/** The specification that the options stand for; searchBy: where --has does not say. */
export async function trainSpecFrom(
  args: Arguments,
  searchBy: HasMode | null = null,
): Promise<Outcome<TrainSpec>> {
  const hardware = hardwareFrom(args);
  if (!hardware.ok) return hardware;
  const learning = learningFrom(args);
  if (!learning.ok) return learning;
  const network = args.text('network') ?? DEFAULT_TRAIN.network;
  const found = await new Catalog(catalogPlaces()).networks.find(network, '--network');
  if (!found.ok) return refuse(...found.issues);
  const prepared = await inputFrom(args, presetInput(found.value));
  if (!prepared.ok) return prepared;
  const source = dataSource(args.text('data') ?? DEFAULT_DATASET);
  const beta = args.number('beta') ?? 0;
  const mode =
    (args.text('hw-loss') as TrainSpec['hardwareLoss']['mode'] | undefined) ?? (beta > 0 ? 'proxy' : 'off');
  const objective =
    (args.text('objective') as TrainSpec['hardwareLoss']['objective'] | undefined) ??
    DEFAULT_TRAIN.hardwareLoss.objective;
  const epochs = args.number('epochs') ?? DEFAULT_TRAIN.epochs;
  const pretrainEpochs = args.number('pretrain') ?? 0;
  const has = hasFrom(args, searchBy, { timesteps: found.value.timesteps, epochs, pretrainEpochs });
  if (!has.ok) return has;
  return accept({
    ...DEFAULT_TRAIN,
    name: args.text('name') ?? '',
    experiment: args.text('experiment') ?? DEFAULT_TRAIN.experiment,
    network,
    data: {
      source,
      split: splitFrom(args, source),
      maxTrain: args.number('max-train') ?? null,
      maxTest: args.number('max-test') ?? null,
      ...prepared.value,
    },
    epochs,
    pretrainEpochs,
    batch: args.number('batch') ?? DEFAULT_TRAIN.batch,
    learningRate: args.number('lr') ?? DEFAULT_TRAIN.learningRate,
    ...learning.value,
    ...(args.has('lr-ramp') ? { rampEpochs: args.number('lr-ramp') } : {}),
    hardwareLoss: {
      mode,
      beta,
      objective,
      ...(args.has('restart-lr') ? { restartRate: args.number('restart-lr') } : {}),
      ...(args.has('exponent') ? { exponent: args.number('exponent') } : {}),
      ...(has.value ? { has: has.value } : {}),
    },
    cost: { ...DEFAULT_TRAIN.cost, ...hardware.value },
    seed: args.number('seed') ?? DEFAULT_TRAIN.seed,
    workers: args.number('workers') ?? availableParallelism(),
    init: args.has('init') ? resolve(args.text('init') ?? '') : null,
  });
}

/** Of the Train part, 0..1; null where the Test part is held out. */
export function splitFrom(args: Arguments, source: string): number | null {
  const split = args.number('split') ?? defaultSplit(source);
  return split === 1 ? null : split;
}

function epochLine(metrics: EpochMetrics): string {
  const costs = metrics.costs.map((cost) => `${cost.system} EDP ${cost.edpJs.toExponential(2)} J·s`);
  return [
    `epoch ${metrics.epoch}/${metrics.epochs}`,
    `loss ${metrics.lossTotal.toFixed(4)}`,
    `train ${percent(metrics.trainAccuracy)}`,
    `held out ${percent(metrics.testAccuracy)}`,
    `${Math.round(metrics.samplesPerSecond)} samples/s`,
    ...costs,
  ].join('  ');
}

function trainEnd(
  { runId, best, evaluation }: TrainAnswer,
  epochs: readonly EpochMetrics[],
  warnings: Parameters<typeof done>[2],
): CommandEnd {
  const edp = Object.fromEntries(evaluation.costs.map((cost) => [cost.system, cost.edpJs]));
  const json = {
    runId,
    epochs,
    best,
    final: {
      accuracy: evaluation.accuracy,
      hardwareAccuracy: evaluation.hardware?.accuracy ?? null,
      hardware: evaluation.hardware ?? null,
      loss: evaluation.loss,
      spikeDensity: evaluation.layers.map((layer) => layer.spikeDensity),
      twDensity: evaluation.layers.map((layer) => layer.twDensity),
      edpJs: edp,
      costs: evaluation.costs,
      has: evaluation.has ?? null,
    },
    samplesPerSecond: epochs.at(-1)?.samplesPerSecond ?? null,
  };
  const lines = evaluation.costs.map((cost) => ({ ...cost, name: 'held-out mean' }));
  const text = [
    `Run ${runId}: held-out accuracy ${percent(evaluation.accuracy)} (${evaluation.correct} of ${evaluation.total}), best ${percent(best.accuracy)} at epoch ${best.epoch}`,
    ...(evaluation.hardware ? [hardwareLine(evaluation.hardware)] : []),
    ...(evaluation.has
      ? [
          hasText(
            evaluation.has,
            evaluation.layers.map(({ name }) => name),
          ),
        ]
      : []),
    ...(lines.length ? [costTable(lines, 'Cost')] : []),
  ];
  return done(json, text.join('\n'), warnings);
}
