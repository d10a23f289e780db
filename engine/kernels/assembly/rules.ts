/**
 * ds/dx of the spike function, by rule. d = x - threshold, w = half width; every surrogate has area 1 over x.
 *   triangle      (1 - |d| / w) / w          for |d| < w
 *   rectangle     1 / (2 w)                  for |d| < w
 *   fast sigmoid  1 / (2 w (1 + |d| / w)^2)
 *   arctan        1 / (pi w (1 + (d / w)^2))
 *   TSSL-BP       min(1 / increment, 8) at a spike: the spike moves by -1 / increment per unit of potential
 *   TSSL-BP while warming up: in addition, where the output trace is below a quarter of one spike's,
 *                 s / (1 + s)^2 / 0.2 with s = exp(clamp((threshold - x) / 0.2, -8, 8)), so that silent neurons learn;
 *                 where that is below a quarter of its peak, every 8th step stands for 8 (farWeight)
 *   OR            1 where at most one input fires (engine/kernels/assembly/pull.ts decides between the inputs)
 */
import { LayerBlock } from './layer-block';

export const TRIANGLE = 0;
export const RECTANGLE = 1;
export const FAST_SIGMOID = 2;
export const ARCTAN = 3;
export const TSSLBP = 4;
export const TSSLBP_WARM = 5;
export const OR = 6;

export const STEEPEST: f32 = 8;
const WARM_WIDTH: f32 = 0.2;
const WARM_CLAMP: f32 = 8;
const QUARTER: f32 = 0.25;
/** |d| at which the warm-up's slope is a quarter of its peak: s = 7 + 4 sqrt(3), ln s widths. */
const WARM_NEAR: f32 = 2.6339157 * WARM_WIDTH;
const FAR_STEPS: i32 = 8;
const PI: f32 = 3.1415927;

/**
 * How many steps this one stands for where the warm-up's slope is small, so that work stays in proportion to the neurons
 * near their threshold: groups of four channels take turns. channel: first of a group.
 */
export function farWeight(layer: LayerBlock, t: i32, channel: i32): f32 {
  if (layer.timesteps < FAR_STEPS) return 1;
  return (t + (channel >>> 2)) % FAR_STEPS === 0 ? <f32>FAR_STEPS : 0;
}

/**
 * Zero outside the support. previous: potential after the reset of the step before; trace: output trace at this step;
 * far: farWeight.
 */
export function slopeOf(
  layer: LayerBlock,
  x: v128,
  fired: v128,
  previous: v128,
  trace: v128,
  far: f32,
): v128 {
  const w = layer.halfWidth;
  const d = f32x4.sub(x, f32x4.splat(layer.threshold));
  const distance = f32x4.abs(d);
  switch (layer.rule) {
    case TRIANGLE:
      return f32x4.max(
        f32x4.sub(f32x4.splat(1 / w), f32x4.mul(distance, f32x4.splat(1 / w / w))),
        f32x4.splat(0),
      );
    case RECTANGLE:
      return v128.and(f32x4.splat(1 / (2 * w)), f32x4.lt(distance, f32x4.splat(w)));
    case FAST_SIGMOID: {
      const base = f32x4.add(f32x4.splat(1), f32x4.mul(distance, f32x4.splat(1 / w)));
      return f32x4.div(f32x4.splat(1 / (2 * w)), f32x4.mul(base, base));
    }
    case ARCTAN: {
      const ratio = f32x4.mul(d, f32x4.splat(1 / w));
      return f32x4.div(f32x4.splat(1 / (PI * w)), f32x4.add(f32x4.splat(1), f32x4.mul(ratio, ratio)));
    }
    case TSSLBP:
      return spikeSlope(x, fired, previous);
    case TSSLBP_WARM: {
      const hardlyFires = f32x4.lt(trace, f32x4.splat(QUARTER * (1 - layer.synapse)));
      const near = f32x4.lt(distance, f32x4.splat(WARM_NEAR));
      const atSpikes = v128.andnot(spikeSlope(x, fired, previous), hardlyFires);
      // The exponentials are dear.
      if (far === 0 && !v128.any_true(v128.and(near, hardlyFires))) return atSpikes;
      const weight = v128.bitselect(f32x4.splat(1), f32x4.splat(far), near);
      return v128.or(atSpikes, v128.and(f32x4.mul(warmSlope(layer, x), weight), hardlyFires));
    }
    default: // OR: x counts the firing inputs
      return v128.and(f32x4.splat(1), f32x4.lt(x, f32x4.splat(1.5)));
  }
}

function spikeSlope(x: v128, fired: v128, previous: v128): v128 {
  const increment = f32x4.sub(x, previous);
  const rising = v128.and(fired, f32x4.gt(increment, f32x4.splat(0)));
  return v128.and(f32x4.min(f32x4.div(f32x4.splat(1), increment), f32x4.splat(STEEPEST)), rising);
}

function warmSlope(layer: LayerBlock, x: v128): v128 {
  const below = f32x4.mul(f32x4.sub(f32x4.splat(layer.threshold), x), f32x4.splat(1 / WARM_WIDTH));
  const e = f32x4.max(f32x4.min(below, f32x4.splat(WARM_CLAMP)), f32x4.splat(-WARM_CLAMP));
  let s = f32x4.splat(0);
  s = f32x4.replace_lane(s, 0, Mathf.exp(f32x4.extract_lane(e, 0)));
  s = f32x4.replace_lane(s, 1, Mathf.exp(f32x4.extract_lane(e, 1)));
  s = f32x4.replace_lane(s, 2, Mathf.exp(f32x4.extract_lane(e, 2)));
  s = f32x4.replace_lane(s, 3, Mathf.exp(f32x4.extract_lane(e, 3)));
  const base = f32x4.add(f32x4.splat(1), s);
  return f32x4.div(s, f32x4.mul(f32x4.mul(base, base), f32x4.splat(WARM_WIDTH)));
}
