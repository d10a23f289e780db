/**
 * The shared memory between a coordinator and the members of its team: task, sample numbers, weights, one gradient per
 * shard, one result row per sample. All of it lies in SharedArrayBuffers, so handing a task over copies nothing.
 * Every result is stored per shard or per sample and summed by the coordinator in a fixed order: sums do not
 * depend on how many members worked or which member did what.
 */
import type { NetworkGeometry } from '../kernels/geometry.ts';
import { curveNumbers } from './hardware-loss.ts';
import type { OptimiserMoments } from './optimiser.ts';

/** Gradient shards per batch: a constant, as the number of partial sums shapes the rounding of the total. */
export const SHARDS = 8;

/** Slices of the parameter vector in which shards are summed and weights updated: a constant for the same reason. */
export const SLICES = 16;

/** Places in `control`. Members add to NEXT_UNIT to claim work and to MEMBERS_DONE when none is left. */
export const CONTROL = {
  task: 0,
  nextUnit: 1,
  membersDone: 2,
  stop: 3,
  quit: 4,
  failed: 5,
  ready: 6,
  messageLength: 7,
  failing: 8,
  heartbeats: 9,
} as const;
export const MAX_MEMBERS = 64;
const MESSAGE_BYTES = 2048;

/** Places in `numbers`. */
export const NUMBERS = {
  kind: 0,
  set: 1,
  count: 2,
  epoch: 3,
  beta: 4,
  hardware: 5,
  scale: 6,
  rate: 7,
  decay: 8,
  step: 9,
  folded: 10,
} as const;

export const NEURON_NUMBERS = 4;

export interface Board {
  /** Synchronisation, by Atomics only; heartbeats of the members follow the named places. */
  readonly control: Int32Array;
  readonly numbers: Float64Array;
  /** Text of a member's failure, UTF-16 code units. */
  readonly message: Uint16Array;
  /** Sample numbers of the task; results below have one row per entry. */
  readonly samples: Uint32Array;
  readonly loss: Float64Array;
  /** Hardware loss per sample, before beta; 0 outside training. */
  readonly hardware: Float64Array;
  readonly predicted: Uint16Array;
  /** [item][layer]: output spikes, active neuron-steps (training only). */
  readonly spikes: Uint32Array;
  readonly actives: Uint32Array;
  /** [item][layer][size]: filled windows. */
  readonly filled: Uint32Array;
  /** [layer][size][bits]: hardware loss as a curve of the window density (hardware-loss.ts), and its factor. */
  readonly curves: Float64Array;
  readonly shares: Float64Array;
  readonly overflows: Uint32Array;
  /** [layer][leak, threshold, skip weight, ceiling] of a task on the hardware's numbers. */
  readonly neurons: Float64Array;
  /** Packed vectors: effective weights; gradients of the shards, one after another; their sum. */
  readonly weights: Float32Array;
  readonly gradients: Float32Array;
  readonly total: Float32Array;
  /** Parameters under training where they are not the effective ones; the optimiser's moments. */
  readonly trained: Float32Array;
  readonly moments: OptimiserMoments;
  /** Sum of squares of each slice of `total`. */
  readonly squares: Float64Array;
}

/** sizes: window sizes of the layer with most of them; bitChoices: weight bits to choose from, at least 1. */
export function createBoard(
  geometry: NetworkGeometry,
  maxItems: number,
  sizes: number,
  bitChoices: number,
): Board {
  const rows = maxItems * geometry.layers.length;
  const places = geometry.layers.length * sizes;
  const shared = (bytes: number) => new SharedArrayBuffer(bytes);
  return {
    control: new Int32Array(shared((CONTROL.heartbeats + MAX_MEMBERS) * 4)),
    numbers: new Float64Array(shared(Object.keys(NUMBERS).length * 8)),
    message: new Uint16Array(shared(MESSAGE_BYTES)),
    samples: new Uint32Array(shared(maxItems * 4)),
    loss: new Float64Array(shared(maxItems * 8)),
    hardware: new Float64Array(shared(maxItems * 8)),
    curves: new Float64Array(shared(curveNumbers(places * bitChoices) * 8)),
    shares: new Float64Array(shared(places * bitChoices * 8)),
    predicted: new Uint16Array(shared(maxItems * 2)),
    spikes: new Uint32Array(shared(rows * 4)),
    actives: new Uint32Array(shared(rows * 4)),
    filled: new Uint32Array(shared(maxItems * places * 4)),
    overflows: new Uint32Array(shared(maxItems * 4)),
    neurons: new Float64Array(shared(geometry.layers.length * NEURON_NUMBERS * 8)),
    weights: new Float32Array(shared(geometry.packedLength * 4)),
    gradients: new Float32Array(shared(SHARDS * geometry.packedLength * 4)),
    total: new Float32Array(shared(geometry.packedLength * 4)),
    trained: new Float32Array(shared(geometry.packedLength * 4)),
    moments: {
      m: new Float32Array(shared(geometry.packedLength * 4)),
      v: new Float32Array(shared(geometry.packedLength * 4)),
    },
    squares: new Float64Array(shared(SLICES * 8)),
  };
}

/**
 * Called by a member that fails; the first one's reason counts. `failed` is set after the reason is written, so that
 * whoever sees it reads the whole reason.
 */
export function reportFailure({ control, message }: Board, member: number, reason: string): void {
  if (Atomics.compareExchange(control, CONTROL.failing, 0, 1) !== 0) return;
  const length = Math.min(reason.length, message.length);
  for (let i = 0; i < length; i++) message[i] = reason.charCodeAt(i);
  Atomics.store(control, CONTROL.messageLength, length);
  Atomics.store(control, CONTROL.failed, member + 1);
  Atomics.notify(control, CONTROL.membersDone);
  Atomics.notify(control, CONTROL.ready);
}

/** The first failure reported on this board, or null. */
export function reportedFailure({ control, message }: Board): { member: number; reason: string } | null {
  const failed = Atomics.load(control, CONTROL.failed);
  if (failed === 0) return null;
  const length = Atomics.load(control, CONTROL.messageLength);
  return { member: failed - 1, reason: String.fromCharCode(...message.subarray(0, length)) };
}
