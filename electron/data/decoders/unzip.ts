/** ZIP archives with a bound on what comes out (fflate). Decoder thread only. */
// The node entry starts with a require of its own, which the built host's modules cannot hold.
import { unzipSync } from 'fflate/browser';

const MOST_MEMBERS = 1000;

/** The NumPy arrays in an archive by name, or why it could not be opened. */
export function unzipBounded(bytes: Uint8Array, mostBytes: number): ReadonlyMap<string, Uint8Array> | string {
  let left = mostBytes;
  let members = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!name.toLowerCase().endsWith('.npy') || ++members > MOST_MEMBERS) return false;
        left -= originalSize;
        return left >= 0;
      },
    });
    return left >= 0 ? new Map(Object.entries(files)) : `members of more than ${mostBytes} bytes`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
