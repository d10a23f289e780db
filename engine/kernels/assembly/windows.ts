/**
 * Time windows. A window (TWS steps of one neuron) is filled when it holds a spike: o = 1 - prod(1 - s).
 * do/ds[t] = prod over the other steps (1 - s), so 1 where the rest of the window is silent, else 0:
 * exact on binary spikes (hardware-loss occupancy). All 64 channels of a chunk are handled as one u64.
 */
import { LayerBlock } from './layer-block';

/** silence[t] bit c = 1 where channel c is silent in the rest of t's window, for one tile's spike masks. */
function markSilence(masks: usize, silence: usize, timesteps: i32, tws: i32): void {
  for (let start = 0; start < timesteps; start += tws) {
    const end = min(start + tws, timesteps);
    let once: u64 = 0;
    let twice: u64 = 0;
    for (let t = start; t < end; t++) {
      const fired = load<u64>(masks + (t << 3));
      twice |= once & fired;
      once |= fired;
    }
    for (let t = start; t < end; t++) {
      const fired = load<u64>(masks + (t << 3));
      store<u64>(silence + (t << 3), ~once | (fired & ~twice));
    }
  }
}

/**
 * Adds surrogate * dL/d(filled window) to the tile `g` at every active neuron-step whose window is silent otherwise, for
 * each of the layer's window sizes.
 */
export function addOccupancyGradient(
  layer: LayerBlock,
  masks: usize,
  active: usize,
  slopes: usize,
  count: i32,
  g: usize,
  firstChannel: i32,
): void {
  const silence = layer.silence;
  for (let k = 0; k < layer.windowSizes; k++) {
    const entry = layer.windows + (k << 3);
    const grad = load<f32>(entry, 4);
    if (grad === 0) continue;
    markSilence(masks, silence, layer.timesteps, load<i32>(entry));
    for (let i = 0; i < count; i++) {
      const code = load<u32>(active + (i << 2));
      const t = code >>> 16;
      const channel = (code & 0xffff) - firstChannel;
      const silent = <f32>(<i32>((load<u64>(silence + (t << 3)) >> channel) & 1));
      const at = g + ((t * layer.width + channel) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(slopes + (i << 2)) * grad * silent);
    }
  }
}

/** Filled (neuron, window) pairs of a layer's output spikes at its window size number k. Needs each channel's spikes in order of time. */
export function countWindows(layer: LayerBlock, k: i32): i32 {
  // Steps and sizes have 16 bits: the half step keeps the product clear of whole numbers, at a third of a division's time.
  const perWindow = 1.0 / <f64>load<u32>(layer.windows + (k << 3));
  const lastWindow = layer.lastWindow;
  const channelBytes = (layer.width * layer.chunks) << 1;
  let filled = 0;
  for (let p = 0; p < layer.positions; p++) {
    let event = layer.outEvents + (load<u32>(layer.outPtr + (p << 2)) << 2);
    const end = layer.outEvents + (load<u32>(layer.outPtr + (p << 2), 4) << 2);
    if (event === end) continue;
    memory.fill(lastWindow, 0xff, channelBytes);
    for (; event < end; event += 4) {
      const code = load<u32>(event);
      const window = <u32>((<f64>(code >>> 16) + 0.5) * perWindow);
      const last = lastWindow + ((code & 0xffff) << 1);
      filled += i32(load<u16>(last) !== window);
      store<u16>(last, <u16>window);
    }
  }
  return filled;
}
