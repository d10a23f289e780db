/**
 * What the kernels can run, checked before anything is allocated. Codes hold time step and channel in 16 bits each;
 * a worker's memory is 32-bit addressed. A neuron at rest (u = 0) must lie outside the surrogate's support, so the
 * half width is at most one threshold: otherwise every silent neuron would be "active" at every step.
 */
import { errorAt, type Issue, type NetworkSpec } from '../contract/index.ts';
import { geometryOf } from './geometry.ts';
import { planMemory } from './memory-plan.ts';

const MAX_CODE = 65_535;
/** Largest side of a map or kernel, pixels. */
const MAX_SIDE = 4096;
/** Linear memory of one worker, a little below the 4 GiB that 32-bit addresses reach. */
const MAX_WORKER_BYTES = 3.75 * 2 ** 30;

export function checkKernelLimits(network: NetworkSpec): Issue[] {
  const issues: Issue[] = [];
  const within = (path: string, value: number, least: number, most: number) => {
    if (!(Number.isInteger(value) && value >= least && value <= most))
      issues.push(
        errorAt(
          path,
          'kernels/range',
          `must be a whole number, ${least} to ${most} (got ${value}); choose another one`,
        ),
      );
  };
  within('network.timesteps', network.timesteps, 1, MAX_CODE);
  within('network.input.channels', network.input.channels, 1, MAX_CODE);
  within('network.input.width', network.input.width, 1, MAX_SIDE);
  within('network.input.height', network.input.height, 1, MAX_SIDE);
  network.layers.forEach((layer, i) => {
    const path = `network.layers[${i}]`;
    within(`${path}.M`, layer.M, 1, MAX_CODE);
    within(`${path}.R`, layer.R, 1, MAX_SIDE);
    within(`${path}.E`, layer.E, 1, MAX_SIDE);
    within(`${path}.stride`, layer.stride, 1, MAX_SIDE);
    within(`${path}.pad`, layer.pad, 0, MAX_SIDE);
  });
  const { leak, threshold } = network.neuron;
  if (!(threshold > 0 && threshold < Infinity))
    issues.push(
      errorAt(
        'network.neuron.threshold',
        'kernels/threshold',
        `must be above 0 (got ${threshold}); 1 is usual`,
      ),
    );
  if (!(leak >= 0 && leak <= 1))
    issues.push(errorAt('network.neuron.leak', 'kernels/leak', `must be 0 to 1 (got ${leak}); 0.9 is usual`));
  if (network.layers.length === 0)
    issues.push(
      errorAt('network.layers', 'kernels/no-layers', 'must hold at least one layer (got 0); add one'),
    );
  if (issues.length) return issues;

  const bytes = workerBytes(network);
  if (bytes > MAX_WORKER_BYTES) {
    const got = (bytes / 2 ** 30).toFixed(1);
    issues.push(
      errorAt(
        'network',
        'kernels/memory',
        `must fit 3.75 GiB per worker thread (got ${got} GiB); use fewer time steps, neurons or a smaller input`,
      ),
    );
  }
  return issues;
}

export function checkHalfWidth(halfWidth: number, path: string): Issue[] {
  if (halfWidth > 0 && halfWidth <= 1) return [];
  return [
    errorAt(
      path,
      'kernels/half-width',
      `must be above 0 and at most 1 threshold, so that a neuron at rest has no gradient (got ${halfWidth}); 0.5 is usual`,
    ),
  ];
}

/** Linear memory that one worker needs for a network, bytes. */
export function workerBytes(network: NetworkSpec): number {
  return planMemory(geometryOf(network), 0).end;
}

/** Why the kernels cannot run in this runtime. */
export function checkSimd(present: boolean): Issue[] {
  if (present) return [];
  return [
    errorAt(
      'runtime',
      'kernels/no-simd',
      'must have WebAssembly SIMD, which the kernels are compiled to (got none); use a newer processor or runtime',
    ),
  ];
}

/** Besides the shards: effective and trained weights, sum of the gradients, two moments. */
const SHARED_VECTORS = 5;

/** Memory of all threads of a training against what the machine has left, bytes. */
export function checkMemory(
  network: NetworkSpec,
  workers: number,
  shards: number,
  availableBytes: number,
): Issue[] {
  const { packedLength } = geometryOf(network);
  const needed = (workers + 1) * workerBytes(network) + (shards + SHARED_VECTORS) * packedLength * 4;
  if (needed <= availableBytes) return [];
  const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  return [
    errorAt(
      'workers',
      'kernels/little-memory',
      `must leave room for ${mib(needed)} of kernels and gradients (got ${mib(availableBytes)} free with ${workers} threads); use fewer workers, time steps or neurons`,
    ),
  ];
}
