// The trace of a layer against the report of the same simulation (every counter that a step can be summed to), and
// against the explicit passes of the cycle-stepped reference, step by step; one tiny layer by hand.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import { ARRAY_SYSTEMS, STEP_PASS, STEP_UPDATE } from '../../../../engine/contract/index.ts';
import type { ArchConfig, ArraySystem, LayerSpec, PlaybackSteps } from '../../../../engine/contract/index.ts';
import { isTailored, systemColumns, systemTws } from '../../../../engine/schedule/dispatch.ts';
import { stripOf, traceLayer } from '../../../../engine/sim/playback/index.ts';
import type { TracedLayer } from '../../../../engine/sim/playback/index.ts';
import { planPasses } from '../../../../engine/sim/reference/passes.ts';
import type { Pass } from '../../../../engine/sim/reference/passes.ts';
import { randomInputs } from '../../../../engine/workload/generators.ts';
import { anyArch, build, smallCase } from '../../../support/layers.ts';
import type { SmallCase } from '../../../support/layers.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { networkOf, spikesAt } from '../../../support/peers.ts';
import { presetNetwork } from '../../../support/presets.ts';
import { times } from '../../../support/soak.ts';
import { UNIT_TABLE } from '../../../support/tables.ts';
import { denseOf, integerLayer, smallArch, smallLayer } from '../reference/cases.ts';

const runs = { numRuns: times(150, 3000), seed: 77 };
const anySystem = fc.constantFrom(...ARRAY_SYSTEMS);

function traced(one: SmallCase, system: ArraySystem, arch: ArchConfig): TracedLayer {
  const network = networkOf([one.layer], one.timesteps);
  return valueOf(
    traceLayer({
      network,
      layer: one.layer.name,
      system,
      tws: one.tws,
      arch,
      energy: UNIT_TABLE,
      inputs: [build(one).spikes],
    }),
  );
}

/** All steps, from pages of an odd size. */
function pages({ trace }: TracedLayer): PlaybackSteps[] {
  const list: PlaybackSteps[] = [];
  for (let first = 0; first < trace.steps; first += 37) list.push(trace.stepsFrom(first, 37));
  return list;
}

interface Totals {
  passes: number;
  units: number;
  adds: number;
  updates: number;
  compute: number;
  waits: number;
  streamed: number;
}

/** Sums over all steps and PE rows. Steps follow each other without a gap. */
function totalsOf(one: TracedLayer): Totals {
  const { schedule } = one.trace;
  const sum = { passes: 0, units: 0, adds: 0, updates: 0, compute: 0, waits: 0, streamed: 0 };
  let now = schedule.timeline.firstFill;
  for (const page of pages(one))
    for (let i = 0; i < page.count; i++) {
      const rows = schedule.rowsOf(page.rowTile[i]);
      expect(page.startCycle[i]).toBeCloseTo(now, 5);
      now = page.startCycle[i] + page.workCycles[i] + page.drainCycles[i] + page.waitCycles[i];
      sum.compute += page.workCycles[i] + page.drainCycles[i];
      sum.waits += page.waitCycles[i];
      if (page.kind[i] === STEP_PASS) {
        sum.passes++;
        sum.streamed += rows * schedule.stages[page.stage[i]].streamedBytes;
      }
      for (let at = i * schedule.cols; at < (i + 1) * schedule.cols; at++) {
        if (page.position[at] < 0) continue;
        if (page.kind[i] === STEP_UPDATE) sum.updates += rows;
        else {
          sum.units++;
          sum.adds += rows * page.adds[at];
        }
      }
    }
  expect(now).toBeCloseTo(schedule.timeline.cycles, 5);
  return sum;
}

/** What of the trace does not agree with the report, by name. */
function misfits(one: TracedLayer, system: ArraySystem, config: ArchConfig): string[] {
  const { report, trace, layer } = one;
  const { stages, rowTiles, timeline } = trace.schedule;
  const { counts } = report;
  const sum = totalsOf(one);
  const tiles = Math.max(1, rowTiles);
  // Weights into the rows are what the local buffer reads beyond what comes in from the global one.
  const fromGlb = (counts['GLB.weight'] ?? 0) - (counts['DRAM.weight'] ?? 0);
  const kernels = stages.reduce((bytes, stage) => bytes + stage.kernelBytes * layer.M, 0);
  const fetchesOnce = isTailored(system, config) && layer.kind === 'conv' && system === 'spikex';
  const pairs: readonly (readonly [string, number, number])[] = [
    ['cycles', timeline.cycles, report.cycles],
    ['compute cycles', sum.compute, report.computeCycles],
    ['cycles of work and waiting', timeline.firstFill + sum.compute + sum.waits, report.cycles],
    ['passes', sum.passes, report.passes * tiles],
    ['units', sum.units, report.units * tiles],
    // Every accumulation: gated additions and the update of every neuron at every time point of its windows.
    ['additions', (sum.adds + sum.updates * report.tws) * config.alu.accumulate, counts['ALU.alu'] ?? 0],
    ['weights into the rows', sum.streamed, (counts['LBUF.weight'] ?? 0) - fromGlb],
    ['kernels of the stages', fetchesOnce ? kernels : fromGlb, fromGlb],
  ];
  return pairs.flatMap(([name, seen, wanted]) =>
    Math.abs(seen - wanted) <= 1e-9 * Math.max(1, wanted) ? [] : [`${name}: ${seen} instead of ${wanted}`],
  );
}

describe('the trace agrees with the counters', () => {
  it('on random layers, systems and accelerators', () => {
    fc.assert(
      fc.property(
        smallCase,
        anySystem,
        anyArch,
        fc.constantFrom('averaged', 'rowtile'),
        (one, system, arch, stalls) => {
          const config = { ...arch, stalls } as ArchConfig;
          expect(misfits(traced(one, system, config), system, config)).toEqual([]);
        },
      ),
      runs,
    );
  });

  it.each(ARRAY_SYSTEMS)('on the layers of N-MNIST, %s', (system) => {
    const network = presetNetwork('nmnist');
    const inputs = randomInputs(network, 'random', 0.02, 1);
    const arch = DEFAULT_ARCH_CONFIG;
    for (const { name } of network.layers.slice(1)) {
      const one = valueOf(
        traceLayer({ network, layer: name, system, tws: 3, arch, energy: UNIT_TABLE, inputs }),
      );
      expect(misfits(one, system, arch)).toEqual([]);
    }
  });

  it('on pooling, where every unit of every channel is updated', () => {
    const pool: LayerSpec = { ...POOL, H: 6, R: 3, C: 3, M: 3 };
    const network = networkOf([pool], 12);
    const inputs = randomInputs(network, 'random', 0.1, 4);
    for (const system of ARRAY_SYSTEMS) {
      const arch = DEFAULT_ARCH_CONFIG;
      const one = valueOf(
        traceLayer({ network, layer: 'P', system, tws: 3, arch, energy: UNIT_TABLE, inputs }),
      );
      expect(misfits(one, system, arch)).toEqual([]);
    }
  });
});

const POOL: LayerSpec = {
  name: 'P',
  kind: 'pool',
  pool: 'sum',
  H: 4,
  R: 2,
  E: 2,
  C: 2,
  M: 2,
  stride: 2,
  pad: 0,
};

describe('the trace shows the passes of the cycle-stepped reference', () => {
  it('column by column', () => {
    fc.assert(
      fc.property(smallLayer, smallArch, anySystem, (one, arch, system) => {
        const { dense } = build(one);
        const tws = systemTws(system, one.tws);
        const plan = planPasses(system, integerLayer(one), denseOf(one, dense), tws, arch);
        const { trace } = traced(one, system, arch);
        const tile = [...plan.stages.flat(), ...plan.update];
        const tiles = plan.stages.length > 0 ? Math.ceil(one.layer.M / arch.array.rows) : 0;
        const expected = Array.from({ length: tiles }, () => tile).flat();
        expect(trace.steps).toBe(expected.length);
        const page = trace.stepsFrom(0, trace.steps);
        expected.slice(0, page.count).forEach((pass, i) => {
          expect(columnsAt(page, i, systemColumns(system, arch))).toEqual(
            paddedTo(pass, systemColumns(system, arch)),
          );
        });
      }),
      { ...runs, numRuns: times(80, 1500) },
    );
  });

  it('finds the step of any cycle', () => {
    fc.assert(
      fc.property(
        smallCase,
        anySystem,
        anyArch,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, system, arch, at) => {
          const { trace } = traced(one, system, arch);
          const { timeline } = trace.schedule;
          if (trace.steps === 0) return;
          const step = trace.stepAt(at * timeline.cycles);
          const page = trace.stepsFrom(step, 1);
          const end = page.startCycle[0] + page.workCycles[0] + page.drainCycles[0] + page.waitCycles[0];
          expect(page.startCycle[0]).toBeLessThanOrEqual(
            Math.max(timeline.firstFill, at * timeline.cycles) + 1e-6,
          );
          expect(end).toBeGreaterThanOrEqual(at * timeline.cycles - 1e-6);
        },
      ),
      runs,
    );
  });
});

const columnsAt = (page: PlaybackSteps, step: number, cols: number) =>
  Array.from({ length: cols }, (_, col) => {
    const at = step * cols + col;
    return page.position[at] < 0 ? null : { position: page.position[at], window: page.window[at] };
  });
const paddedTo = ({ columns }: Pass, cols: number) =>
  Array.from({ length: cols }, (_, col) => columns[col] ?? null);

describe('the strips', () => {
  it('hold the same time and the same occupied columns as the steps, however they are cut', () => {
    fc.assert(
      fc.property(
        smallCase,
        anySystem,
        anyArch,
        fc.integer({ min: 1, max: 60 }),
        (one, system, arch, bins) => {
          const { trace, report } = traced(one, system, arch);
          const { timeline, rowTiles, cols, passCycles, updates, updateCycles } = trace.schedule;
          if (timeline.cycles === 0) return;
          const strip = stripOf(trace, 0, timeline.cycles, bins);
          const width = timeline.cycles / bins;
          const sum = (values: Float32Array): number =>
            values.reduce((total, value) => total + value * width, 0);
          const close = (value: number, wanted: number): void =>
            expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-5 * timeline.cycles + 1e-6);
          close(sum(strip.busy) * cols, report.units * rowTiles * passCycles);
          close(sum(strip.integrate), report.passes * rowTiles * passCycles);
          close(sum(strip.update), rowTiles * updates * updateCycles);
          close(sum(strip.integrate) + sum(strip.update) + sum(strip.drain), report.computeCycles);
          close(sum(strip.wait), report.cycles - report.computeCycles);
          for (const bytes of strip.lbufBytes) expect(bytes).toBeLessThanOrEqual(arch.lbuf.bytes + 1e-3);
          for (const bytes of strip.glbBytes) expect(bytes).toBeLessThanOrEqual(arch.glb.bytes + 1e-3);
        },
      ),
      runs,
    );
  });
});

describe('a 3 x 3 map under a 2 x 2 kernel, 9 output channels, TWS 2, by hand', () => {
  // H 3, E 2, stride 1: R 2, positions 0 1 / 2 3. T 4: windows 0 and 1. Two input channels.
  const layer: LayerSpec = { name: 'C', kind: 'conv', H: 3, R: 2, E: 2, C: 2, M: 9, stride: 1, pad: 0 };
  const network = networkOf([layer], 4);
  // Channel 0: the centre (in all four fields) at step 0. Channel 1: corner (0, 0) (in field 0 only) at steps 2 and 3.
  const inputs = [
    spikesAt(layer, 4, [
      [0, 0, 1, 1],
      [2, 1, 0, 0],
      [3, 1, 0, 0],
    ]),
  ];
  const ask = (system: ArraySystem) =>
    valueOf(
      traceLayer({
        network,
        layer: 'C',
        system,
        tws: 2,
        arch: DEFAULT_ARCH_CONFIG,
        energy: UNIT_TABLE,
        inputs,
      }),
    );

  it('on SpikeX: one pass per channel, one update, in two row tiles', () => {
    const { trace } = ask('spikex');
    // Per row tile: channel 0 (4 units side by side), channel 1 (1 unit), update (5 NTWUs side by side): 3 steps.
    expect(trace.steps).toBe(6);
    const page = trace.stepsFrom(0, 10);
    expect([...page.kind]).toEqual([0, 0, 1, 0, 0, 1]);
    expect([...page.channel]).toEqual([0, 1, -1, 0, 1, -1]);
    expect([...page.rowTile]).toEqual([0, 0, 0, 1, 1, 1]);
    expect([...page.position.subarray(0, 8)]).toEqual([0, 1, 2, 3, -1, -1, -1, -1]);
    expect([...page.window.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([...page.adds.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
    expect([...page.position.subarray(8, 10)]).toEqual([0, -1]);
    expect([page.window[8], page.adds[8]]).toEqual([1, 2]);
    expect([...page.position.subarray(16, 22)]).toEqual([0, 0, 1, 2, 3, -1]);
    expect([...page.window.subarray(16, 21)]).toEqual([0, 1, 0, 0, 0]);
    // A pass is 4 slots * 2 steps = 8 cycles, its stage drains for (2 * 8 + 8 - 2) * 2 = 44, an update is 2 cycles.
    expect([...page.workCycles.subarray(0, 3)]).toEqual([8, 8, 2]);
    expect([...page.drainCycles.subarray(0, 3)]).toEqual([44, 44, 0]);
    // 8 rows of the first tile, 1 of the second.
    expect([trace.schedule.rowsOf(0), trace.schedule.rowsOf(1)]).toEqual([8, 1]);
  });

  it('on PTB: a pass per position, its windows at their own columns', () => {
    const page = ask('ptb').trace.stepsFrom(0, 10);
    // Channel 0: four positions, window 0 in column 0. Channel 1: position 0, window 1 in column 1.
    expect([...page.channel.subarray(0, 5)]).toEqual([0, 0, 0, 0, 1]);
    expect(columnsAt(page, 3, 8)).toEqual([{ position: 3, window: 0 }, ...Array<null>(7).fill(null)]);
    expect(columnsAt(page, 4, 8)).toEqual([null, { position: 0, window: 1 }, ...Array<null>(6).fill(null)]);
  });

  it('on the serial array: every active step by itself', () => {
    const page = ask('serial').trace.stepsFrom(0, 10);
    // Channel 0: four positions at step 0; channel 1: position 0 at steps 2 and 3.
    expect([...page.channel.subarray(0, 6)]).toEqual([0, 0, 0, 0, 1, 1]);
    expect([...page.window.subarray(0, 6)]).toEqual([0, 0, 0, 0, 2, 3]);
  });

  it('has no step where nothing fires, only the wait for its loads', () => {
    const silent = valueOf(
      traceLayer({
        network,
        layer: 'C',
        system: 'spikex',
        tws: 2,
        arch: DEFAULT_ARCH_CONFIG,
        energy: UNIT_TABLE,
        inputs: [spikesAt(layer, 4, [])],
      }),
    );
    expect(silent.trace.steps).toBe(0);
    expect(silent.trace.schedule.timeline.firstFill).toBe(silent.report.cycles);
    expect(stripOf(silent.trace, 0, silent.report.cycles, 1).wait[0]).toBeCloseTo(1, 6);
  });

  it('refuses layers that it cannot lay out, by name', () => {
    const packed = {
      ...DEFAULT_ARCH_CONFIG,
      ptb: { ...DEFAULT_ARCH_CONFIG.ptb, packing: 'adjacent' as const },
    };
    const base = { network, layer: 'C', tws: 2, energy: UNIT_TABLE, inputs };
    const refusals = [
      traceLayer({ ...base, system: 'ptb', arch: packed }),
      traceLayer({ ...base, system: 'spikex', arch: DEFAULT_ARCH_CONFIG, layer: 'X' }),
    ];
    expect(refusals.map((one) => (one.ok ? '' : one.issues[0].code))).toEqual([
      'playback/unplayable',
      'playback/layer',
    ]);
  });
});
