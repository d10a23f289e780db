/**
 * The members of a .npz archive of events as SpikingJelly reads it: arrays t (int64, µs), x, y (uint16) and p (uint8), each
 * a .npy file of version 1.0. Putting them into an archive is the caller's. Source: numpy.lib.format.
 */
import type { EventStream } from '../../contract/index.ts';

const ALIGNED_TO = 64;

export function npzMembers({ x, y, p, tUs }: EventStream): Record<string, Uint8Array> {
  const t = BigInt64Array.from(tUs, (us) => BigInt(Math.round(us)));
  return { 't.npy': npy('<i8', t), 'x.npy': npy('<u2', x), 'y.npy': npy('<u2', y), 'p.npy': npy('|u1', p) };
}

function npy(descr: string, values: BigInt64Array | Uint16Array | Uint8Array): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${values.length},), }`;
  const headLength = Math.ceil((10 + text.length + 1) / ALIGNED_TO) * ALIGNED_TO;
  const bytes = new Uint8Array(headLength + values.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (headLength - 10) & 0xff, (headLength - 10) >> 8]);
  const padded = `${text.padEnd(headLength - 11)}\n`;
  for (let i = 0; i < padded.length; i++) bytes[10 + i] = padded.charCodeAt(i);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), headLength);
  return bytes;
}
