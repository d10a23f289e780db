// Area and leakage of memories from table rows, with the sums by hand.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { EnergyTable } from '../../../engine/contract/index.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import { siliconOf, withLeakage } from '../../../engine/cost/silicon.ts';
import { memoriesOf } from '../../../engine/sim/memories.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

/** Area = bytes / 1000, leakage = bytes^2 / 1e6, so both are power laws through the rows. */
const row = (bytes: number): { bytes: number; areaMm2: number; leakageMw: number } => ({
  bytes,
  areaMm2: bytes / 1000,
  leakageMw: bytes ** 2 / 1e6,
});
const table: EnergyTable = {
  ...UNIT_TABLE,
  silicon: { rfBytes: 64, source: 'test', rf: [row(64), row(128)], sram: [row(1000), row(4000), row(9000)] },
};
const network = presetNetwork('nmnist-small');
const arch = {
  ...DEFAULT_ARCH_CONFIG,
  array: { rows: 2, cols: 3 },
  glb: { bytes: 4000, bytesPerCycle: 32 },
  lbuf: { bytes: 2000 },
};

describe('siliconOf', () => {
  it('sums buffers and registers of all PEs', () => {
    const silicon = siliconOf(memoriesOf('spikex', network, arch), table);
    // GLB 4; LBUF between 1000 and 4000 on the power laws: 2 and 4 mW; RF 2 * 3 * 0.064 and 6 * 0.004096
    expect(silicon?.parts.map(({ part, count, bytes }) => [part, count, bytes])).toEqual([
      ['GLB', 1, 4000],
      ['LBUF', 1, 2000],
      ['RF', 6, 64],
    ]);
    expect(silicon?.areaMm2).toBeCloseTo(4 + 2 + 6 * 0.064, 12);
    expect(silicon?.leakageMw).toBeCloseTo(16 + 4 + 6 * 0.004096, 12);
    expect(silicon?.parts.some((part) => part.extrapolated)).toBe(false);
  });

  it('counts the one column of the serial system', () => {
    expect(siliconOf(memoriesOf('serial', network, arch), table)?.parts[2].count).toBe(2);
  });

  it.each([500, 18_000])('extends the nearest rows to %i bytes and says so', (bytes) => {
    const silicon = siliconOf(memoriesOf('spikex', network, { ...arch, lbuf: { bytes } }), table);
    expect(silicon?.parts[1].extrapolated).toBe(true);
    expect(silicon?.parts[1].areaMm2).toBeCloseTo(bytes / 1000, 9);
  });

  it('is null without silicon data', () => {
    expect(siliconOf(memoriesOf('spikex', network, arch), presetTable('paper'))).toBeNull();
  });

  it('finds the rows of CACTI at its own sizes', () => {
    const silicon = siliconOf(memoriesOf('spikex', network, DEFAULT_ARCH_CONFIG), presetTable('cacti-32nm'));
    // 54 KiB and 2 KiB at 64-bit ports; 64 register files of 64 B
    expect(silicon?.areaMm2).toBeCloseTo(0.10239306 + 0.00382165 + 64 * 0.0001639, 12);
    expect(silicon?.leakageMw).toBeCloseTo(
      5.9611 + 0.0618205 + 0.26232 + 0.00336743 + 64 * (0.010458 + 0.000175805),
      9,
    );
  });
});

describe('withLeakage', () => {
  it('adds power times latency', () => {
    // 2 mW * 3 us = 6 nJ = 6000 pJ; EDP (1000 + 6000) pJ * 3 us = 2.1e-14 J * s
    const silicon = { areaMm2: 1, leakageMw: 2, parts: [] };
    const cost = withLeakage({ energyPj: 1000, latencyUs: 3, edpJs: 3e-15 }, silicon);
    expect(cost).toMatchObject({ leakagePj: 6000, energyPj: 7000, latencyUs: 3 });
    expect(cost.edpJs / 2.1e-14).toBeCloseTo(1, 12);
  });
});

describe('silicon of a table file', () => {
  it('is read back as written', () => {
    const { silicon } = valueOf(parseEnergyTable(JSON.stringify(table), 't.json'));
    expect(silicon).toEqual(table.silicon);
  });

  it('names every mistake', () => {
    const wrong = (silicon: unknown): string[] =>
      messagesOf(parseEnergyTable({ ...table, silicon }, 't.json'));
    expect(wrong(3)).toEqual(['t.json.silicon: must be an object (got 3); leave it out or write { … }']);
    expect(wrong({ ...table.silicon, rf: [row(64)], sram: [row(4000), row(1000)], cells: 1 })).toEqual([
      't.json.silicon.rf: must be a list of at least 2 objects (got a list of 1); give bytes, areaMm2 and leakageMw of each',
      't.json.silicon.sram[1].bytes: must be a number above 4000 and at most 1000000000000 (got 1000); sort by rising size',
      't.json.silicon.cells: must be a known key (got "cells"); known are rfBytes, source, rf, sram',
    ]);
  });
});
