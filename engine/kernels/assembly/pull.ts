/**
 * dL/d(spike) of one tile at its listed steps, times the slope of the spike function: from the layer above (weights or
 * pooling) and from a later layer that adds these spikes. The last layer takes it from the loss.
 */
import { DENSE } from './inputs';
import { LayerBlock } from './layer-block';
import { OR } from './rules';
import { pullGradient } from './widths';
import { addOccupancyGradient } from './windows';

/** g: f32 [timesteps][width] of zeros. */
export function pullTile(layer: LayerBlock, position: i32, chunk: i32, masks: usize, g: usize): void {
  const unit = position * layer.chunks + chunk;
  const from = load<u32>(layer.activePtr + (unit << 2));
  const count = <i32>(load<u32>(layer.activePtr + (unit << 2), 4) - from);
  if (count === 0) return;
  const active = layer.activeEvents + (from << 2);
  const slopes = layer.activeSlopes + (from << 2);
  const firstChannel = chunk * layer.width;
  if (layer.next === 0) {
    seedFromLoss(layer, active, slopes, count, g, firstChannel);
    return;
  }
  const above = changetype<LayerBlock>(layer.next);
  const pairs = above.pairsInPtr + (position << 2);
  const first = above.pairsIn + (load<u32>(pairs) << 3);
  const last = above.pairsIn + (load<u32>(pairs, 4) << 3);
  if (above.kind === DENSE)
    pullGradient(above, first, last, active, slopes, count, g, layer.width << 2, firstChannel);
  else pullPool(layer, above, first, last, active, slopes, count, masks, g, chunk);
  if (layer.skipTarget !== 0) pullSkip(layer, unit, active, slopes, count, g, firstChannel);
  if (layer.windowLoss) addOccupancyGradient(layer, masks, active, slopes, count, g, firstChannel);
}

/** dL/d(spike), f32 per class, the same at every step (lossStride 0) or one row per step. */
export function seedFromLoss(
  layer: LayerBlock,
  active: usize,
  slopes: usize,
  count: i32,
  g: usize,
  firstChannel: i32,
): void {
  for (let i = 0; i < count; i++) {
    const code = load<u32>(active + (i << 2));
    const channel = code & 0xffff;
    const t = code >>> 16;
    store<f32>(
      g + ((t * layer.width + channel - firstChannel) << 2),
      load<f32>(layer.lossGrad + t * layer.lossStride + (channel << 2)) * load<f32>(slopes + (i << 2)),
    );
  }
}

/**
 * Pooling keeps channels apart. Under OR an input matters where all others of its window are silent:
 * with at most one firing (else delta is 0), those are the inputs that agree with the output.
 */
function pullPool(
  layer: LayerBlock,
  above: LayerBlock,
  first: usize,
  last: usize,
  active: usize,
  slopes: usize,
  count: i32,
  masks: usize,
  g: usize,
  chunk: i32,
): void {
  const tileBytes = (layer.timesteps * layer.width) << 2;
  for (let i = 0; i < count; i++) {
    const code = load<u32>(active + (i << 2));
    const channel = (code & 0xffff) - chunk * layer.width;
    const t = code >>> 16;
    const at = (t * layer.width + channel) << 2;
    const fired = (load<u64>(masks + (t << 3)) >> channel) & 1;
    let sum: f32 = 0;
    for (let pair = first; pair < last; pair += 8) {
      const offset = load<u32>(pair, 4);
      if (above.rule === OR) {
        const unit = offset / tileBytes + chunk;
        const merged = (load<u64>(above.masks + ((unit * layer.timesteps + t) << 3)) >> channel) & 1;
        if (merged !== fired) continue;
      }
      sum += load<f32>(above.delta + offset + chunk * tileBytes + at);
    }
    store<f32>(g + at, sum * above.poolWeight * load<f32>(slopes + (i << 2)));
  }
}

function pullSkip(
  layer: LayerBlock,
  unit: i32,
  active: usize,
  slopes: usize,
  count: i32,
  g: usize,
  firstChannel: i32,
): void {
  const target = changetype<LayerBlock>(layer.skipTarget);
  const delta = target.delta + unit * target.deltaStride;
  for (let i = 0; i < count; i++) {
    const code = load<u32>(active + (i << 2));
    const at = ((code >>> 16) * layer.width + (code & 0xffff) - firstChannel) << 2;
    store<f32>(
      g + at,
      load<f32>(g + at) + load<f32>(delta + at) * target.skipWeight * load<f32>(slopes + (i << 2)),
    );
  }
}
