/**
 * The JSON header of a checkpoint, checked by hand before anything in it is trusted. Numbers that size memory are
 * verified against the network that the header itself describes.
 */
import { accept, errorAt, refuse, type NetworkSpec, type Outcome } from '../contract/index.ts';
import { parseNetwork } from '../workload/network.ts';
import { geometryOf } from '../kernels/geometry.ts';
import { checkKernelLimits } from '../kernels/limits.ts';
import type { HardwareModelState } from '../proxy/index.ts';
import { settingsOf, type TrainSettings } from './settings.ts';

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
  return accept({ ...parsed, settings: withDefaults(parsed.settings) });
}

/** Settings that older versions did not have, with the values that they worked by. */
const OLDER = {
  dropout: 0,
  rule: { kind: 'surrogate', surrogate: 'triangle', warmupEpochs: 0, cutoffSteps: 0 },
  loss: { kind: 'softmax', rightRate: 0.3, wrongRate: 0, tauSteps: 5 },
  optimiser: { kind: 'adamw', momentum: 0.9 },
  bits: [32],
  patience: 0,
} satisfies Partial<TrainSettings>;

function withDefaults(settings: TrainSettings): TrainSettings {
  const augment = { ...settings.augment };
  augment.rotateDegrees ??= 0;
  augment.scale ??= 0;
  return settingsOf({ ...OLDER, ...settings, augment });
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
    (value.settings.bits === undefined || isBits(value.settings.bits)) &&
    isBitsChoice(value) &&
    isCount(value.epoch) &&
    isObject(value.best) &&
    isCount(value.best.epoch) &&
    typeof value.best.accuracy === 'number' &&
    isCount(value.weights) &&
    (value.optimiserStep === null || isCount(value.optimiserStep))
  );
}

/** Where weight bits are chosen, their logits decide what the network runs with. */
function isBitsChoice({ settings, hardware, network }: Unchecked): boolean {
  const loss = isObject(settings) ? settings.hardwareLoss : null;
  const has = isObject(loss) ? loss.has : null;
  if (!isObject(has) || has.bits === undefined) return true;
  const { bits } = has;
  if (!isBits(bits)) return false;
  const choice = isObject(hardware) ? hardware.choice : undefined;
  if (choice === undefined) return true;
  const state = isObject(choice) ? choice.bits : null;
  const layers = isObject(network) && Array.isArray(network.layers) ? network.layers.length : -1;
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === (bits as unknown[]).length && row.every(Number.isFinite);
  return (
    isObject(state) &&
    Array.isArray(state.alphas) &&
    state.alphas.length === layers &&
    state.alphas.every(isRow)
  );
}

function isBits(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isCount);
}

/** Names and titles may be any text; everything that sizes memory is checked like a file of the user. */
function isNetwork(value: unknown): value is NetworkSpec {
  const texts = ['name', 'title', 'description', 'source'];
  if (!isObject(value) || !texts.every((key) => typeof value[key] === 'string')) return false;
  const named = Object.fromEntries(texts.map((key) => [key, 'checkpoint']));
  return parseNetwork({ ...value, ...named }, 'network').ok;
}
