/**
 * The part of an update that goes parameter by parameter, in fixed slices of the vector: sum of the shards, then one step
 * of the optimiser. Any member may do any slice; every slice gives the same bits whoever does it.
 */
import { NUMBERS, type Board } from './board.ts';
import { applyUpdate, sumShards, type Segment } from './optimiser.ts';
import type { TrainSettings } from './settings.ts';
import { shardsOf, sliceOf, type SliceTask } from './task.ts';

export interface Sliced {
  readonly board: Board;
  readonly settings: Pick<TrainSettings, 'optimiser'>;
  readonly segments: readonly Segment[];
}

export function runSlice({ board, settings, segments }: Sliced, task: SliceTask, slice: number): void {
  const [first, end] = sliceOf(board.total.length, slice);
  if (task.kind === 'sum') {
    const shards = shardsOf(board.numbers[NUMBERS.count]);
    board.squares[slice] = sumShards(board.gradients, shards, board.total, first, end);
    return;
  }
  const optimised = {
    spec: settings.optimiser,
    segments,
    moments: board.moments,
    weights: task.folded ? board.trained : board.weights,
    gradient: board.total,
  };
  applyUpdate(optimised, task, first, end);
}
