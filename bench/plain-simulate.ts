/**
 * The accelerator model once more, as plain nested loops over dense arrays, straight from docs/model.md and sharing
 * no code with engine/schedule and engine/sim: the oracle of the tests and the baseline of the benchmark.
 * One long function, so that it can be held against the document from top to bottom.
 */
import type { ArchConfig, Counters, LayerSpec, ArraySystem } from '../engine/contract/index.ts';

export interface PlainResult {
  cycles: number;
  computeCycles: number;
  dramCycles: number;
  glbCycles: number;
  passes: number;
  units: number;
  ntwu: number;
  utilization: number;
  spikes: number;
  counts: Counters;
  tailoredBytes: { GLB: number; DRAM: number };
}

/** spike(t, c, y, x), dense in that order, one byte each; fc inputs count as channels. */
export function plainSimulate(
  layer: LayerSpec,
  timesteps: number,
  dense: Uint8Array,
  askedTws: number,
  system: ArraySystem,
  arch: ArchConfig,
): PlainResult {
  const { H, R, E, C, M, stride, pad } = layer;
  const conv = layer.kind === 'conv';
  const positions = R * R;
  const serial = system === 'serial' || system === 'serial-dense';
  const tws = serial ? 1 : askedTws;
  const cols = system === 'serial' ? 1 : arch.array.cols;
  const windows = Math.ceil(timesteps / tws);
  const blocks = Math.ceil(windows / arch.tbWindows);
  const spike = (c: number, y: number, x: number, t: number): number => dense[((t * C + c) * H + y) * H + x];

  // Tags of the inputs.
  let spikes = 0;
  let windowTags = 0;
  let blockTags = 0;
  let batchTags = 0;
  const count: number[][][] = []; // [c][pixel][w]
  for (let c = 0; c < C; c++) {
    count.push([]);
    for (let y = 0; y < H; y++)
      for (let x = 0; x < H; x++) {
        const perWindow = Array.from({ length: windows }, () => 0);
        for (let t = 0; t < timesteps; t++) perWindow[Math.floor(t / tws)] += spike(c, y, x, t);
        for (const n of perWindow) spikes += n;
        windowTags += perWindow.filter((n) => n > 0).length;
        blockTags += activeGroups(perWindow, arch.tbWindows).length;
        batchTags += activeGroups(perWindow, cols).length;
        count[c].push(perWindow);
      }
  }

  // Units and NTWUs: events in the receptive field.
  let gatedAdds = 0;
  const unit: boolean[][][] = []; // [c][p][w]
  const any: boolean[][] = Array.from({ length: positions }, () =>
    Array.from({ length: windows }, () => false),
  );
  for (let c = 0; c < C; c++) {
    unit.push([]);
    for (let p = 0; p < positions; p++) {
      const active: boolean[] = [];
      for (let w = 0; w < windows; w++) {
        let events = 0;
        for (let ky = 0; ky < E; ky++)
          for (let kx = 0; kx < E; kx++) {
            const y = Math.floor(p / R) * stride - pad + ky;
            const x = (p % R) * stride - pad + kx;
            if (y >= 0 && y < H && x >= 0 && x < H) events += count[c][y * H + x][w];
          }
        gatedAdds += events;
        active.push(events > 0);
        if (events > 0) any[p][w] = true;
      }
      unit[c].push(active);
    }
  }
  const trues = (list: readonly boolean[]): number => list.filter(Boolean).length;
  const ntwu = any.reduce((sum, list) => sum + trues(list), 0);
  const allUnits = unit.flat().reduce((sum, list) => sum + trues(list), 0);
  const channelActive = unit.map((lists) => lists.some((list) => list.includes(true)));
  const nActive = trues(channelActive);

  // Dispatch of one group of neurons' windows.
  const work = (lists: readonly boolean[][]): { occ: number; passes: number; hop: number } => {
    const occ = lists.reduce((sum, list) => sum + trues(list), 0);
    if (system === 'serial-dense') {
      const all = windows * positions;
      return { occ: all, passes: windows * Math.ceil(positions / cols), hop: all };
    }
    if (system === 'spikex') {
      const temporal =
        !conv ||
        arch.dispatch.mode === 'temporal' ||
        (arch.dispatch.mode === 'paper' && occ / positions > cols);
      const byRow = lists.reduce((sum, list) => sum + Math.ceil(trues(list) / cols), 0);
      return { occ, passes: temporal ? byRow : Math.ceil(occ / cols), hop: occ };
    }
    let passes = 0;
    let hop = 0;
    for (const list of lists)
      for (const batch of activeGroups(
        list.map((on) => (on ? 1 : 0)),
        cols,
      )) {
        passes++;
        hop += Math.min(cols, windows - batch * cols);
      }
    return { occ, passes, hop };
  };

  const tailored = system !== 'serial-dense' && (arch.tailoring ?? system === 'spikex');
  const asOne = conv && arch.dispatch.unit === 'ntwu';
  const slots = E * E * (asOne ? (tailored ? nActive : C) : 1);
  const w = arch.bits.weight / 8;
  const ps = arch.bits.psum / 8;
  const wCap = (arch.glb.bytes * arch.buffers.weightFraction) / 2;
  const sCap = (arch.glb.bytes * (1 - arch.buffers.weightFraction)) / 2;
  const lwCap = (arch.lbuf.bytes * arch.buffers.weightFraction) / 2;
  const perStage = conv ? 1 : Math.max(1, Math.floor(lwCap / (arch.array.rows * w)));
  const groups = asOne ? [work(any)] : unit.map(work);
  const stages: number[] = [];
  for (let first = 0; first < groups.length; first += perStage) {
    const passes = groups.slice(first, first + perStage).reduce((sum, group) => sum + group.passes, 0);
    if (passes > 0) stages.push(passes);
  }
  const occ = groups.reduce((sum, group) => sum + group.occ, 0);
  const passes = groups.reduce((sum, group) => sum + group.passes, 0);
  const hop = groups.reduce((sum, group) => sum + group.hop, 0);

  // Access counts.
  const nrt = Math.ceil(M / arch.array.rows);
  const NT = M * (system === 'serial-dense' ? windows * positions : ntwu);
  const bits = C * H * H * timesteps;
  const wGlb = (tail: boolean): number => {
    const kernel = E * E * M * w;
    if (system === 'serial-dense') {
      const fits = C * E * E * Math.min(M, arch.array.rows) * w <= lwCap;
      return C * kernel * (fits ? 1 : windows);
    }
    if (system === 'spikex' || !conv) return (tail ? nActive : C) * kernel;
    let channels = 0;
    for (let p = 0; p < positions; p++) {
      if (!any[p].includes(true)) continue;
      for (let c = 0; c < C; c++) if (!tail || unit[c][p].includes(true)) channels++;
    }
    return channels * kernel;
  };
  const sGlbBits =
    system === 'serial-dense'
      ? bits
      : system === 'spikex'
        ? Math.min(bits, windowTags * tws)
        : Math.min(bits, batchTags * cols * tws);
  const sGlb = (sGlbBits / 8) * nrt;
  const tagRead = (C * H * H * blocks + blockTags * arch.tbWindows) / 8;
  const tagWrite = (C * H * H * (windows + blocks)) / 8;

  const pixels = Math.max(1, Math.floor((sCap * 8) / timesteps));
  let rasterBits = 0;
  const rasters = conv ? count : [count.map((one) => one[0])];
  for (const raster of rasters)
    for (let first = 0; first < raster.length; first += pixels) {
      const block = raster.slice(first, first + pixels);
      if (block.some((one) => one.some((n) => n > 0))) rasterBits += block.length * timesteps;
    }
  const wt1 = (tailored ? nActive : C) * E * E * M * w;
  const st1 = rasterBits / 8;
  const nwt = Math.max(1, Math.ceil(wt1 / wCap));
  const nst = Math.max(1, Math.ceil(st1 / sCap));
  let weightMoves = 1 / arch.batch;
  let st = st1;
  if (nwt > 1 && nst > 1) {
    if (wt1 / arch.batch + st1 * nwt <= (wt1 * nst) / arch.batch + st1) st = st1 * nwt;
    else weightMoves = nst / arch.batch;
  }
  const wt = wt1 * weightMoves;
  const out = (NT * tws + M * positions * (windows + blocks)) / 8;
  const spill = out > sCap ? out : 0;
  const revisits =
    !conv || asOne ? 0 : (system === 'serial-dense' ? windows * positions * C : allUnits) - NT / M;
  const PE = occ * slots * M;
  const counts: Counters = {
    'ALU.alu': M * gatedAdds + NT * tws,
    'RF.weight': 2 * w * M * hop * slots,
    'RF.spike': (2 * PE * tws) / 8,
    'LBUF.weight': passes * slots * M * w + wGlb(tailored),
    'LBUF.spike': (occ * slots * tws * nrt) / 8 + sGlb + (2 * NT * tws) / 8,
    'LBUF.psum': 2 * ps * tws * M * revisits + 2 * ps * NT,
    'GLB.weight': wGlb(tailored) + wt,
    'GLB.spike': sGlb + tagRead + tagWrite + st + out + spill,
    'DRAM.weight': wt,
    'DRAM.spike': st + spill,
  };

  // Latency.
  const hops = arch.drain === 'none' ? 0 : 2 * arch.array.rows + cols - 2;
  const dramCycles = (wt + st + spill) / ((arch.dram.gbPerSecond * 1e3) / arch.clockMhz);
  const glbCycles = (wGlb(tailored) + sGlb + tagRead) / arch.glb.bytesPerCycle;
  const memory = Math.max(dramCycles, glbCycles);
  const once = work(any).passes * tws + (arch.drain === 'rowtile' ? hops * tws : 0);
  const each = stages.map((n) => n * slots * tws + (arch.drain === 'stage' ? hops * tws : 0));
  const parts = stages.length * nrt;
  const compute = nrt * (each.reduce((sum, n) => sum + n, 0) + once);
  const total =
    nrt * (each.reduce((sum, n) => sum + Math.max(n, memory / parts), 0) + once) +
    (glbCycles + dramCycles) / parts;
  return {
    cycles: stages.length === 0 ? memory : total,
    computeCycles: stages.length === 0 ? 0 : compute,
    dramCycles,
    glbCycles,
    passes,
    units: occ,
    ntwu,
    utilization: passes === 0 ? 0 : occ / (passes * cols),
    spikes,
    counts,
    tailoredBytes: {
      GLB: tailored ? wGlb(false) - wGlb(true) : 0,
      DRAM: tailored ? (C - nActive) * E * E * M * w * weightMoves : 0,
    },
  };
}

/** Indices of the groups of `size` consecutive windows with any event. */
function activeGroups(perWindow: readonly number[], size: number): number[] {
  const found: number[] = [];
  for (let b = 0; b * size < perWindow.length; b++)
    if (perWindow.slice(b * size, (b + 1) * size).some((n) => n > 0)) found.push(b);
  return found;
}
