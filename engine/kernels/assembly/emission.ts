/** Turns a tile of potentials into spike list, spike masks and, in training, the list of steps that carry a gradient. */
import { LANES, SHUFFLES } from './compaction';
import { LayerBlock } from './layer-block';
import { afterReset } from './neuron';
import { farWeight, slopeOf } from './rules';

/** tile: f32 [timesteps][width], potentials before the reset; trace: f32 [width], zero. */
export function emitTile(
  layer: LayerBlock,
  tile: usize,
  firstChannel: i32,
  masks: usize,
  trace: usize,
  training: bool,
): void {
  const rowBytes = layer.width << 2;
  const threshold = f32x4.splat(layer.threshold);
  const kept = f32x4.splat(layer.synapse);
  const gained = f32x4.splat(1 - layer.synapse);
  let event = layer.outEvents + (layer.spikes << 2);
  let active = layer.activeEvents + (layer.actives << 2);
  let slopes = layer.activeSlopes + (layer.actives << 2);
  let row = tile;
  for (let t = 0; t < layer.timesteps; t++, row += rowBytes) {
    let mask: u64 = 0;
    for (let lane = 0; lane < layer.width; lane += 4) {
      const at = row + (lane << 2);
      const x = v128.load(at);
      const fired = f32x4.ge(x, threshold);
      const bits = i32x4.bitmask(fired);
      const codes = i32x4.splat((t << 16) | (firstChannel + lane));
      v128.store(event, i32x4.add(codes, v128.load(LANES + (bits << 4))));
      event += popcnt(bits) << 2;
      if (!training) continue;
      mask |= (<u64>bits) << lane;
      const traceAt = trace + (lane << 2);
      const traced = f32x4.add(f32x4.mul(kept, v128.load(traceAt)), v128.and(gained, fired));
      v128.store(traceAt, traced);
      const slope = slopeOf(
        layer,
        x,
        fired,
        t > 0 ? previousOf(layer, at - rowBytes) : f32x4.splat(0),
        traced,
        farWeight(layer, t, firstChannel + lane),
      );
      let near = i32x4.bitmask(f32x4.ne(slope, f32x4.splat(0)));
      const real = layer.outputs - firstChannel - lane; // the others are padding
      if (real < 4) near &= (1 << max(real, 0)) - 1;
      v128.store(active, i32x4.add(codes, v128.load(LANES + (near << 4))));
      v128.store(slopes, i8x16.swizzle(slope, v128.load(SHUFFLES + (near << 4))));
      near = popcnt(near) << 2;
      active += near;
      slopes += near;
    }
    if (training) store<u64>(masks + (t << 3), mask);
  }
  layer.spikes = (<i32>(event - layer.outEvents)) >> 2;
  if (training) layer.actives = (<i32>(active - layer.activeEvents)) >> 2;
}

function previousOf(layer: LayerBlock, at: usize): v128 {
  const x = v128.load(at);
  return afterReset(layer, x, f32x4.ge(x, f32x4.splat(layer.threshold)));
}
