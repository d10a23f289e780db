/**
 * Everything a training needs, checked and laid out once: plain data and shared memory only, so that a host can hand it
 * to its threads. `planTraining` is the place where user mistakes in the training part of a TrainSpec are found.
 */
import {
  accept,
  errorAt,
  refuse,
  warningAt,
  type Issue,
  type NetworkSpec,
  type Outcome,
  type TrainSpec,
} from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';
import { checkHalfWidth, checkKernelLimits } from '../kernels/limits.ts';
import type { SampleSet } from '../workload/sample-set.ts';
import { createBoard, MAX_MEMBERS, type Board } from './board.ts';
import { outputSizes } from './hardware-loss.ts';
import { perLayer } from './per-layer.ts';
import { checkSettings, settingsOf, type TrainSettings } from './settings.ts';

export interface TrainingPlan {
  readonly network: NetworkSpec;
  readonly settings: TrainSettings;
  /** Time window size per layer, steps. */
  readonly tws: readonly number[];
  /** Window sizes at which the outputs of each layer are counted, and the largest number of them (hardware-loss.ts). */
  readonly sizes: readonly (readonly number[])[];
  readonly mostSizes: number;
  /** Weight bits per layer while training, 32 = float; where they are chosen: before the search. */
  readonly bits: readonly number[];
  /** Weight bits that every layer chooses from; 1 where they stay. */
  readonly bitChoices: number;
  readonly wasm: Uint8Array;
  readonly train: SampleSet;
  readonly test: SampleSet;
  readonly board: Board;
}

export interface PlanInput {
  readonly network: NetworkSpec;
  readonly settings: TrainSettings;
  /** One value for all layers or one per layer (CostSpec.tws). */
  readonly tws: readonly number[];
  /** The kernel binary (kernels.wasm). */
  readonly wasm: Uint8Array;
  readonly train: SampleSet;
  readonly test: SampleSet;
}

/** Everything that can be found wrong without the data and without starting threads. */
export function checkTrainSpec(spec: TrainSpec, network: NetworkSpec): Issue[] {
  const issues = checkWithoutData(spec, spec.cost.tws, network);
  if (!(Number.isInteger(spec.workers) && spec.workers >= 1 && spec.workers <= MAX_MEMBERS))
    issues.push(
      errorAt(
        'workers',
        'train/workers',
        `must be a whole number, 1 to ${MAX_MEMBERS} (got ${spec.workers}); use the number of cores`,
      ),
    );
  if (spec.data.bins.timesteps !== network.timesteps)
    issues.push(
      errorAt(
        'data.bins.timesteps',
        'train/timesteps',
        `must be ${network.timesteps}, the time steps of ${network.name} (got ${spec.data.bins.timesteps}); change the bins or the network`,
      ),
    );
  return issues;
}

export function planTraining(input: PlanInput): Outcome<TrainingPlan> {
  const { network, train, test, wasm } = input;
  const issues = [
    ...checkWithoutData(input.settings, input.tws, network),
    ...checkSet(train, network, 'data.train'),
    ...checkSet(test, network, 'data.test'),
  ];
  if (issues.length) return refuse(...issues);
  const settings = settingsOf(input.settings);
  const layers = network.layers.length;
  const tws = perLayer(input.tws, layers);
  const bits = perLayer(settings.bits, layers);
  const sizes = outputSizes(tws, settings.hardwareLoss.has?.tws ?? []);
  const mostSizes = Math.max(...sizes.map(({ length }) => length));
  const items = Math.max(settings.batch, train.count, test.count);
  const bitChoices = settings.hardwareLoss.has?.bits?.length ?? 1;
  const board = createBoard(geometryOf(network), items, mostSizes, bitChoices);
  return accept(
    { network, settings, tws, sizes, mostSizes, bits, bitChoices, wasm, train, test, board },
    missingClasses(train, network),
  );
}

function checkWithoutData(settings: TrainSettings, tws: readonly number[], network: NetworkSpec): Issue[] {
  return [
    ...checkKernelLimits(network),
    ...checkHalfWidth(settings.surrogateHalfWidth, 'surrogateHalfWidth'),
    ...checkSettings(settings),
    ...checkBits(settings.bits, network),
    ...checkTws(tws, network),
  ];
}

function checkBits(bits: readonly number[], network: NetworkSpec): Issue[] {
  const layers = network.layers.length;
  if (bits.length === 1 || bits.length === layers) return [];
  return [
    errorAt(
      'bits',
      'train/bits-count',
      `must hold 1 value or one per layer, ${layers} (got ${bits.length}); add or remove some`,
    ),
  ];
}

function checkTws(tws: readonly number[], network: NetworkSpec): Issue[] {
  const layers = network.layers.length;
  const issues: Issue[] = [];
  if (tws.length !== 1 && tws.length !== layers)
    issues.push(
      errorAt(
        'cost.tws',
        'train/tws-count',
        `must hold 1 value or one per layer, ${layers} (got ${tws.length}); add or remove some`,
      ),
    );
  tws.forEach((value, i) => {
    if (!(Number.isInteger(value) && value >= 1 && value <= 65_535))
      issues.push(
        errorAt(
          `cost.tws[${i}]`,
          'train/tws-range',
          `must be a whole number of time steps, at least 1 (got ${value}); 2, 3, 5 or 10 are usual`,
        ),
      );
  });
  return issues;
}

function checkSet(set: SampleSet, network: NetworkSpec, path: string): Issue[] {
  const { input, timesteps, classes } = network;
  if (set.count === 0)
    return [
      errorAt(
        path,
        'train/no-samples',
        'must hold at least one sample (got 0); change the split or the caps',
      ),
    ];
  const got = `${set.width}x${set.height}x${set.channels}, ${set.timesteps} steps`;
  const wanted = `${input.width}x${input.height}x${input.channels}, ${timesteps} steps`;
  if (got !== wanted)
    return [
      errorAt(
        path,
        'train/sample-shape',
        `must have the network's input shape ${wanted} (got ${got}); choose another network or other bins`,
      ),
    ];
  const top = set.labels.reduce((a, b) => Math.max(a, b), 0);
  if (top >= classes.length)
    return [
      errorAt(
        path,
        'train/labels',
        `must have labels below ${classes.length}, the network's classes (got ${top}); choose a network with more classes`,
      ),
    ];
  return [];
}

/** Classes that no training sample shows; a cap or a split may want that, so it is a warning. */
function missingClasses(set: SampleSet, { classes }: NetworkSpec): Issue[] {
  const present = new Set(set.labels);
  const missing = classes.filter((_, label) => !present.has(label));
  if (missing.length === 0) return [];
  return [
    warningAt(
      'data.train',
      'train/missing-class',
      `must hold samples of every class for the network to learn it (got none of ${missing.slice(0, 8).join(', ')}${missing.length > 8 ? ', …' : ''}); raise the cap or change the split`,
    ),
  ];
}
