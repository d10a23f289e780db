/** PNG pictures as grey values 0..255 (pngjs). Decoder thread only. */
import { PNG } from 'pngjs';
import { accept, errorAt, refuse } from '../../../engine/contract/index.ts';
import type { Outcome } from '../../../engine/contract/index.ts';
import { greyOf } from '../../../engine/events/images/image-set.ts';

export interface GreyBytes {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

const LARGEST_SIDE = 4096;
/** Signature, length and name of the first chunk, then width and height. */
const [WIDTH_AT, HEIGHT_AT, HEAD_BYTES] = [16, 20, 33];

/** Transparent parts are black. */
export function decodePng(bytes: Uint8Array, path: string): Outcome<GreyBytes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sides = bytes.length >= HEAD_BYTES ? [view.getUint32(WIDTH_AT), view.getUint32(HEIGHT_AT)] : [0, 0];
  if (!sides.every((side) => side >= 1 && side <= LARGEST_SIDE)) {
    return refuse(
      errorAt(
        path,
        'images/png',
        `must be a PNG of 1 to ${LARGEST_SIDE} pixels a side (got ${sides.join('×')}); scale it down`,
      ),
    );
  }
  try {
    const { width, height, data } = PNG.sync.read(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    );
    const grey = Uint8Array.from({ length: width * height }, (_, i) => {
      const [red, green, blue, alpha] = data.subarray(4 * i, 4 * i + 4);
      return Math.round(greyOf(red, green, blue) * alpha);
    });
    return accept({ width, height, grey });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(errorAt(path, 'images/png', `must be a sound PNG picture (got: ${reason}); save it again`));
  }
}
