// The waterfall between two results: a price change by hand, and parts that add up whatever differs.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { SYSTEM_NAMES } from '../../../engine/contract/index.ts';
import type { ChangeReport } from '../../../engine/contract/index.ts';
import { explainChange } from '../../../engine/sim/explain-change.ts';
import type { ChangeSide } from '../../../engine/sim/explain-change.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { simulateNetwork } from '../../../engine/sim/simulate-network.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

const network = presetNetwork('nmnist-small');
const samples = [1, 2, 3].map((seed) => randomInputs(network, 'random', 0.02, seed));
const base: ChangeSide = {
  network,
  system: 'spikex',
  tws: [3],
  arch: DEFAULT_ARCH_CONFIG,
  energy: presetTable('paper'),
  samples: [samples[0]],
};
const explain = (change: Partial<ChangeSide>): ChangeReport =>
  valueOf(explainChange(base, { ...base, ...change }));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('explainChange', () => {
  it('has no part between equal results', () => {
    const report = explain({ samples: [randomInputs(network, 'random', 0.02, 1)], tws: [3, 3, 3] });
    expect(report.parts).toEqual([]);
    expect(report.after).toEqual(report.before);
  });

  it('puts a doubled table into energy alone', () => {
    const { energy } = base;
    const doubled = {
      ...energy,
      name: 'doubled',
      aluPj: 2 * energy.aluPj,
      rfPjPerByte: 2 * energy.rfPjPerByte,
      lbufPjPerByte: 2 * energy.lbufPjPerByte,
      glbPjPerByte: 2 * energy.glbPjPerByte,
      dramPjPerByte: 2 * energy.dramPjPerByte,
    };
    const { before, parts } = explain({ energy: doubled });
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({ factor: 'table', before: 'paper', after: 'doubled', latencyUs: 0 });
    expect(parts[0].energyPj / before.energyPj).toBeCloseTo(1, 12);
    expect(parts[0].edpRatio).toBeCloseTo(2, 12);
  });

  it('names what differs, with both settings', () => {
    const arch = {
      ...DEFAULT_ARCH_CONFIG,
      array: { rows: 16, cols: 8 },
      dispatch: { unit: 'ic' as const, mode: 'temporal' as const },
    };
    const { parts } = explain({
      system: 'ptb',
      tws: [5, 2, 2],
      arch,
      samples: [samples[1]],
      energy: UNIT_TABLE,
    });
    expect(parts.map(({ factor, before, after }) => [factor, before, after])).toEqual([
      ['dispatch', 'spikex, dispatch.mode paper', 'ptb, dispatch.mode temporal'],
      ['tailoring', 'on', 'off'],
      ['tws', '3,3,3', '5,2,2'],
      ['spikes', ...samples.slice(0, 2).map((one) => `${sum(one.map((s) => s.events.length))} spikes`)],
      ['hardware', 'array.rows 8', 'array.rows 16'],
      ['table', 'paper', 'unit'],
    ]);
  });

  it('gives a time-serial system windows of one step', () => {
    const { parts } = explain({ system: 'serial' });
    expect(parts.map(({ factor, after }) => [factor, after])).toEqual([
      ['dispatch', 'serial'],
      ['tailoring', 'off'],
      ['tws', '1,1,1'],
    ]);
  });

  it('starts and ends at what the simulator reports', () => {
    const { before, after } = explain({ system: 'ptb', tws: [5] });
    const request = { ...base, systems: ['spikex' as const] };
    const [spikex] = simulateNetwork(valueOf(planSimulation(request)), samples[0]);
    const plan = valueOf(planSimulation({ ...request, systems: ['ptb'], tws: [5] }));
    const [ptb] = simulateNetwork(plan, samples[0]);
    [spikex, ptb].forEach(({ total }, i) => {
      const point = [before, after][i];
      expect(point.energyPj / total.energyPj).toBeCloseTo(1, 12);
      expect(point.edpJs / total.edpJs).toBeCloseTo(1, 12);
    });
  });

  const side = fc.record({
    system: fc.constantFrom(...SYSTEM_NAMES),
    tws: fc.constantFrom([1], [3], [4, 2, 7]),
    energy: fc.constantFrom(presetTable('paper'), presetTable('cacti-32nm')),
    samples: fc.constantFrom([samples[0]], [samples[1], samples[2]]),
    rows: fc.constantFrom(4, 8),
    clockMhz: fc.constantFrom(100, 200),
    tailoring: fc.constantFrom(null, true, false),
    packing: fc.constantFrom('none' as const, 'first-fit' as const),
  });
  it('adds up in energy and latency and multiplies in EDP', () => {
    fc.assert(
      fc.property(side, side, (...two) => {
        const [before, after] = two.map(({ rows, clockMhz, tailoring, packing, ...rest }): ChangeSide => {
          const ptb = { packing, tws: 'net' as const };
          const array = { rows, cols: 8 };
          return { ...rest, network, arch: { ...DEFAULT_ARCH_CONFIG, array, clockMhz, tailoring, ptb } };
        });
        const report = valueOf(explainChange(before, after));
        const [first, last] = [report.before, report.after];
        const energy = sum(report.parts.map((part) => part.energyPj)) - (last.energyPj - first.energyPj);
        expect(Math.abs(energy)).toBeLessThan(1e-9 * (first.energyPj + last.energyPj));
        const latency = sum(report.parts.map((part) => part.latencyUs)) - (last.latencyUs - first.latencyUs);
        expect(Math.abs(latency)).toBeLessThan(1e-9 * (first.latencyUs + last.latencyUs));
        const ratio = report.parts.reduce((product, part) => product * (part.edpRatio ?? NaN), 1);
        expect(ratio / (last.edpJs / first.edpJs)).toBeCloseTo(1, 9);
        // The way back is the same in reverse.
        const back = valueOf(explainChange(after, before));
        back.parts.forEach((part, i) => {
          expect(part.factor).toBe(report.parts[i].factor);
          const gap = Math.abs(part.energyPj + report.parts[i].energyPj);
          expect(gap).toBeLessThan(1e-9 * (first.energyPj + last.energyPj));
        });
      }),
      { numRuns: 12, seed: 6 },
    );
  });

  it('has no EDP ratio where energy is free', () => {
    const free = { ...UNIT_TABLE, name: 'free', aluPj: 0, rfPjPerByte: 0, lbufPjPerByte: 0, glbPjPerByte: 0 };
    const { parts } = explain({ energy: { ...free, dramPjPerByte: 0 } });
    expect(parts[0].edpRatio).toBeNull();
  });

  it('refuses other networks, no samples and what cannot run', () => {
    const other = presetNetwork('nmnist');
    expect(messagesOf(explainChange(base, { ...base, network: other, samples: [] }))).toEqual([
      'after.network: must have the layers of nmnist-small (got nmnist); compare results of one network',
    ]);
    expect(messagesOf(explainChange({ ...base, samples: [] }, base))).toEqual([
      'before.samples: must hold at least one (got none); give the spikes',
    ]);
    expect(messagesOf(explainChange(base, { ...base, tws: [0] }))).toEqual([
      'after.tws: must be a whole number of time steps, 1 to 65535 (got 0); try 2, 4 or 8',
    ]);
  });
});
