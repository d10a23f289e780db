/**
 * Spikes in windows in which nothing came in: of a neuron whose receptive field holds no spike in the window. Hardware
 * that skips windows without input would not compute them, so they are counted and said, never dropped.
 */
import type { LayerSpec, SpikeTensor } from '../contract/index.ts';

export function spikesInSilence(
  layer: LayerSpec,
  input: SpikeTensor,
  output: SpikeTensor,
  tws: number,
): number {
  const windows = Math.ceil(input.timesteps / tws);
  const side = layer.kind === 'fc' ? 1 : layer.R;
  const isFed = new Uint8Array(side * side * windows);
  for (let y = 0, p = 0; y < input.height; y++)
    for (let x = 0; x < input.width; x++, p++) {
      if (input.ptr[p] === input.ptr[p + 1]) continue;
      const [rows, cols] = layer.kind === 'fc' ? [ALL, ALL] : [reached(layer, y), reached(layer, x)];
      for (let i = input.ptr[p]; i < input.ptr[p + 1]; i++) {
        const window = Math.floor((input.events[i] >>> 16) / tws);
        for (let row = rows.first; row <= rows.last; row++)
          for (let col = cols.first; col <= cols.last; col++)
            isFed[(row * side + col) * windows + window] = 1;
      }
    }
  let silent = 0;
  for (let p = 0; p < side * side; p++)
    for (let i = output.ptr[p]; i < output.ptr[p + 1]; i++)
      if (isFed[p * windows + Math.floor((output.events[i] >>> 16) / tws)] === 0) silent++;
  return silent;
}

const ALL = { first: 0, last: 0 };

/** Output rows whose window holds input row n. */
function reached({ E, R, stride, pad }: LayerSpec, n: number): { first: number; last: number } {
  return {
    first: Math.max(0, Math.ceil((n + pad - E + 1) / stride)),
    last: Math.min(R - 1, Math.floor((n + pad) / stride)),
  };
}
