/**
 * Writes the AssemblyScript of the unrolled kernels, one set of functions per chunk width (output channels per
 * vector row: 4, 8, .. 64). Unrolling keeps a row's membrane potentials or deltas in registers over all time steps;
 * scripts/lib/wasm.mjs hands the text to the compiler as `widths.ts`.
 * Notation: lane group i = channels 4i .. 4i + 3 = one v128 at byte 16i of a row.
 */
const LANES = 4;
const MAX_WIDTH = 64;
export const WIDTHS = Array.from({ length: MAX_WIDTH / LANES }, (_, i) => (i + 1) * LANES);

const each = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Weighted spikes into the tile (forward), or the delta rows back into the weight gradient (backward). */
const rowAdder = (name, width, into, from) => `
// @ts-ignore: decorator
@inline function ${name}${width}(event: usize, end: usize, weights: usize, tile: usize): void {
  for (; event < end; event += 4) {
    const code = load<u32>(event);
    const w = weights + (code & 0xffff) * ${width * 4};
    const row = tile + (code >>> 16) * ${width * 4};
${each(width / LANES, (i) => `    v128.store(${into}, f32x4.add(v128.load(${into}, ${i * 16}), v128.load(${from}, ${i * 16})), ${i * 16});`)}
  }
}`;

/**
 * LIF over one tile: x = leak * u + current (multiply, then add: spikes are the same as in plain float32 code),
 * spike where x >= threshold, u = 0 there. Training also lists the steps that carry a gradient and their slopes (triangle
 * or TSSL-BP), and keeps the spikes as bits.
 */
const lifLane = (i, rule) => `
    x = f32x4.add(f32x4.mul(u${i}, leak), v128.load(row, ${i * 16}));${
      rule === TSSLBP
        ? `
    distance = f32x4.sub(x, u${i});`
        : ''
    }
    fired = f32x4.ge(x, threshold);
    u${i} = v128.andnot(x, fired);
    bits = i32x4.bitmask(fired);
    codes = i32x4.splat(code + ${i * LANES});
    v128.store(event, i32x4.add(codes, v128.load(LANES + (bits << 4))));
    event += popcnt(bits) << 2;${
      rule
        ? `
    ${i < 8 ? 'low' : 'high'} |= bits << ${(i % 8) * LANES};
${rule.slope}
    v128.store(active, i32x4.add(codes, v128.load(LANES + (near << 4))));
    v128.store(slopes, i8x16.swizzle(slope, v128.load(SHUFFLES + (near << 4))));
    near = popcnt(near) << 2;
    active += near;
    slopes += near;`
        : ''
    }`;

/** Constants of a rule, and `slope` and `near` (bits of the lanes with a slope) from x; formulas in rules.ts. */
const TRIANGLE = {
  name: 'lifTriangle',
  constants: `  const half = f32x4.splat(layer.halfWidth), peak = f32x4.splat(1 / layer.halfWidth);
  const fall = f32x4.splat(1 / layer.halfWidth / layer.halfWidth);`,
  slope: `    distance = f32x4.abs(f32x4.sub(x, threshold));
    near = i32x4.bitmask(f32x4.lt(distance, half));
    slope = f32x4.sub(peak, f32x4.mul(distance, fall));`,
};
const TSSLBP = {
  name: 'lifTsslbp',
  constants: '  const one = f32x4.splat(1), steepest = f32x4.splat(STEEPEST), zero = f32x4.splat(0);',
  slope: `    near = i32x4.bitmask(v128.and(fired, f32x4.gt(distance, zero)));
    slope = f32x4.min(f32x4.div(one, distance), steepest);`,
};

/** rule: null in inference. distance: to the threshold (triangle), or from the step before (TSSL-BP). */
const lif = (width, rule) => `
function ${rule ? rule.name : 'lifInference'}${width}(layer: LayerBlock, firstChannel: u32, mask: usize): void {
  const leak = f32x4.splat(layer.leak), threshold = f32x4.splat(layer.threshold);
  let row = layer.tile, event = layer.outEvents + (layer.spikes << 2);
  let x: v128, fired: v128, codes: v128, bits: i32;
${
  rule
    ? `${rule.constants}
  let active = layer.activeEvents + (layer.actives << 2), slopes = layer.activeSlopes + (layer.actives << 2);
  let distance: v128, slope: v128, near: i32, low: u32, high: u32;`
    : ''
}
${each(width / LANES, (i) => `  let u${i} = f32x4.splat(0);`)}
  const timesteps = layer.timesteps;
  for (let t = 0; t < timesteps; t++, row += ${width * 4}) {
    const code = (t << 16) | firstChannel;
    ${rule ? 'low = 0; high = 0;' : ''}
${each(width / LANES, (i) => lifLane(i, rule))}
    ${rule ? 'store<u32>(mask, low); store<u32>(mask, high, 4); mask += 8;' : ''}
  }
  layer.spikes = <i32>(event - layer.outEvents) >> 2;
  ${rule ? 'layer.actives = <i32>(active - layer.activeEvents) >> 2;' : ''}
}`;

const forward = (width) => `
function forward${width}(layer: LayerBlock, training: bool): void {
  const positions = layer.positions, chunks = layer.chunks, tile = layer.tile, timesteps = layer.timesteps;
  // Without input, neurons stay at rest: nothing to do, unless the surrogate's support reaches down to rest.
  const atRest = !training || layer.halfWidth <= layer.threshold;
  layer.spikes = 0; layer.actives = 0;
  store<u32>(layer.outPtr, 0); store<u32>(layer.activePtr, 0);
  for (let p = 0; p < positions; p++) {
    const first = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (p << 2)) << 3);
    const last = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (p << 2), 4) << 3);
    for (let q = 0; q < chunks; q++) {
      const unit = p * chunks + q, weights = layer.weights + q * layer.chunkBytes;
      const masks = layer.masks + ((unit * timesteps) << 3);
      let silent = true;
      for (let pair = first; pair < last; pair += 8) {
        const at = layer.inPtr + (load<u32>(pair, 4) << 2);
        const event = load<u32>(at), end = load<u32>(at, 4);
        if (event === end) continue;
        if (silent) memory.fill(tile, 0, timesteps * ${width * 4});
        silent = false;
        addSpikes${width}(layer.inEvents + (event << 2), layer.inEvents + (end << 2), weights + load<u32>(pair), tile);
      }
      if (silent && atRest) {
        if (training) memory.fill(masks, 0, timesteps << 3);
      } else {
        if (silent) memory.fill(tile, 0, timesteps * ${width * 4});
        if (training && layer.rule === TSSLBP) lifTsslbp${width}(layer, q * ${width}, masks);
        else if (training) lifTriangle${width}(layer, q * ${width}, masks);
        else lifInference${width}(layer, q * ${width}, 0);
      }
      store<u32>(layer.activePtr + (unit << 2), layer.actives, 4);
    }
    store<u32>(layer.outPtr + (p << 2), layer.spikes, 4);
  }
}`;

/** Independent sums of one dot product: the additions of one wait for each other. */
const ACCUMULATORS = 4;

/** The accumulators x0 .. x(n-1) of a dot product, summed, then the four lanes: `x` in every lane. */
const laneSum = (x, groups) => {
  const n = Math.min(groups, ACCUMULATORS);
  const pair = n === 1 ? `${x}0` : `f32x4.add(${x}0, ${x}1)`;
  const rest = n === 4 ? `f32x4.add(${x}2, ${x}3)` : `${x}2`;
  return `
      let ${x} = ${n < 3 ? pair : `f32x4.add(${pair}, ${rest})`};
      ${x} = f32x4.add(${x}, v128.shuffle<f32>(${x}, ${x}, 2, 3, 0, 1));
      ${x} = f32x4.add(${x}, v128.shuffle<f32>(${x}, ${x}, 1, 0, 3, 2));`;
};

/** One or two listed neuron-steps of the same t, which then share the loads of delta. */
const pullTogether = (width, names) => `
${names
  .map(
    (
      x,
      k,
    ) => `      const channel${x} = load<u32>(active, ${4 * k}) & 0xffff, row${x} = above.weights + channel${x} * ${width * 4};
${each(Math.min(width / LANES, ACCUMULATORS), (i) => `      let ${x}${i} = f32x4.splat(0);`)}`,
  )
  .join('\n')}
      for (let pair = first; pair < last; pair += 8) {
        const d = delta + load<u32>(pair, 4);
${names.map((x) => `        const w${x} = row${x} + load<u32>(pair);`).join('\n')}
${each(width / LANES, (i) =>
  [
    `        below = v128.load(d, ${i * 16});`,
    ...names.map((x) => {
      const sum = `${x}${i % ACCUMULATORS}`;
      return `        ${sum} = f32x4.add(${sum}, f32x4.mul(v128.load(w${x}, ${i * 16}), below));`;
    }),
  ].join('\n'),
)}
      }
${names
  .map(
    (x, k) => `${laneSum(x, width / LANES)}
      store<f32>(row + (channel${x} << 2), f32x4.extract_lane(${x}, 0) * load<f32>(slopes, ${4 * k}));`,
  )
  .join('\n')}
      active += ${4 * names.length};
      slopes += ${4 * names.length};`;

/**
 * dL/d(spike) from the layer above (of this width) at the active neuron-steps of one tile below, times the surrogate:
 * sum over (kernel position, output position) of dot(weights above [channel], delta above [t]). Loads bound it, so
 * two neuron-steps of one t are done together where a tile is wide enough to have them often.
 */
const pullGradient = (width) => `
function pullGradient${width}(above: LayerBlock, first: usize, last: usize, active: usize, slopes: usize, count: i32,
  g: usize, rowBytes: i32, firstChannel: i32): void {
  const end = active + (count << 2), pairs = rowBytes >= PAIRING_BYTES;
  let below: v128;
  while (active < end) {
    const t = load<u32>(active) >>> 16;
    const delta = above.delta + t * ${width * 4}, row = g + t * rowBytes - (firstChannel << 2);
    if (pairs && active + 4 < end && load<u32>(active, 4) >>> 16 === t) {${pullTogether(width, ['a', 'b'])}
    } else {${pullTogether(width, ['a'])}
    }
  }
}`;

/** Back through time: delta[t] = g[t] + (fired at t ? 0 : leak) * delta[t + 1]; the reset itself carries no gradient. */
const recursion = (width) => `
function recurse${width}(g: usize, timesteps: i32, masks: usize, leakage: f32): void {
  const leak = f32x4.splat(leakage), none = i32x4.splat(0);
${each(width / LANES, (i) => `  let d${i} = f32x4.splat(0);`)}
  let row = g + (timesteps - 1) * ${width * 4}, mask = masks + ((timesteps - 1) << 3);
  for (let t = timesteps - 1; t >= 0; t--, row -= ${width * 4}, mask -= 8) {
    const low = i32x4.splat(load<u32>(mask));
    ${width > 32 ? 'const high = i32x4.splat(load<u32>(mask, 4));' : ''}
${each(width / LANES, (i) => {
  const bit = [0, 1, 2, 3].map((lane) => `1 << ${(i % 8) * LANES + lane}`).join(', ');
  const silent = `i32x4.eq(v128.and(${i < 8 ? 'low' : 'high'}, i32x4(${bit})), none)`;
  return `    d${i} = f32x4.add(v128.load(row, ${i * 16}), f32x4.mul(v128.and(leak, ${silent}), d${i}));
    v128.store(row, d${i}, ${i * 16});`;
})}
  }
}`;

const backward = (width) => `
function backward${width}(layer: LayerBlock): void {
  const positions = layer.positions, chunks = layer.chunks, timesteps = layer.timesteps;
  const above = changetype<LayerBlock>(layer.next);
  for (let p = 0; p < positions; p++) {
    const first = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (p << 2)) << 3);
    const last = layer.pairsOut + (load<u32>(layer.pairsOutPtr + (p << 2), 4) << 3);
    for (let q = 0; q < chunks; q++) {
      const unit = p * chunks + q, firstChannel = q * ${width};
      const g = layer.delta + unit * layer.deltaStride;
      const masks = layer.masks + ((unit * timesteps) << 3);
      memory.fill(g, 0, timesteps * ${width * 4});
      const from = load<u32>(layer.activePtr + (unit << 2));
      const count = load<u32>(layer.activePtr + (unit << 2), 4) - from;
      if (count === 0) continue; // no neuron near its threshold: all deltas are 0
      const active = layer.activeEvents + (from << 2), slopes = layer.activeSlopes + (from << 2);
      if (layer.next === 0) {
        seedFromLoss(layer, active, slopes, count, g, firstChannel);
      } else {
        const pairs = above.pairsInPtr + (p << 2);
        pullGradient(above, above.pairsIn + (load<u32>(pairs) << 3), above.pairsIn + (load<u32>(pairs, 4) << 3),
          active, slopes, count, g, ${width * 4}, firstChannel);
        if (layer.windowLoss) addOccupancyGradient(layer, masks, active, slopes, count, g, firstChannel);
      }
      recurse${width}(g, timesteps, masks, layer.leak);
      const grad = layer.weightGrad + q * layer.chunkBytes;
      for (let pair = first; pair < last; pair += 8) {
        const at = layer.inPtr + (load<u32>(pair, 4) << 2);
        addDeltas${width}(layer.inEvents + (load<u32>(at) << 2), layer.inEvents + (load<u32>(at, 4) << 2),
          grad + load<u32>(pair), g);
      }
    }
  }
}`;

/** One exported function that picks the unrolled one of a layer's width. */
const dispatch = (name, parameters, args, width, unrolled = name) => `
export function ${name}(${parameters}): void {
  switch (${width}) {
${WIDTHS.map((each) => `    case ${each}: ${unrolled}${each}(${args}); break;`).join('\n')}
    default: unreachable();
  }
}`;

const ROWS = 'event: usize, end: usize, weights: usize, tile: usize';
const PULL =
  'first: usize, last: usize, active: usize, slopes: usize, count: i32, g: usize, rowBytes: i32, firstChannel: i32';

export function widthsSource() {
  const perWidth = WIDTHS.map((width) =>
    [
      rowAdder('addSpikes', width, 'row', 'w'),
      rowAdder('addDeltas', width, 'w', 'row'),
      lif(width, null),
      lif(width, TRIANGLE),
      lif(width, TSSLBP),
      forward(width),
      pullGradient(width),
      recursion(width),
      backward(width),
    ].join('\n'),
  );
  return `// Written by widths.mjs.
import { LayerBlock } from './layer-block';
import { LANES, SHUFFLES } from './compaction';
import { seedFromLoss } from './pull';
import { STEEPEST, TSSLBP } from './rules';
import { addOccupancyGradient } from './windows';
/** Bytes of a tile's row from which on two of its neuron-steps near the threshold often share a t. */
const PAIRING_BYTES: i32 = 128;
${perWidth.join('\n')}
${dispatch('forwardUnrolled', 'layer: LayerBlock, training: bool', 'layer, training', 'layer.width', 'forward')}
${dispatch('backwardUnrolled', 'layer: LayerBlock', 'layer', 'layer.width', 'backward')}
${dispatch('addSpikes', `width: i32, ${ROWS}`, 'event, end, weights, tile', 'width')}
${dispatch('addDeltas', `width: i32, ${ROWS}`, 'event, end, weights, tile', 'width')}
${dispatch('pullGradient', `above: LayerBlock, ${PULL}`, 'above, first, last, active, slopes, count, g, rowBytes, firstChannel', 'above.width')}
`;
}
