// Two layers small enough to count on paper, on every system.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { ArchConfig, LayerReport, LayerSpec, ArraySystem } from '../../../engine/contract/index.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { spikesFromDense } from '../../../engine/workload/spikes.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

function run(
  layer: LayerSpec,
  timesteps: number,
  spikesAt: readonly (readonly [t: number, c: number, y: number, x: number])[],
  tws: number,
  system: ArraySystem,
  change: Partial<ArchConfig> = {},
): LayerReport {
  const config = { ...DEFAULT_ARCH_CONFIG, ...change };
  const { C, H } = layer;
  const dense = new Uint8Array(timesteps * C * H * H);
  for (const [t, c, y, x] of spikesAt) dense[((t * C + c) * H + y) * H + x] = 1;
  const spikes = spikesFromDense(dense, { timesteps, channels: C, height: H, width: H });
  return simulateLayer(new LayerInput(layer, spikes, config, new Scratch()), system, tws, config, UNIT_TABLE);
}

/**
 * 3 x 3 input, 2 x 2 kernel, 2 x 2 output, 2 output channels, 4 steps. Spike A at the top left corner in step 0 is
 * seen by output position 0 only, spike B at the bottom right corner in step 3 by position 3 only.
 */
const corner: LayerSpec = { name: 'L', kind: 'conv', H: 3, R: 2, E: 2, C: 1, M: 2, stride: 1, pad: 0 };
const corners = [
  [0, 0, 0, 0],
  [3, 0, 2, 2],
] as const;

describe('a conv layer with two far spikes, TWS 2', () => {
  it('SpikeX puts both units into one pass', () => {
    const report = run(corner, 4, corners, 2, 'spikex');
    expect(report).toMatchObject({ mode: 'spikex-s', passes: 1, units: 2, ntwu: 2, spikes: 2 });
    expect(report.utilization).toBe(2 / 8);
    // 1 pass * 4 slots * 2 steps + (2*8 + 8 - 2) hops * 2 steps + update 1 pass * 2 steps = 8 + 44 + 2
    expect(report.computeCycles).toBe(54);
    // DRAM 8 weight + 4.5 spike bytes at 150 B/cycle; GLB 8 + 0.5 + 3.125 bytes at 32 B/cycle; 1 stage, first fill exposed
    expect(report.dramCycles).toBeCloseTo(12.5 / 150, 12);
    expect(report.glbCycles).toBeCloseTo(11.625 / 32, 12);
    expect(report.cycles).toBeCloseTo(54 + 12.5 / 150 + 11.625 / 32, 12);
    expect(report.latencyUs).toBeCloseTo(report.cycles / 200, 12);
    expect(report.counts).toEqual({
      'ALU.alu': 12, // 2 channels * 2 adds + 4 NTWUs * 2 steps
      'RF.weight': 32, // 2 * 1 B * 2 channels * 2 columns * 4 slots
      'RF.spike': 8, // 2 * (2 units * 4 slots * 2 channels) * 2 bits / 8
      'LBUF.weight': 16, // 1 pass * 4 slots * 2 channels + 8 from GLB
      'LBUF.spike': 4.5, // 2 units * 4 slots * 2 bits / 8 + 2 tags * 2 bits / 8 + 2 * 4 NTWUs * 2 bits / 8
      'LBUF.psum': 16, // no revisit; 2 * 2 B * 4 NTWUs
      'GLB.weight': 16, // 8 to LBUF + 8 from DRAM
      'GLB.spike': 15.5, // 0.5 + read (9 + 2*8)/8 + formed (18 + 9)/8 + raw 36/8 + out (4*2 + 2*4*3)/8
      'DRAM.weight': 8,
      'DRAM.spike': 4.5,
    });
    // 2 adds over 2 units * 4 slots; one window per neuron; both positions share the pass
    expect(report.reuse).toEqual({ window: 0.25, windows: 1, positions: 2 });
    expect(report.tailoredBytes).toEqual({ GLB: 0, DRAM: 0 });
    expect(report.energyPj).toBe(12 + 32 + 8 + 16 + 4.5 + 16 + 16 + 15.5 + 8 + 4.5);
  });

  it('SpikeX by temporal density and PTB need a pass per neuron', () => {
    // 2 passes * 4 * 2 + 44 + update 2 passes * 2
    expect(run(corner, 4, corners, 2, 'ptb')).toMatchObject({ mode: 'ptb', passes: 2, computeCycles: 64 });
    const temporal = run(corner, 4, corners, 2, 'spikex', { dispatch: { unit: 'ic', mode: 'temporal' } });
    expect(temporal).toMatchObject({ mode: 'spikex-t', passes: 2, computeCycles: 64 });
    expect(temporal.reuse).toEqual({ window: 0.25, windows: 1, positions: 1 });
  });

  it('PTB fetches the kernel for both active positions and moves whole batches', () => {
    const { counts } = run(corner, 4, corners, 2, 'ptb');
    expect(counts['RF.weight']).toBe(64); // 2 * 1 B * 2 channels * (2 batches * 2 windows) * 4 slots
    expect(counts['LBUF.weight']).toBe(16 + 16); // 2 passes * 4 * 2 + 2 positions * 8
    expect(counts['LBUF.spike']).toBe(2 + 32 / 8 + 2); // min(36, 2 batches * 8 columns * 2 steps) bits
  });

  it('serial runs each spike alone, serial-dense every step of every position', () => {
    // 2 units * 4 slots + (2*8 + 1 - 2) hops + 2 updates
    expect(run(corner, 4, corners, 2, 'serial')).toMatchObject({ tws: 1, passes: 2, computeCycles: 25 });
    // 4 steps * 1 pass * 4 slots + 22 hops + 4 updates
    const dense = run(corner, 4, corners, 2, 'serial-dense');
    expect(dense).toMatchObject({ tws: 1, passes: 4, units: 16, computeCycles: 42 });
    expect(dense.utilization).toBe(16 / 32);
    expect(dense.reuse).toEqual({ window: 2 / 64, windows: 1, positions: 4 });
  });

  it('fill and drain are charged per row tile or not at all', () => {
    // 8 + 2, hops * 2 once per row tile: the same 44 with one stage and one tile
    expect(run(corner, 4, corners, 2, 'spikex', { drain: 'rowtile' }).computeCycles).toBe(54);
    expect(run(corner, 4, corners, 2, 'spikex', { drain: 'none' }).computeCycles).toBe(10);
  });
});

describe('one neuron that always fires, 20 steps, TWS 1', () => {
  const point: LayerSpec = { name: 'L', kind: 'conv', H: 1, R: 1, E: 1, C: 1, M: 1, stride: 1, pad: 0 };
  const always = Array.from({ length: 20 }, (_, t) => [t, 0, 0, 0] as const);

  it('has more windows than columns, so the paper rule takes temporal density', () => {
    // 20 windows in 8 columns: 3 passes; a full row is used 20 / 24
    const report = run(point, 20, always, 1, 'spikex');
    expect(report).toMatchObject({ mode: 'spikex-t', passes: 3, units: 20, ntwu: 20, utilization: 20 / 24 });
    expect(report.reuse).toEqual({ window: 1, windows: 20 / 3, positions: 1 });
    expect(run(point, 8, always.slice(0, 8), 1, 'spikex').mode).toBe('spikex-s'); // 8 is not above 8
  });

  it('PTB has a short last batch', () => {
    // batches of 8, 8 and 4 windows: the weight crosses 20 columns
    expect(run(point, 20, always, 1, 'ptb').counts['RF.weight']).toBe(2 * 20);
  });
});

describe('an fc layer whose second input is silent', () => {
  const pair: LayerSpec = { name: 'F', kind: 'fc', H: 1, R: 1, E: 1, C: 2, M: 3, stride: 1, pad: 0 };
  const spikes = [
    [0, 0, 0, 0],
    [1, 0, 0, 0],
  ] as const;

  it('tailors the weights of the silent input away', () => {
    const on = run(pair, 4, spikes, 2, 'spikex');
    expect(on.counts['DRAM.weight']).toBe(3);
    expect(on.tailoredBytes).toEqual({ GLB: 3, DRAM: 3 });
    const off = run(pair, 4, spikes, 2, 'spikex', { tailoring: false });
    expect(off.counts['DRAM.weight']).toBe(6);
    expect(off.tailoredBytes).toEqual({ GLB: 0, DRAM: 0 });
    expect(run(pair, 4, spikes, 2, 'ptb').counts['DRAM.weight']).toBe(6);
    expect(run(pair, 4, spikes, 2, 'ptb', { tailoring: true }).counts['DRAM.weight']).toBe(3);
  });

  it('counts one window of one input', () => {
    // both spikes in window 0: 1 pass * 1 slot * 2 + 44 + update 2
    const report = run(pair, 4, spikes, 2, 'spikex');
    expect(report).toMatchObject({ mode: 'spikex-t', passes: 1, units: 1, ntwu: 1, computeCycles: 48 });
    expect(report.counts['ALU.alu']).toBe(3 * 2 + 3 * 2); // 3 neurons * 2 spikes + 3 NTWUs * 2 steps
    expect(report.reuse).toEqual({ window: 2, windows: 1, positions: 1 });
  });

  it('shares one load of the weights over a batch', () => {
    expect(run(pair, 4, spikes, 2, 'spikex', { batch: 6 }).counts['DRAM.weight']).toBe(0.5);
  });
});

describe('memory slower than the array', () => {
  // One row: two row tiles of one stage, 1 pass * 4 slots * 2 + update 2. 0.5 B/cycle from the GLB, 1 B/cycle from DRAM
  const slow: Partial<ArchConfig> = {
    array: { rows: 1, cols: 8 },
    glb: { ...DEFAULT_ARCH_CONFIG.glb, bytesPerCycle: 0.5 },
    dram: { gbPerSecond: 0.2 },
    drain: 'none',
  };

  it('is spread over all stages', () => {
    // GLB 8 weight + 2 * 0.5 spike + 3.125 tag bytes: 24.25; DRAM 12.5. 2 * (max(8, 24.25 / 2) + 2) + (24.25 + 12.5) / 2
    const report = run(corner, 4, corners, 2, 'spikex', slow);
    expect(report.cycles).toBeCloseTo(46.625, 12);
    expect(report.notes).toEqual([
      'memory time averaged over all stages makes the layer 7 % longer than row tile by row tile (stalls=averaged or rowtile)',
    ]);
  });

  it('or row tile by row tile: tags and spikes from DRAM come with the first', () => {
    // First tile: GLB (4 + 0.5 + 3.125) / 0.5 = 15.25, DRAM 4 + 4.5; second: GLB 4.5 / 0.5 behind the first one's 10
    const { cycles } = run(corner, 4, corners, 2, 'spikex', { ...slow, stalls: 'rowtile' });
    expect(cycles).toBeCloseTo(15.25 + 8.5 + 10 + 10, 12);
  });
});

describe('partial sums beyond the local buffer', () => {
  const two: LayerSpec = { ...corner, C: 2 };
  const both = corners.flatMap(([t, , y, x]) => [[t, 0, y, x] as const, [t, 1, y, x] as const]);
  /** 16 B wait; 2 visits again * 2 steps * 2 B * 2 output channels, written and read: 32 B move. */
  const onward = (lbuf: number, change: Partial<ArchConfig> = {}): LayerReport =>
    run(two, 4, both, 2, 'spikex', { lbuf: { bytes: lbuf }, psum: { overflow: 'glb' }, ...change });

  it('move on to the GLB, at its bandwidth', () => {
    const all = run(two, 4, both, 2, 'spikex', { lbuf: { bytes: 4 } });
    const { counts, glbCycles } = onward(4);
    expect(all.counts['GLB.psum']).toBeUndefined();
    expect(counts['LBUF.psum']).toBe(all.counts['LBUF.psum']);
    expect(counts['GLB.psum']).toBe(24); // 3 / 4 of 32
    expect(glbCycles - all.glbCycles).toBeCloseTo(24 / 32, 12);
    expect(onward(16).counts['GLB.psum']).toBeUndefined();
  });

  it('and to DRAM where the GLB is full, too', () => {
    const { counts } = onward(4, { glb: { bytes: 4, bytesPerCycle: 32 } });
    expect(counts['DRAM.psum']).toBe(16); // 8 of 16 B
    expect(counts['GLB.psum']).toBe(24 + 16);
  });

  it('are said in the notes', () => {
    expect(onward(4).notes[0]).toBe(
      'up to 16 B of partial sums wait between channels, more than the 4 B of the local buffer: the rest goes on to the GLB',
    );
  });
});

describe('notes', () => {
  it('say what is unusual', () => {
    expect(run(corner, 4, corners, 3, 'spikex').notes).toEqual(['the last window holds 1 of 3 steps']);
    expect(run(corner, 4, corners, 9, 'spikex').notes).toEqual(['one window of 9 cycles for 4 steps']);
    expect(run(corner, 4, [], 2, 'spikex').notes).toEqual(['no input spike']);
    expect(run(corner, 4, corners, 2, 'serial-dense', { tailoring: true }).notes).toEqual([
      'skips nothing, so tailoring does not apply',
    ]);
    expect(run(corner, 4, corners, 2, 'spikex').notes).toEqual([]);
  });

  it('say when partial sums that wait between channels exceed the local buffer', () => {
    // Two channels, both spiking at both corners: 2 NTWUs, 4 units. Waiting: 2 * 2 output channels * 2 steps * 2 B
    const two: LayerSpec = { ...corner, C: 2 };
    const both = corners.flatMap(([t, , y, x]) => [[t, 0, y, x] as const, [t, 1, y, x] as const]);
    const [text] = run(two, 4, both, 2, 'spikex', { lbuf: { bytes: 15 } }).notes;
    expect(text).toBe(
      'up to 16 B of partial sums wait between channels, more than the 15 B of the local buffer that they are charged to; psum.overflow=glb charges what does not fit to the GLB',
    );
    expect(run(two, 4, both, 2, 'spikex', { lbuf: { bytes: 16 } }).notes).toEqual([]);
  });
});
