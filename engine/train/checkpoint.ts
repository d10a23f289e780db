/**
 * Checkpoints as bytes: "SPKX" | u32 version | u32 header bytes | header JSON (ASCII) | padding to 4 |
 * float32 weights | float32 m | float32 v (with optimiser only) | u32 CRC-32 of everything before. Little endian.
 * Weights are canonical (geometry.ts): [output][channel][ky][kx] per layer, float32. The random state of a training is
 * (seed, epoch, step), so no generator state is needed. Writing to disk (atomically) is the host's business.
 */
import { accept, errorAt, refuse, type Issue, type NetworkSpec, type Outcome } from '../contract/index.ts';
import { geometryOf } from '../kernels/geometry.ts';
import { crc32 } from '../math/crc32.ts';
import type { OptimiserState } from './optimiser.ts';
import { checkHeader, type CheckpointHeader } from './checkpoint-header.ts';
import type { HardwareModelState } from '../proxy/index.ts';
import type { TrainSettings } from './settings.ts';

export interface Checkpoint {
  readonly network: NetworkSpec;
  readonly settings: TrainSettings;
  /** Epochs done. */
  readonly epoch: number;
  readonly best: { readonly epoch: number; readonly accuracy: number };
  /** Canonical weights. */
  readonly weights: Float32Array;
  /** Canonical moments and update count; null in files that only hold weights. */
  readonly optimiser: OptimiserState | null;
  /** State of the hardware loss's cost model; null = none yet. */
  readonly hardware: HardwareModelState | null;
}

const MAGIC = 0x584b5053; // "SPKX"
const VERSION = 1;
const PREFIX_BYTES = 12;
const CRC_BYTES = 4;

export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { network, settings, epoch, best, weights, optimiser, hardware } = checkpoint;
  const header: CheckpointHeader = {
    schema: 'spikex-checkpoint/1',
    network,
    settings,
    epoch,
    best,
    weights: weights.length,
    optimiserStep: optimiser ? optimiser.step : null,
    hardware,
  };
  const json = asciiJson(header);
  const payloads = optimiser ? [weights, optimiser.m, optimiser.v] : [weights];
  const start = alignedTo4(PREFIX_BYTES + json.length);
  const bytes = new Uint8Array(start + payloads.length * weights.length * 4 + CRC_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, json.length, true);
  for (let i = 0; i < json.length; i++) bytes[PREFIX_BYTES + i] = json.charCodeAt(i);
  let at = start;
  for (const payload of payloads)
    for (let i = 0; i < payload.length; i++, at += 4) view.setFloat32(at, payload[i], true);
  view.setUint32(at, crc32(bytes.subarray(0, at)), true);
  return bytes;
}

/** Reads and verifies a checkpoint. `path` names the file in issues. */
export function decodeCheckpoint(bytes: Uint8Array, path: string): Outcome<Checkpoint> {
  const fail = (code: string, message: string) => refuse(errorAt(path, `checkpoint/${code}`, message));
  if (bytes.length < PREFIX_BYTES) return fail('truncated', truncated(PREFIX_BYTES, bytes.length));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC)
    return fail('not-a-checkpoint', 'must start with "SPKX" (got other bytes); choose a checkpoint file');
  const version = view.getUint32(4, true);
  if (version !== VERSION)
    return fail(
      'version',
      `must have version ${VERSION} (got ${version}); open it with the program that wrote it`,
    );
  const jsonBytes = view.getUint32(8, true);
  const start = alignedTo4(PREFIX_BYTES + jsonBytes);
  if (start + CRC_BYTES > bytes.length) return fail('truncated', truncated(start + CRC_BYTES, bytes.length));

  const header = checkHeader(asciiText(bytes, PREFIX_BYTES, jsonBytes), path);
  if (!header.ok) return header;
  const { weights: count, optimiserStep, ...rest } = header.value;
  const payloads = optimiserStep === null ? 1 : 3;
  const expected = start + payloads * count * 4 + CRC_BYTES;
  if (bytes.length < expected) return fail('truncated', truncated(expected, bytes.length));
  if (bytes.length > expected)
    return fail('trailing', `must be ${expected} bytes (got ${bytes.length}); restore it from a copy`);
  if (crc32(bytes.subarray(0, expected - CRC_BYTES)) !== view.getUint32(expected - CRC_BYTES, true))
    return fail('damaged', 'must match its checksum (got other content); restore it from a copy');

  const read = (part: number) =>
    Float32Array.from({ length: count }, (_, i) => view.getFloat32(start + (part * count + i) * 4, true));
  const weights = read(0);
  const optimiser = optimiserStep === null ? null : { m: read(1), v: read(2), step: optimiserStep };
  const issues = optimiser
    ? [
        notFinite(weights, 'weight', path),
        notFinite(optimiser.m, 'first moment', path),
        notFinite(optimiser.v, 'second moment', path),
      ]
    : [notFinite(weights, 'weight', path)];
  const found = issues.filter((issue) => issue !== null);
  if (found.length) return refuse(...found);
  return accept({
    network: rest.network,
    settings: rest.settings,
    epoch: rest.epoch,
    best: rest.best,
    weights,
    optimiser,
    hardware: rest.hardware ?? null,
  });
}

/** Issues where a checkpoint's weights do not fit a network (sizes only: neuron and classes may differ). */
export function checkFits(checkpoint: Checkpoint, network: NetworkSpec, path: string): Issue[] {
  const theirs = checkpoint.network.layers;
  const ours = network.layers;
  const other = (message: string) => [
    errorAt(path, 'checkpoint/other-network', `${message}; choose a checkpoint of ${network.name}`),
  ];
  if (theirs.length !== ours.length)
    return other(
      `must hold ${ours.length} layers (got ${theirs.length}, network ${checkpoint.network.name})`,
    );
  for (const [i, layer] of ours.entries())
    for (const size of ['kind', 'E', 'C', 'M'] as const)
      if (theirs[i][size] !== layer[size])
        return other(
          `layer ${layer.name} must have ${size} = ${layer[size]} (got ${theirs[i][size]}, network ${checkpoint.network.name})`,
        );
  const expected = geometryOf(network).canonicalLength;
  if (checkpoint.weights.length !== expected)
    return other(`must hold ${expected} weights (got ${checkpoint.weights.length})`);
  return [];
}

function notFinite(values: Float32Array, what: string, path: string): Issue | null {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return null;
  return errorAt(
    path,
    'checkpoint/not-finite',
    `must hold finite numbers (got ${values[at]} as ${what} ${at}); use an earlier checkpoint`,
  );
}

function truncated(expected: number, got: number): string {
  return `must hold at least ${expected} bytes (got ${got}); the file was cut short, restore it from a copy`;
}

function alignedTo4(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

/** JSON with everything outside ASCII escaped, so that one character is one byte. */
function asciiJson(value: CheckpointHeader): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function asciiText(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(bytes[start + i]);
  return text;
}
