/**
 * Recurrent weights of a layer with one position: a spike at t adds its row to every neuron's current at t + 1.
 * Weights f32 [chunk][from channel][width]; tiles of all chunks lie one after another.
 */
import { LayerBlock } from './layer-block';
import { addDeltas, addSpikes } from './widths';

/** Spikes of step t (tiles hold its potentials) into the currents of t + 1. */
export function sendRecurrent(layer: LayerBlock, t: i32): void {
  const rowBytes = layer.width << 2;
  const tileBytes = layer.timesteps * rowBytes;
  const code = layer.code;
  for (let c = 0; c < layer.outputs; c++) {
    const tile = layer.tile + (c / layer.width) * tileBytes;
    const x = load<f32>(tile + t * rowBytes + ((c % layer.width) << 2));
    if (x < layer.threshold) continue;
    store<u32>(code, ((t + 1) << 16) | c);
    for (let q = 0; q < layer.chunks; q++)
      addSpikes(
        layer.width,
        code,
        code + 4,
        layer.recurrent + q * layer.recurrentChunkBytes,
        layer.tile + q * tileBytes,
      );
  }
}

/** Adds slope * sum over neurons of (recurrent weight * dL/dC[t + 1]) to g at the listed steps t. */
export function pullRecurrent(layer: LayerBlock, t: i32, delta: usize): void {
  if (layer.cutoff > 0 && (t + 1) % layer.cutoff === 0) return;
  const rowBytes = layer.width << 2;
  const tileBytes = layer.timesteps * rowBytes;
  for (let q = 0; q < layer.chunks; q++) {
    const first = load<u32>(layer.activePtr + (q << 2));
    const end = load<u32>(layer.activePtr + (q << 2), 4);
    for (let i = firstAt(layer, first, end, t); i < end; i++) {
      const code = load<u32>(layer.activeEvents + (i << 2));
      if (<i32>(code >>> 16) !== t) break;
      const channel = code & 0xffff;
      let sum: f32 = 0;
      for (let above = 0; above < layer.chunks; above++)
        sum += dotRows(
          layer.width,
          layer.recurrent + above * layer.recurrentChunkBytes + channel * rowBytes,
          delta + above * tileBytes + (t + 1) * rowBytes,
        );
      const at = delta + q * tileBytes + t * rowBytes + ((channel - q * layer.width) << 2);
      store<f32>(at, load<f32>(at) + sum * load<f32>(layer.activeSlopes + (i << 2)));
    }
  }
}

/** First entry of the list (ordered by step) that is not before step t. */
function firstAt(layer: LayerBlock, first: u32, end: u32, t: i32): u32 {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (<i32>(load<u32>(layer.activeEvents + (middle << 2)) >>> 16) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function addRecurrentGradient(layer: LayerBlock, delta: usize): void {
  const tileBytes = (layer.timesteps * layer.width) << 2;
  const code = layer.code;
  for (let c = 0; c < layer.outputs; c++) {
    const masks = layer.masks + (((c / layer.width) * layer.timesteps) << 3);
    for (let t = 0; t + 1 < layer.timesteps; t++) {
      if (((load<u64>(masks + (t << 3)) >> (c % layer.width)) & 1) === 0) continue;
      store<u32>(code, ((t + 1) << 16) | c);
      for (let q = 0; q < layer.chunks; q++)
        addDeltas(
          layer.width,
          code,
          code + 4,
          layer.recurrentGrad + q * layer.recurrentChunkBytes,
          delta + q * tileBytes,
        );
    }
  }
}

function dotRows(width: i32, weights: usize, delta: usize): f32 {
  let sum = f32x4.splat(0);
  for (let lane = 0; lane < width << 2; lane += 16)
    sum = f32x4.add(sum, f32x4.mul(v128.load(weights + lane), v128.load(delta + lane)));
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}
