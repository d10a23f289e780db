/**
 * Running a given network on events, in double precision: elements that are not 0 add their weights to the sums of the
 * outputs that they reach (scatterEvents), and integrate-and-fire neurons are updated where anything was added
 * (fireTouched). Operation order equals that of the plain formulas, so results are the same bits. The host lays out
 * memory; blocks are the channels of one position. Left out: leaky neurons, which change at every step anyway.
 */

/** Addresses and sizes of one weight node and of the sums that it adds to; mirrored by engine/nir-run/scatter.ts. */
@unmanaged
class ScatterBlock {
  inChannels: i32 = 0;
  groups: i32 = 0;
  /** Output channels per group. */
  width: i32 = 0;
  /** f64 [kernel tap][input channel][width] */
  weights: usize = 0;
  /** i32 per input position + 1. */
  tapPtr: usize = 0;
  /** i32 pairs: output position, kernel tap. */
  taps: usize = 0;
  sums: usize = 0;
  /** u8 per block. */
  isTouched: usize = 0;
  /** i32 per block; the count stands in front, 4 bytes before. */
  touched: usize = 0;
}

/** indices: i32, values: f64, of `count` elements numbered with the channel innermost. */
export function scatterEvents(block: ScatterBlock, indices: usize, values: usize, count: i32): void {
  const inChannels = block.inChannels;
  const width = block.width;
  const outChannels = width * block.groups;
  const groupChannels = inChannels / block.groups;
  const isTouched = block.isTouched;
  const touched = block.touched;
  const counter = touched - 4;
  for (let i = 0; i < count; i++) {
    const index = load<i32>(indices + (i << 2));
    const position = index / inChannels;
    const channel = index - position * inChannels;
    const value = f64x2.splat(load<f64>(values + (i << 3)));
    const offset = (channel / groupChannels) * width;
    let tap = block.taps + (load<i32>(block.tapPtr + (position << 2)) << 3);
    const end = block.taps + (load<i32>(block.tapPtr + (position << 2), 4) << 3);
    for (; tap < end; tap += 8) {
      const target = load<i32>(tap);
      if (load<u8>(isTouched + target) === 0) {
        store<u8>(isTouched + target, 1);
        const n = load<i32>(counter);
        store<i32>(touched + (n << 2), target);
        store<i32>(counter, n + 1);
      }
      const from = block.weights + (((load<i32>(tap, 4) * inChannels + channel) * width) << 3);
      addScaled(from, block.sums + ((target * outChannels + offset) << 3), width, value);
    }
  }
}

function addScaled(from: usize, to: usize, width: i32, value: v128): void {
  let n = 0;
  for (; n + 4 <= width; n += 4, from += 32, to += 32) {
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(value, v128.load(from))));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(value, v128.load(from, 16))), 16);
  }
  const scale = f64x2.extract_lane(value, 0);
  for (; n < width; n++, from += 8, to += 8) store<f64>(to, load<f64>(to) + scale * load<f64>(from));
}

/** Addresses of one population and its sums; mirrored by engine/nir-run/population.ts. */
@unmanaged
class PopulationBlock {
  /** Neurons per block. */
  width: i32 = 0;
  sums: usize = 0;
  isTouched: usize = 0;
  touched: usize = 0;
  /** f64 per neuron: potential, factor of the input, threshold, and where a spike leads. */
  potentials: usize = 0;
  factors: usize = 0;
  thresholds: usize = 0;
  resets: usize = 0;
  /** 1: a spike subtracts threshold - reset; 0: it sets the potential to reset. */
  subtracts: i32 = 0;
  /** 1: fires at the threshold; 0: above it. */
  firesWhenReached: i32 = 0;
  /** i32 per neuron: the neurons that fired. */
  fired: usize = 0;
}

/**
 * v += factor * sum in every touched block; sums become 0. Returns the number of neurons that fired. Blocks with a
 * neuron that must fire again without input stay touched; all others are forgotten.
 */
export function fireTouched(block: PopulationBlock): i32 {
  const touched = block.touched;
  const count = load<i32>(touched - 4);
  const width = block.width;
  let fired = 0;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const target = load<i32>(touched + (i << 2));
    const start = target * width;
    const end = start + width;
    const before = fired;
    let n = start;
    for (; n + 2 <= end; n += 2) if (addPair(block, n)) fired = firePair(block, n, fired);
    if (n < end) {
      addOne(block, n);
      fired = fireOne(block, n, fired);
    }
    if (isDueAgain(block, before, fired)) store<i32>(touched + (kept++ << 2), target);
    else store<u8>(block.isTouched + target, 0);
  }
  store<i32>(touched - 4, kept);
  return fired;
}

/** True where one of two neurons fires. */
function addPair(block: PopulationBlock, n: i32): bool {
  const at = n << 3;
  const sums = block.sums + at;
  const potentials = block.potentials + at;
  const v = f64x2.add(v128.load(potentials), f64x2.mul(v128.load(block.factors + at), v128.load(sums)));
  v128.store(sums, f64x2.splat(0));
  v128.store(potentials, v);
  const thresholds = v128.load(block.thresholds + at);
  return v128.any_true(block.firesWhenReached ? f64x2.ge(v, thresholds) : f64x2.gt(v, thresholds));
}

function firePair(block: PopulationBlock, n: i32, fired: i32): i32 {
  return fireOne(block, n + 1, fireOne(block, n, fired));
}

function addOne(block: PopulationBlock, n: i32): void {
  const at = n << 3;
  const v = block.potentials + at;
  store<f64>(v, load<f64>(v) + load<f64>(block.factors + at) * load<f64>(block.sums + at));
  store<f64>(block.sums + at, 0);
}

function fireOne(block: PopulationBlock, n: i32, fired: i32): i32 {
  const at = n << 3;
  const v = load<f64>(block.potentials + at);
  const threshold = load<f64>(block.thresholds + at);
  if (block.firesWhenReached ? !(v >= threshold) : !(v > threshold)) return fired;
  const reset = load<f64>(block.resets + at);
  store<f64>(block.potentials + at, block.subtracts ? v - (threshold - reset) : reset);
  store<i32>(block.fired + (fired << 2), n);
  return fired + 1;
}

/** Whether a neuron that just fired is at its threshold still. */
function isDueAgain(block: PopulationBlock, from: i32, to: i32): bool {
  if (!block.subtracts) return false;
  for (let i = from; i < to; i++) {
    const at = load<i32>(block.fired + (i << 2)) << 3;
    if (load<f64>(block.potentials + at) >= load<f64>(block.thresholds + at)) return true;
  }
  return false;
}
