/** The NumPy arrays of an archive, with a bound on what comes out. Decoder thread only. */
import { unzip } from '../../archive/zip-read.ts';

const MOST_MEMBERS = 1000;

/** By name, or why the archive could not be opened. */
export function unzipBounded(bytes: Uint8Array, mostBytes: number): ReadonlyMap<string, Uint8Array> | string {
  let members = 0;
  const wants = (name: string): boolean => name.toLowerCase().endsWith('.npy') && ++members <= MOST_MEMBERS;
  const files = unzip(bytes, { mostBytes, wants });
  return files instanceof Map ? files : files.got;
}
