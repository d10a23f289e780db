/**
 * The spikes that enter each layer in one inference as compact bytes. Per layer: u8 form | u32 length (little endian) |
 * payload; form 0 = one bit per (position, step, channel), form 1 = events as LEB128 differences of their index
 * position * T * C + step * C + channel, in rising order; the shorter one is taken. Shapes are kept beside, once per file.
 * Left out: entropy coding (the host deflates), more than 2^32 neuron steps per layer.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Outcome, SpikeTensor } from '../contract/index.ts';
import type { SpikeShape } from './spikes.ts';

const BITS = 0;
const EVENTS = 1;
const HEAD_BYTES = 5;

export const shapeOf = ({ timesteps, channels, height, width }: SpikeTensor): SpikeShape => ({
  timesteps,
  channels,
  height,
  width,
});

const cellsOf = ({ timesteps, channels, height, width }: SpikeShape): number =>
  timesteps * channels * height * width;

export function encodeInputs(inputs: readonly SpikeTensor[]): Uint8Array {
  const parts = inputs.map((input) => {
    const events = eventBytes(input);
    const isShorter = events.length < Math.ceil(cellsOf(input) / 8);
    return isShorter ? { form: EVENTS, payload: events } : { form: BITS, payload: bitBytes(input) };
  });
  const bytes = new Uint8Array(parts.reduce((sum, { payload }) => sum + HEAD_BYTES + payload.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { form, payload } of parts) {
    bytes[at] = form;
    view.setUint32(at + 1, payload.length, true);
    bytes.set(payload, at + HEAD_BYTES);
    at += HEAD_BYTES + payload.length;
  }
  return bytes;
}

/** shapes: of each layer's input; path: shown in front of the issue. */
export function decodeInputs(
  bytes: Uint8Array,
  shapes: readonly SpikeShape[],
  path: string,
): Outcome<readonly SpikeTensor[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inputs: SpikeTensor[] = [];
  let at = 0;
  for (const shape of shapes) {
    const length = at + HEAD_BYTES <= bytes.length ? view.getUint32(at + 1, true) : Infinity;
    if (at + HEAD_BYTES + length > bytes.length) return damaged(path, 'it ends early');
    const payload = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
    const cells = bytes[at] === BITS ? cellsOfBits(payload, shape) : cellsOfEvents(payload, shape);
    if (cells === null || bytes[at] > EVENTS) return damaged(path, `layer ${inputs.length + 1} is no spikes`);
    inputs.push(tensorOf(cells, shape));
    at += HEAD_BYTES + length;
  }
  return at === bytes.length ? accept(inputs) : damaged(path, `${bytes.length - at} bytes too many`);
}

const damaged = (path: string, why: string): Outcome<never> =>
  refuse(
    errorAt(path, 'activity/damaged', `must hold recorded activity (got damage: ${why}); record it again`),
  );

/** Calls `visit` with the index of every spike, rising. */
function eachCell(spikes: SpikeTensor, visit: (cell: number) => void): void {
  const { ptr, events, timesteps, channels } = spikes;
  for (let p = 0; p < spikes.height * spikes.width; p++)
    for (let i = ptr[p]; i < ptr[p + 1]; i++)
      visit((p * timesteps + (events[i] >>> 16)) * channels + (events[i] & 0xffff));
}

function bitBytes(spikes: SpikeTensor): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(cellsOf(spikes) / 8));
  eachCell(spikes, (cell) => {
    bytes[Math.floor(cell / 8)] |= 1 << (cell % 8);
  });
  return bytes;
}

function eventBytes(spikes: SpikeTensor): Uint8Array {
  // A difference below 2^32 takes five bytes at most.
  const bytes = new Uint8Array(spikes.events.length * 5);
  let at = 0;
  let before = -1;
  eachCell(spikes, (cell) => {
    let rest = cell - before - 1;
    before = cell;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
    bytes[at++] = rest;
  });
  return bytes.subarray(0, at);
}

/** Null where the bytes are none of this shape. */
function cellsOfBits(bytes: Uint8Array, shape: SpikeShape): Float64Array | null {
  const cells = cellsOf(shape);
  if (bytes.length !== Math.ceil(cells / 8)) return null;
  if (cells % 8 > 0 && bytes[bytes.length - 1] >> (cells % 8) > 0) return null;
  const found: number[] = [];
  bytes.forEach((byte, i) => {
    for (let bit = 0; byte >> bit > 0; bit++) if ((byte >> bit) & 1) found.push(8 * i + bit);
  });
  return Float64Array.from(found);
}

function cellsOfEvents(bytes: Uint8Array, shape: SpikeShape): Float64Array | null {
  const cells = cellsOf(shape);
  const found = new Float64Array(bytes.length);
  let count = 0;
  let before = -1;
  for (let at = 0; at < bytes.length;) {
    let rest = 0;
    let scale = 1;
    let byte = 128;
    while (byte >= 128 && at < bytes.length && scale < 2 ** 35) {
      byte = bytes[at++];
      rest += (byte % 128) * scale;
      scale *= 128;
    }
    before += rest + 1;
    if (byte >= 128 || before >= cells) return null;
    found[count++] = before;
  }
  return found.subarray(0, count);
}

/** cells: rising. */
function tensorOf(cells: Float64Array, shape: SpikeShape): SpikeTensor {
  const { timesteps, channels, height, width } = shape;
  const perPosition = timesteps * channels;
  const ptr = new Uint32Array(height * width + 1);
  const events = new Uint32Array(cells.length);
  cells.forEach((cell, i) => {
    const position = Math.floor(cell / perPosition);
    const inside = cell % perPosition;
    ptr[position + 1]++;
    events[i] = ((Math.floor(inside / channels) << 16) | (inside % channels)) >>> 0;
  });
  for (let p = 0; p < height * width; p++) ptr[p + 1] += ptr[p];
  return { ...shape, ptr, events };
}
