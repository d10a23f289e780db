/**
 * The JSON header of a checkpoint, checked by hand before anything in it is trusted. Numbers that size memory are
 * verified against the network that the header itself describes.
 */
import { accept, errorAt, refuse, type NetworkSpec, type Outcome } from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';
import { checkKernelLimits } from '../kernels/limits.ts';
import type { HardwareModelState } from '../proxy/index.ts';
import type { TrainSettings } from './settings.ts';

export interface CheckpointHeader {
  readonly schema: 'spikex-checkpoint/1';
  readonly network: NetworkSpec;
  readonly settings: TrainSettings;
  readonly epoch: number;
  readonly best: { readonly epoch: number; readonly accuracy: number };
  /** Number of weights. */
  readonly weights: number;
  /** Updates done; null = no optimiser state in the file. */
  readonly optimiserStep: number | null;
  /** State of the hardware loss's cost model; missing or null = none. */
  readonly hardware?: HardwareModelState | null;
}

type Unchecked = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Unchecked => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export function checkHeader(text: string, path: string): Outcome<CheckpointHeader> {
  const parsed = parseJson(text);
  if (!isHeader(parsed))
    return refuse(
      errorAt(
        path,
        'checkpoint/header',
        'must have a complete header (got another one); restore it from a copy',
      ),
    );
  const limits = checkKernelLimits(parsed.network);
  if (limits.length) return refuse(...limits.map((issue) => ({ ...issue, path: `${path}: ${issue.path}` })));
  const expected = geometryOf(parsed.network).canonicalLength;
  if (parsed.weights !== expected)
    return refuse(
      errorAt(
        path,
        'checkpoint/header',
        `must hold ${expected} weights for its network (got ${parsed.weights}); restore it from a copy`,
      ),
    );
  return accept(parsed);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the caller reports it as a damaged header
  }
}

function isHeader(value: unknown): value is CheckpointHeader {
  return (
    isObject(value) &&
    value.schema === 'spikex-checkpoint/1' &&
    isNetwork(value.network) &&
    isObject(value.settings) &&
    isCount(value.epoch) &&
    isObject(value.best) &&
    isCount(value.best.epoch) &&
    typeof value.best.accuracy === 'number' &&
    isCount(value.weights) &&
    (value.optimiserStep === null || isCount(value.optimiserStep))
  );
}

function isNetwork(value: unknown): value is NetworkSpec {
  if (!isObject(value) || !isObject(value.input) || !isObject(value.neuron)) return false;
  const { input, neuron, layers, classes } = value;
  return (
    typeof value.name === 'string' &&
    isCount(value.timesteps) &&
    [input.width, input.height, input.channels].every(isCount) &&
    typeof neuron.leak === 'number' &&
    typeof neuron.threshold === 'number' &&
    Array.isArray(classes) &&
    Array.isArray(layers) &&
    layers.every(isLayer)
  );
}

function isLayer(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.name === 'string' &&
    (value.kind === 'conv' || value.kind === 'fc') &&
    [value.H, value.R, value.E, value.C, value.M, value.stride, value.pad].every(isCount)
  );
}
