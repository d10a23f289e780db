/**
 * Neurons of the general kind, four channels at a time: optional bias and synaptic filter, leak, reset to zero or by
 * subtraction, and, for runs on the hardware's numbers, rounding and saturation.
 *   I[t] = k I[t-1] + (1 - k) (C[t] + bias)        (k = 0: I = C + bias)
 *   x[t] = leak * u[t-1] + I[t];  spike where x >= threshold;  u = 0 there, or x - threshold
 * On the hardware's numbers all values are whole: leak * u is rounded, x saturates at [-ceiling, ceiling - 1].
 */
import { LayerBlock } from './layer-block';

/** One step of `width` neurons: currents in `row` become potentials before the reset. state: f32 u[width], I[width]. */
export function stepNeurons(layer: LayerBlock, row: usize, state: usize, firstChannel: i32): void {
  const rowBytes = layer.width << 2;
  const threshold = f32x4.splat(layer.threshold);
  for (let lane = 0; lane < rowBytes; lane += 16) {
    const at = row + lane;
    const potential = state + lane;
    let current = v128.load(at);
    if (layer.bias !== 0) current = f32x4.add(current, v128.load(layer.bias + (firstChannel << 2) + lane));
    if (layer.synapse !== 0) {
      const filter = potential + rowBytes;
      current = f32x4.add(
        f32x4.mul(f32x4.splat(layer.synapse), v128.load(filter)),
        f32x4.mul(f32x4.splat(1 - layer.synapse), current),
      );
      v128.store(filter, current);
    }
    let kept = f32x4.mul(f32x4.splat(layer.leak), v128.load(potential));
    if (layer.ceiling !== 0) kept = f32x4.nearest(kept);
    let x = f32x4.add(kept, current);
    if (layer.ceiling !== 0) x = saturate(layer, x);
    v128.store(at, x);
    v128.store(potential, afterReset(layer, x, f32x4.ge(x, threshold)));
  }
}

export function afterReset(layer: LayerBlock, x: v128, fired: v128): v128 {
  if (layer.subtracts) return f32x4.sub(x, v128.and(f32x4.splat(layer.threshold), fired));
  return v128.andnot(x, fired);
}

function saturate(layer: LayerBlock, x: v128): v128 {
  const bounded = f32x4.max(f32x4.min(x, f32x4.splat(layer.ceiling - 1)), f32x4.splat(-layer.ceiling));
  layer.overflows += popcnt(i32x4.bitmask(f32x4.ne(bounded, x)));
  return bounded;
}
