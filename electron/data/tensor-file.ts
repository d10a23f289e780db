/**
 * A binned sample as a file: 48 bytes of header (magic, version, channels, height, width, timesteps, events as
 * little-endian 32-bit words, 20 bytes of SHA-256 over what follows), then ptr and events of the SpikeTensor.
 */
import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import type { SpikeTensor } from '../../engine/contract/index.ts';
import type { SampleShape } from '../../engine/events/sample-set-builder.ts';

const MAGIC = 0x31535853; // "SXS1"
const HEADER_BYTES = 48;
const DIGEST_AT = 28;
const DIGEST_BYTES = 20;
const IS_LITTLE = endianness() === 'LE';

export function encodeTensor({ channels, height, width, timesteps, ptr, events }: SpikeTensor): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + 4 * (ptr.length + events.length));
  const body = new Uint32Array(bytes.buffer, HEADER_BYTES);
  body.set(ptr);
  body.set(events, ptr.length);
  const view = new DataView(bytes.buffer);
  [MAGIC, 1, channels, height, width, timesteps, events.length].forEach((word, i) =>
    view.setUint32(4 * i, word, IS_LITTLE),
  );
  bytes.set(digestOf(bytes), DIGEST_AT);
  return bytes;
}

/** Null where the bytes are not a whole, undamaged file of this shape. */
export function decodeTensor(bytes: Uint8Array, shape: SampleShape): SpikeTensor | null {
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (i: number): number => view.getUint32(4 * i, IS_LITTLE);
  const { channels, height, width, timesteps } = shape;
  const wanted = [MAGIC, 1, channels, height, width, timesteps];
  if (wanted.some((value, i) => word(i) !== value)) return null;
  const positions = width * height + 1;
  const events = word(6);
  if (bytes.length !== HEADER_BYTES + 4 * (positions + events)) return null;
  const digest = bytes.subarray(DIGEST_AT, DIGEST_AT + DIGEST_BYTES);
  if (Buffer.compare(digestOf(bytes), digest) !== 0) return null;
  // A copy: a Buffer's own slice would share memory that is neither aligned nor ours.
  const body = new Uint32Array(new Uint8Array(bytes.subarray(HEADER_BYTES)).buffer);
  return { ...shape, ptr: body.subarray(0, positions), events: body.subarray(positions) };
}

const digestOf = (bytes: Uint8Array): Buffer =>
  createHash('sha256').update(bytes.subarray(HEADER_BYTES)).digest().subarray(0, DIGEST_BYTES);
