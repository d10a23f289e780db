/** Types of single values: which are read, and the typed array that holds them. */
import type { Metadata } from './h5wasm.ts';
import { TYPE_CLASS } from './h5wasm.ts';
import type { Hdf5Values } from './tree.ts';

/** Whole numbers and fractions of the machine's own sizes, truth values and strings. */
export function isPlain({ type, size, enum_type, vlen }: Metadata): boolean {
  if (type === TYPE_CLASS.string) return vlen || size > 0;
  if (type === TYPE_CLASS.float) return size === 4 || size === 8;
  const whole =
    type === TYPE_CLASS.integer ||
    (type === TYPE_CLASS.enumeration && enum_type?.type === TYPE_CLASS.integer);
  return whole && [1, 2, 4, 8].includes(size);
}

/** Floats of 16 bits. */
export const isHalf = ({ type, size }: Metadata): boolean => type === TYPE_CLASS.float && size === 2;

export function arrayOf(
  { type, size, signed }: Metadata,
  buffer: ArrayBuffer,
): Exclude<Hdf5Values, readonly string[]> {
  if (type === TYPE_CLASS.float) return size === 8 ? new Float64Array(buffer) : new Float32Array(buffer);
  if (size === 8) return signed ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
  if (size === 4) return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
  if (size === 2) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
}

export function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
