/** First bytes of the containers that libraries open: HDF5 (at 0, or behind a block of 512 bytes), NPZ, MATLAB 5. */
import { startsWith, textOf } from './header-lines.ts';

const HDF5_MAGIC = '\u0089HDF\r\n\u001a\n';
/** MATLAB 7.3 and other writers put a block of their own before the HDF5 part. */
const USER_BLOCK_BYTES = 512;
const ZIP_MAGIC = 'PK\u0003\u0004';
const [ZIP_NAME_LENGTH_AT, ZIP_NAME_AT] = [26, 30];

export const isHdf5 = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 0, HDF5_MAGIC) || startsWith(bytes, USER_BLOCK_BYTES, HDF5_MAGIC);

/** A ZIP archive whose name says so, or whose first member is a NumPy array. */
export function isNpz(bytes: Uint8Array, lowerCaseName: string): boolean {
  if (!startsWith(bytes, 0, ZIP_MAGIC) || bytes.length < ZIP_NAME_AT) return false;
  const length = bytes[ZIP_NAME_LENGTH_AT] | (bytes[ZIP_NAME_LENGTH_AT + 1] << 8);
  const first = textOf(bytes, ZIP_NAME_AT, Math.min(bytes.length, ZIP_NAME_AT + length));
  return lowerCaseName.endsWith('.npz') || first.endsWith('.npy');
}

export const isMat5 = (bytes: Uint8Array): boolean => startsWith(bytes, 0, 'MATLAB 5.0 MAT-file');
