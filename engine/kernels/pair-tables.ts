/**
 * Which input position reaches which output position through which kernel position, as two CSR tables per layer with
 * byte offsets multiplied out. `out` (by output position): pairs (weight offset within a chunk, input position).
 * `in` (by input position): pairs (weight offset, offset of the delta tile), one per kernel position and chunk; of a
 * pooling layer one per kernel position, for chunk 0.
 * A window that leaves the input map (padding, or a map larger than the kernel reaches) reads nothing there.
 */
import type { LayerGeometry } from './geometry.ts';

export interface PairTables {
  readonly outPtr: Uint32Array;
  readonly out: Uint32Array;
  readonly inPtr: Uint32Array;
  readonly in: Uint32Array;
}

const FLOAT_BYTES = 4;

/** Number of (output position, kernel position) pairs that lie inside the input map: rows times columns. */
export function countPairs(layer: LayerGeometry): number {
  const axis = (inSide: number, kernelSide: number): number => {
    let pairs = 0;
    for (let o = 0; o < layer.outSide; o++) {
      const first = o * layer.stride - layer.pad;
      pairs += Math.max(0, Math.min(inSide, first + kernelSide) - Math.max(0, first));
    }
    return pairs;
  };
  return axis(layer.inHeight, layer.kernelHeight) * axis(layer.inWidth, layer.kernelWidth);
}

export function pairTables(layer: LayerGeometry, timesteps: number): PairTables {
  const inputs = layer.inWidth * layer.inHeight;
  const pairs = countPairs(layer);
  // Pooling keeps channels apart: the chunk above is that of the channel below.
  const perPair = layer.pools ? 1 : layer.chunks;
  const outPtr = new Uint32Array(layer.positions + 1);
  const out = new Uint32Array(pairs * 2);
  const inPtr = new Uint32Array(inputs + 1);
  forEachPair(layer, (position, _tap, input) => {
    outPtr[position + 1]++;
    inPtr[input + 1] += perPair;
  });
  for (let i = 0; i < layer.positions; i++) outPtr[i + 1] += outPtr[i];
  for (let i = 0; i < inputs; i++) inPtr[i + 1] += inPtr[i];

  const tapBytes = layer.channels * layer.width * FLOAT_BYTES;
  const chunkBytes = layer.chunkLength * FLOAT_BYTES;
  const tileBytes = timesteps * layer.width * FLOAT_BYTES;
  const into = new Uint32Array(pairs * layer.chunks * 2);
  const cursor = inPtr.slice();
  let at = 0;
  forEachPair(layer, (position, tap, input) => {
    out[at++] = layer.pools ? 0 : tap * tapBytes;
    out[at++] = input;
    for (let chunk = 0; chunk < perPair; chunk++) {
      const slot = cursor[input]++ * 2;
      into[slot] = chunk * chunkBytes + tap * tapBytes;
      into[slot + 1] = (position * layer.chunks + chunk) * tileBytes;
    }
  });
  return { outPtr, out, inPtr, in: into };
}

function forEachPair(
  layer: LayerGeometry,
  visit: (position: number, tap: number, input: number) => void,
): void {
  for (let oy = 0; oy < layer.outSide; oy++)
    for (let ox = 0; ox < layer.outSide; ox++)
      for (let ky = 0; ky < layer.kernelHeight; ky++) {
        const y = oy * layer.stride - layer.pad + ky;
        if (y < 0 || y >= layer.inHeight) continue;
        for (let kx = 0; kx < layer.kernelWidth; kx++) {
          const x = ox * layer.stride - layer.pad + kx;
          if (x < 0 || x >= layer.inWidth) continue;
          visit(oy * layer.outSide + ox, ky * layer.kernelWidth + kx, y * layer.inWidth + x);
        }
      }
}
