// Bands by hand, and that every table within them stays inside.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS } from '../../../engine/contract/index.ts';
import type { Level } from '../../../engine/contract/index.ts';
import { energyBand, ratioBand } from '../../../engine/cost/sensitivity.ts';

const energies = { ALU: 10, RF: 20, LBUF: 30, GLB: 0, DRAM: 40 };

describe('energyBand', () => {
  it('moves one entry or all', () => {
    const band = energyBand(energies, 10);
    expect(band.nominalPj).toBe(100);
    // DRAM: 40 -> 36 or 44
    expect(band.entries.find((entry) => entry.level === 'DRAM')).toEqual({
      level: 'DRAM',
      lowPj: 96,
      highPj: 104,
    });
    expect(band.entries.find((entry) => entry.level === 'GLB')).toEqual({
      level: 'GLB',
      lowPj: 100,
      highPj: 100,
    });
    expect([band.lowPj, band.highPj]).toEqual([90, 110]);
  });
});

describe('ratioBand', () => {
  it('is widest where the systems differ in what they use', () => {
    // over: ALU 10 + DRAM 10, under: ALU 10. ALU 0.5, DRAM 1.5: 20 / 5; ALU 1.5, DRAM 0.5: 20 / 15
    const none = { ALU: 0, RF: 0, LBUF: 0, GLB: 0, DRAM: 0 };
    const band = ratioBand({ ...none, ALU: 10, DRAM: 10 }, { ...none, ALU: 10 }, 50);
    expect(band.nominal).toBe(2);
    expect(band.low).toBeCloseTo(20 / 15, 12);
    expect(band.high).toBeCloseTo(4, 12);
  });

  it('does not move between systems with the same shares', () => {
    const { ALU, RF, LBUF, GLB, DRAM } = energies;
    const half = { ALU: ALU / 2, RF: RF / 2, LBUF: LBUF / 2, GLB: GLB / 2, DRAM: DRAM / 2 };
    const band = ratioBand(energies, half, 30);
    expect([band.low, band.nominal, band.high].map((ratio) => ratio.toFixed(12))).toEqual(
      Array.from({ length: 3 }, () => (2).toFixed(12)),
    );
  });

  it('holds every table within the percentage', () => {
    const amount = fc.double({ min: 0.1, max: 1e6, noNaN: true });
    const levels = fc.record({ ALU: amount, RF: amount, LBUF: amount, GLB: amount, DRAM: amount });
    const share = fc.double({ min: -1, max: 1, noNaN: true });
    const factors = fc.tuple(share, share, share, share, share);
    fc.assert(
      fc.property(levels, levels, fc.integer({ min: 0, max: 90 }), factors, (over, under, percent, moves) => {
        const priced = (from: Record<Level, number>): number =>
          LEVELS.reduce((sum, level, i) => sum + from[level] * (1 + (moves[i] * percent) / 100), 0);
        const band = ratioBand(over, under, percent);
        const ratio = priced(over) / priced(under);
        expect(ratio).toBeGreaterThanOrEqual(band.low * (1 - 1e-12));
        expect(ratio).toBeLessThanOrEqual(band.high * (1 + 1e-12));
      }),
      { numRuns: 300, seed: 8 },
    );
  });
});
