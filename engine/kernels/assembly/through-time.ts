/**
 * One step back through time. The reset itself carries no gradient:
 *   dx[t] = g[t] + leak * (fired at t and reset to zero ? 0 : 1) * dx[t+1]
 *   dC[t] = (1 - k) * dI[t],  dI[t] = dx[t] + k * dI[t+1]        (k = 0: dC = dx)
 * With a cutoff of n steps, time is cut into blocks of n that no error crosses. Learned leak and threshold:
 *   dleak += dx[t+1] * u[t];  dthreshold -= g[t], and leak * dx[t+1] at a spike that subtracts the threshold.
 */
import { LayerBlock } from './layer-block';
import { afterReset } from './neuron';

/** delta: tile of g, becomes dL/dC row by row from the last; state: f32 dx[width], dI[width] of the step after. */
export function throughTime(layer: LayerBlock, unit: i32, t: i32, delta: usize, state: usize): void {
  const rowBytes = layer.width << 2;
  if (layer.cutoff > 0 && (t + 1) % layer.cutoff === 0) memory.fill(state, 0, rowBytes << 1);
  const mask = load<u64>(layer.masks + ((unit * layer.timesteps + t) << 3));
  const leak = f32x4.splat(layer.leak);
  const lanes = i32x4(1, 2, 4, 8);
  let leakGrad = f32x4.splat(0);
  let thresholdGrad = f32x4.splat(0);
  for (let lane = 0; lane < layer.width; lane += 4) {
    const at = delta + t * rowBytes + (lane << 2);
    const stateAt = state + (lane << 2);
    const fired = i32x4.eq(v128.and(i32x4.splat(<i32>((mask >> lane) & 15)), lanes), lanes);
    const later = v128.load(stateAt);
    const kept = layer.subtracts ? leak : v128.andnot(leak, fired);
    const g = v128.load(at);
    const dx = f32x4.add(g, f32x4.mul(kept, later));
    if (layer.neuronGrad !== 0) {
      const x = v128.load(layer.potentials + (unit * layer.timesteps + t) * rowBytes + (lane << 2));
      leakGrad = f32x4.add(leakGrad, f32x4.mul(later, afterReset(layer, x, fired)));
      thresholdGrad = f32x4.sub(thresholdGrad, g);
      if (layer.subtracts) thresholdGrad = f32x4.sub(thresholdGrad, v128.and(f32x4.mul(leak, later), fired));
    }
    v128.store(stateAt, dx);
    if (layer.synapse === 0) {
      v128.store(at, dx);
      continue;
    }
    const filtered = f32x4.add(dx, f32x4.mul(f32x4.splat(layer.synapse), v128.load(stateAt + rowBytes)));
    v128.store(stateAt + rowBytes, filtered);
    v128.store(at, f32x4.mul(f32x4.splat(1 - layer.synapse), filtered));
  }
  if (layer.neuronGrad === 0) return;
  store<f32>(layer.neuronGrad, load<f32>(layer.neuronGrad) + sumOf(leakGrad));
  store<f32>(layer.neuronGrad, load<f32>(layer.neuronGrad, 4) + sumOf(thresholdGrad), 4);
}

function sumOf(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
