/**
 * Currents of one tile and their gradient: weighted spikes (conv, fc), pooled spikes (every channel on its own, fixed
 * weight), the spikes of an earlier layer added one to one (residual), and an analog input that stays the same at
 * every step (direct coding: the loaded sample carries its spikes at step 0, counted over all steps).
 */
import { LayerBlock } from './layer-block';
import { addDeltas, addSpikes } from './widths';

export const DENSE = 0;

/** Adds all inputs to a tile of zeros; false when nothing arrived. */
export function gatherInputs(layer: LayerBlock, position: i32, chunk: i32, tile: usize): bool {
  const first = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (position << 2)) << 3);
  const last = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (position << 2), 4) << 3);
  const weights = layer.weights + chunk * layer.chunkBytes;
  let any = false;
  for (let pair = first; pair < last; pair += 8) {
    const at = layer.inPtr + (load<u32>(pair, 4) << 2);
    const event = layer.inEvents + (load<u32>(at) << 2);
    const end = layer.inEvents + (load<u32>(at, 4) << 2);
    if (event === end) continue;
    any = true;
    if (layer.kind === DENSE) addSpikes(layer.width, event, end, weights + load<u32>(pair), tile);
    else addOneToOne(layer, event, end, chunk * layer.width, layer.poolWeight, tile);
  }
  if (layer.skipSource !== 0) {
    const source = changetype<LayerBlock>(layer.skipSource);
    const at = source.outPtr + (position << 2);
    const event = source.outEvents + (load<u32>(at) << 2);
    const end = source.outEvents + (load<u32>(at, 4) << 2);
    if (event !== end) any = true;
    addOneToOne(layer, event, end, chunk * layer.width, layer.skipWeight, tile);
  }
  if (layer.directScale !== 0 && any) spreadFirstRow(layer, tile);
  return any;
}

function addOneToOne(
  layer: LayerBlock,
  first: usize,
  end: usize,
  firstChannel: i32,
  weight: f32,
  tile: usize,
): void {
  for (let event = first; event < end; event += 4) {
    const code = load<u32>(event);
    const channel = <i32>(code & 0xffff) - firstChannel;
    if (channel < 0 || channel >= layer.width) continue;
    const at = tile + (((code >>> 16) * layer.width + channel) << 2);
    store<f32>(at, load<f32>(at) + weight);
  }
}

function spreadFirstRow(layer: LayerBlock, tile: usize): void {
  const rowBytes = layer.width << 2;
  const scale = f32x4.splat(layer.directScale);
  for (let lane = 0; lane < rowBytes; lane += 16) {
    const current = f32x4.mul(v128.load(tile + lane), scale);
    for (let t = 0; t < layer.timesteps; t++) v128.store(tile + t * rowBytes + lane, current);
  }
}

/** Weight gradient of one tile from its deltas (the tile's first row is used up by direct coding). */
export function addInputGradient(layer: LayerBlock, position: i32, chunk: i32, delta: usize): void {
  if (layer.kind !== DENSE) return;
  if (layer.directScale !== 0) sumRows(layer, delta);
  const first = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (position << 2)) << 3);
  const last = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (position << 2), 4) << 3);
  const gradient = layer.weightGrad + chunk * layer.chunkBytes;
  for (let pair = first; pair < last; pair += 8) {
    const at = layer.inPtr + (load<u32>(pair, 4) << 2);
    const event = layer.inEvents + (load<u32>(at) << 2);
    const end = layer.inEvents + (load<u32>(at, 4) << 2);
    if (event !== end) addDeltas(layer.width, event, end, gradient + load<u32>(pair), delta);
  }
}

function sumRows(layer: LayerBlock, delta: usize): void {
  const rowBytes = layer.width << 2;
  const scale = f32x4.splat(layer.directScale);
  for (let lane = 0; lane < rowBytes; lane += 16) {
    let sum = f32x4.splat(0);
    for (let t = 0; t < layer.timesteps; t++) sum = f32x4.add(sum, v128.load(delta + t * rowBytes + lane));
    v128.store(delta + lane, f32x4.mul(sum, scale));
  }
}

/** Per channel: bias gradient (sum of the deltas). */
export function addBiasGradient(layer: LayerBlock, chunk: i32, delta: usize): void {
  addRows(layer, layer.biasGrad + ((chunk * layer.width) << 2), delta, false);
}

/** Per channel: sum and sum of squares of the currents, for batch normalisation. */
export function addStatistics(layer: LayerBlock, chunk: i32, tile: usize): void {
  addRows(layer, layer.sumGrad + ((chunk * layer.width) << 2), tile, false);
  addRows(layer, layer.squareGrad + ((chunk * layer.width) << 2), tile, true);
}

function addRows(layer: LayerBlock, into: usize, tile: usize, squared: bool): void {
  const rowBytes = layer.width << 2;
  for (let lane = 0; lane < rowBytes; lane += 16) {
    let sum = f32x4.splat(0);
    for (let t = 0; t < layer.timesteps; t++) {
      const value = v128.load(tile + t * rowBytes + lane);
      sum = f32x4.add(sum, squared ? f32x4.mul(value, value) : value);
    }
    v128.store(into + lane, f32x4.add(v128.load(into + lane), sum));
  }
}
