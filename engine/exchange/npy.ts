/**
 * NumPy .npy files with spikes: a (T, C, H, W) array of bool, uint8 or int8 holding 0 and 1, in C order. Format
 * versions 1, 2 and 3 (numpy.lib.format): magic, version, header length, a Python dictionary literal, the data.
 * The dictionary is read by a small parser for its three keys; nothing is ever evaluated, and object arrays, which
 * would need unpickling, are refused. Left out: Fortran order, wider types, .npz archives.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Outcome, SpikeTensor } from '../contract/index.ts';
import { denseFromSpikes, MOST_STEPS_OR_CHANNELS, spikesFromDense } from '../workload/spikes.ts';
import { parseNpyHeader } from './npy-header.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MOST_HEADER_BYTES = 65_536;
const TYPES = ['b1', 'u1', 'i1'];

export interface NpyBytes {
  readonly shape: readonly number[];
  /** One byte per element, C order. */
  readonly values: Uint8Array;
  /** int8: bytes above 127 are negative numbers. */
  readonly signed: boolean;
}

/** Header and data of a .npy file, whatever its type. */
export interface NpyParts {
  /** As numpy writes it: `<f4`, `|u1`. */
  readonly descr: string;
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** In C order. */
export function npyParts(bytes: Uint8Array, path: string): Outcome<NpyParts> {
  const bad = (code: string, message: string): Outcome<NpyParts> =>
    refuse(errorAt(path, `npy/${code}`, message));
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte))
    return bad('magic', 'must be a NumPy .npy file (got other content); save the array with numpy.save');
  const version = bytes[6];
  if (version < 1 || version > 3)
    return bad(
      'version',
      `must have format version 1, 2 or 3 (got ${version}.${bytes[7]}); save it with a current NumPy`,
    );
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start)
    return bad('truncated', `must hold its header (got ${bytes.length} bytes); copy the file again`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MOST_HEADER_BYTES)
    return bad(
      'header',
      `must have a header of at most ${MOST_HEADER_BYTES} bytes (got ${length}); save a plain array`,
    );
  if (bytes.length < start + length)
    return bad(
      'truncated',
      `must hold its header of ${length} bytes (got ${bytes.length - start}); copy the file again`,
    );
  const header = parseNpyHeader(textOf(bytes.subarray(start, start + length)));
  if (typeof header === 'string')
    return bad('header', `must have a header that can be read (${header}); save it with numpy.save`);
  if (header.fortranOrder)
    return bad('order', 'must be in C order (got Fortran order); save numpy.ascontiguousarray(array)');
  return accept({ descr: header.descr, shape: header.shape, values: bytes.subarray(start + length) });
}

/** The array of a .npy file with one byte per element. */
export function parseNpy(bytes: Uint8Array, path: string): Outcome<NpyBytes> {
  const bad = (code: string, message: string): Outcome<NpyBytes> =>
    refuse(errorAt(path, `npy/${code}`, message));
  const parts = npyParts(bytes, path);
  if (!parts.ok) return parts;
  const header = parts.value;
  const type = header.descr.replace(/^[|<>=]/, '');
  if (!TYPES.includes(type))
    return bad('type', `must be bool, uint8 or int8 (got ${header.descr}); save array.astype('uint8')`);
  const size = header.shape.reduce((product, n) => product * n, 1);
  const { values } = header;
  if (values.length !== size)
    return bad(
      'size',
      `must hold ${size} bytes for shape (${header.shape.join(', ')}) (got ${values.length}); copy the file again`,
    );
  return accept({ shape: header.shape, values, signed: type === 'i1' });
}

/** Spikes for the first layer from a (T, C, H, W) array of 0 and 1. */
export function spikesFromNpy(bytes: Uint8Array, path: string): Outcome<SpikeTensor> {
  const parsed = parseNpy(bytes, path);
  if (!parsed.ok) return parsed;
  const { shape, values, signed } = parsed.value;
  const bad = (code: string, message: string): Outcome<SpikeTensor> =>
    refuse(errorAt(path, `npy/${code}`, message));
  if (shape.length !== 4 || shape.some((n) => n < 1))
    return bad(
      'shape',
      `must have four axes (T, C, H, W), each at least 1 (got shape (${shape.join(', ')})); reshape the array`,
    );
  const [timesteps, channels, height, width] = shape;
  if (timesteps > MOST_STEPS_OR_CHANNELS || channels > MOST_STEPS_OR_CHANNELS)
    return bad(
      'shape',
      `must have at most ${MOST_STEPS_OR_CHANNELS} steps and channels (got ${timesteps} and ${channels}); cut the array`,
    );
  const odd = values.findIndex((value) => value > 1);
  if (odd >= 0) {
    const got = signed ? (values[odd] << 24) >> 24 : values[odd];
    return bad(
      'values',
      `must hold 0 and 1 only (got ${got} at element ${odd}); save (array > 0).astype('uint8')`,
    );
  }
  return accept(spikesFromDense(values, { timesteps, channels, height, width }));
}

/** Latin-1; the header of versions 1 and 2 is ASCII, that of 3 is UTF-8, whose other letters no key of ours has. */
function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** A (T, C, H, W) array of uint8, format version 1, as numpy.save writes it. */
export function spikesToNpy(spikes: SpikeTensor): Uint8Array {
  const { timesteps, channels, height, width } = spikes;
  return npyBytes('|u1', [timesteps, channels, height, width], denseFromSpikes(spikes));
}

/** data: little endian, C order. The header is padded so that the data start at a multiple of 64. */
export function npyBytes(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = 64 * Math.ceil((10 + dictionary.length + 1) / 64) - 10;
  const header = `${dictionary.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(10 + length + data.length);
  bytes.set([...MAGIC, 1, 0, length & 255, length >> 8]);
  for (let i = 0; i < length; i++) bytes[10 + i] = header.charCodeAt(i);
  bytes.set(data, 10 + length);
  return bytes;
}
