/**
 * Spikes in windows in which nothing came in: of a neuron whose receptive field holds no spike in the window. Hardware
 * that skips windows without input would not compute them, so they are counted and said, never dropped.
 */
import type { LayerSpec, SpikeTensor } from '../contract/index.ts';

export interface SilentFiring {
  readonly spikes: number;
  /** (neuron, window) pairs that hold them. */
  readonly windows: number;
}

/** output: spikes on the layer's output map, its own or those added to it; also as one line of inputs, channel by channel. */
export function firingInSilence(
  layer: LayerSpec,
  input: SpikeTensor,
  output: SpikeTensor,
  tws: number,
): SilentFiring {
  const windows = Math.ceil(input.timesteps / tws);
  const isFed = fedWindows(layer, input, tws, windows);
  const positions = layer.R * layer.R;
  const isLine = output.height * output.width !== positions;
  // A pooling neuron sees its own channel only, all others see all of them.
  const perChannel = layer.kind === 'pool' ? positions : 0;
  const lastSilent = new Int32Array(output.channels);
  let spikes = 0;
  let silent = 0;
  for (let p = 0; p < output.height * output.width; p++) {
    lastSilent.fill(-1);
    for (let i = output.ptr[p]; i < output.ptr[p + 1]; i++) {
      const event = output.events[i];
      const channel = event & 0xffff;
      const window = Math.floor((event >>> 16) / tws);
      const neuron = isLine ? channel : channel * positions + p;
      if (isFed[(perChannel > 0 ? neuron : neuron % positions) * windows + window] === 1) continue;
      spikes++;
      if (lastSilent[channel] !== window) silent++;
      lastSilent[channel] = window;
    }
  }
  return { spikes, windows: silent };
}

/** By output position (pooling: by channel, then position), then window: 1 where any input spike arrives. */
function fedWindows(layer: LayerSpec, input: SpikeTensor, tws: number, windows: number): Uint8Array {
  const side = layer.R;
  const isPool = layer.kind === 'pool';
  const isFed = new Uint8Array(side * side * windows * (isPool ? layer.C : 1));
  for (let y = 0, p = 0; y < input.height; y++)
    for (let x = 0; x < input.width; x++, p++) {
      if (input.ptr[p] === input.ptr[p + 1]) continue;
      const [rows, cols] = layer.kind === 'fc' ? [ALL, ALL] : [reached(layer, y), reached(layer, x)];
      for (let i = input.ptr[p]; i < input.ptr[p + 1]; i++) {
        const event = input.events[i];
        const window = Math.floor((event >>> 16) / tws);
        const first = isPool ? (event & 0xffff) * side * side : 0;
        for (let row = rows.first; row <= rows.last; row++)
          for (let col = cols.first; col <= cols.last; col++)
            isFed[(first + row * side + col) * windows + window] = 1;
      }
    }
  return isFed;
}

const ALL = { first: 0, last: 0 };

/** Output rows whose window holds input row n. */
function reached({ E, R, stride, pad }: LayerSpec, n: number): { first: number; last: number } {
  return {
    first: Math.max(0, Math.ceil((n + pad - E + 1) / stride)),
    last: Math.min(R - 1, Math.floor((n + pad) / stride)),
  };
}
