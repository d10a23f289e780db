/**
 * Tasks of a team and how they are cut into units. The cut depends on the task alone, never on the number of members.
 * A task crosses to other threads as numbers on the board.
 */
import { NUMBERS, SHARDS, type Board } from './board.ts';

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
    };

/** Samples per unit of an evaluation: small enough to spread, large enough to keep claims rare. */
const EVALUATION_UNIT = 8;

export function unitsOf(kind: TeamTask['kind'], items: number): number {
  return kind === 'gradient' ? SHARDS : Math.ceil(items / EVALUATION_UNIT);
}

/** Items [first, last) of a unit. */
export function itemsOfUnit(kind: TeamTask['kind'], items: number, unit: number): readonly [number, number] {
  if (kind === 'evaluate') return [unit * EVALUATION_UNIT, Math.min(items, (unit + 1) * EVALUATION_UNIT)];
  return [Math.floor((unit * items) / SHARDS), Math.floor(((unit + 1) * items) / SHARDS)];
}

const GRADIENT = 0;
const EVALUATE = 1;

export function writeTask(board: Board, task: TeamTask): void {
  board.samples.set(task.samples);
  board.numbers[NUMBERS.kind] = task.kind === 'gradient' ? GRADIENT : EVALUATE;
  board.numbers[NUMBERS.set] = task.kind === 'evaluate' && task.set === 'test' ? 1 : 0;
  board.numbers[NUMBERS.count] = task.samples.length;
  board.numbers[NUMBERS.epoch] = task.kind === 'gradient' ? task.epoch : 0;
  board.numbers[NUMBERS.beta] = task.kind === 'gradient' ? task.beta : 0;
  board.numbers[NUMBERS.hardware] = task.kind === 'evaluate' && task.hardware ? 1 : 0;
}

export function readTask(board: Board): TeamTask {
  const { numbers } = board;
  const samples = board.samples.subarray(0, numbers[NUMBERS.count]);
  if (numbers[NUMBERS.kind] === EVALUATE)
    return {
      kind: 'evaluate',
      set: numbers[NUMBERS.set] === 1 ? 'test' : 'train',
      samples,
      hardware: numbers[NUMBERS.hardware] === 1,
    };
  return {
    kind: 'gradient',
    samples,
    epoch: numbers[NUMBERS.epoch],
    beta: numbers[NUMBERS.beta],
  };
}
