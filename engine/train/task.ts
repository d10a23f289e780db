/**
 * Tasks of a team and how they are cut into units. The cut depends on the task alone, never on the number of members.
 * A task crosses to other threads as numbers on the board.
 */
import { NUMBERS, SHARDS, SLICES, type Board } from './board.ts';
import type { Update } from './optimiser.ts';

export type TeamTask =
  | {
      /** Gradient of the mean loss over these training samples into `board.gradients`. */
      readonly kind: 'gradient';
      readonly samples: Uint32Array;
      /** 1-based; seeds the augmentation. */
      readonly epoch: number;
      /** Factor of the hardware loss, 0 = off; its curves are on the board. */
      readonly beta: number;
    }
  | {
      readonly kind: 'evaluate';
      readonly set: 'train' | 'test';
      readonly samples: Uint32Array;
      /** On the hardware's numbers (`board.neurons`, whole weights). */
      readonly hardware?: boolean;
    }
  /** Shards of the last gradient into `board.total` and `board.squares`. */
  | { readonly kind: 'sum' }
  /** One update by `board.total`; folded: of `board.trained`, else of the weights themselves. */
  | ({ readonly kind: 'update'; readonly folded: boolean } & Update);

export type SampleTask = Extract<TeamTask, { readonly samples: Uint32Array }>;
export type SliceTask = Exclude<TeamTask, SampleTask>;

export const isOfSamples = (task: TeamTask): task is SampleTask =>
  task.kind === 'gradient' || task.kind === 'evaluate';

/** Samples per unit of an evaluation: small enough to spread, large enough to keep claims rare. */
const EVALUATION_UNIT = 8;

export function unitsOf(task: TeamTask): number {
  if (!isOfSamples(task)) return SLICES;
  const items = task.samples.length;
  return task.kind === 'gradient' ? shardsOf(items) : Math.ceil(items / EVALUATION_UNIT);
}

/** Shards of a batch: fewer where they would stay empty and the tree of pairs stays the same. */
export const shardsOf = (items: number): number => ([1, 2, 4].includes(items) ? items : SHARDS);

/** Items [first, last) of a unit. */
export function itemsOfUnit({ kind, samples }: SampleTask, unit: number): readonly [number, number] {
  const items = samples.length;
  if (kind === 'evaluate') return [unit * EVALUATION_UNIT, Math.min(items, (unit + 1) * EVALUATION_UNIT)];
  const shards = shardsOf(items);
  return [Math.floor((unit * items) / shards), Math.floor(((unit + 1) * items) / shards)];
}

/** Elements [first, end) of a slice of a vector. */
export const sliceOf = (length: number, slice: number): readonly [number, number] => [
  Math.floor((slice * length) / SLICES),
  Math.floor(((slice + 1) * length) / SLICES),
];

const KINDS = ['gradient', 'evaluate', 'sum', 'update'] as const;

/** A task without samples leaves those of the last gradient in place. */
export function writeTask(board: Board, task: TeamTask): void {
  board.numbers[NUMBERS.kind] = KINDS.indexOf(task.kind);
  if (task.kind === 'update') {
    board.numbers[NUMBERS.scale] = task.scale;
    board.numbers[NUMBERS.rate] = task.rate;
    board.numbers[NUMBERS.decay] = task.decay;
    board.numbers[NUMBERS.step] = task.step;
    board.numbers[NUMBERS.folded] = task.folded ? 1 : 0;
  }
  if (!isOfSamples(task)) return;
  board.samples.set(task.samples);
  board.numbers[NUMBERS.set] = task.kind === 'evaluate' && task.set === 'test' ? 1 : 0;
  board.numbers[NUMBERS.count] = task.samples.length;
  board.numbers[NUMBERS.epoch] = task.kind === 'gradient' ? task.epoch : 0;
  board.numbers[NUMBERS.beta] = task.kind === 'gradient' ? task.beta : 0;
  board.numbers[NUMBERS.hardware] = task.kind === 'evaluate' && task.hardware ? 1 : 0;
}

export function readTask(board: Board): TeamTask {
  const { numbers } = board;
  const kind = KINDS[numbers[NUMBERS.kind]];
  if (kind === 'sum') return { kind };
  if (kind === 'update')
    return {
      kind,
      folded: numbers[NUMBERS.folded] === 1,
      scale: numbers[NUMBERS.scale],
      rate: numbers[NUMBERS.rate],
      decay: numbers[NUMBERS.decay],
      step: numbers[NUMBERS.step],
    };
  const samples = board.samples.subarray(0, numbers[NUMBERS.count]);
  if (kind === 'evaluate')
    return {
      kind,
      set: numbers[NUMBERS.set] === 1 ? 'test' : 'train',
      samples,
      hardware: numbers[NUMBERS.hardware] === 1,
    };
  return {
    kind,
    samples,
    epoch: numbers[NUMBERS.epoch],
    beta: numbers[NUMBERS.beta],
  };
}
