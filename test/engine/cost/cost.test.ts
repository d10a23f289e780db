// Energy tables and counters times table, with the sums by hand.
import { describe, expect, it } from 'vitest';
import { costOf } from '../../../engine/cost/cost-of.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import { messagesOf } from '../../support/outcomes.ts';
import { presetNames, presetTable } from '../../support/presets.ts';

describe('shipped tables', () => {
  it('say what they are', () => {
    expect(presetNames('tech')).toEqual(['cacti-32nm', 'paper']);
    expect(presetTable('paper')).toMatchObject({
      fitted: true,
      aluPj: 1,
      rfPjPerByte: 0.4,
      dramPjPerByte: 15,
    });
    expect(presetTable('cacti-32nm').fitted).toBe(false);
    for (const name of presetNames('tech')) expect(presetTable(name).licence.length).toBeGreaterThan(5);
  });

  it('cacti-32nm holds the sums that its source states', () => {
    const table = presetTable('cacti-32nm');
    expect(table.aluPj).toBeCloseTo(0.05 + 0.06572 + 0.08071, 4);
    expect(table.rfPjPerByte).toBeCloseTo((0.0372 + 0.05499) / 2, 4);
    expect(table.lbufPjPerByte).toBeCloseTo((0.63778 + 0.82053) / 2 / 8, 4);
    expect(table.glbPjPerByte).toBeCloseTo((4.32216 + 3.40974) / 2 / 8, 4);
    expect(table.dramPjPerByte).toBe(8 * 8);
  });
});

describe('costOf', () => {
  it('prices each level and splits by usage', () => {
    // paper: ALU 1, RF 0.4, LBUF 1, GLB 2, DRAM 15
    // ALU 10 -> 10; RF 5 + 10 -> 2 + 4; LBUF 3 + 4 + 1 -> 3 + 4 + 1; GLB 6 + 2 -> 12 + 4; DRAM 1 + 2 -> 15 + 30
    const cost = costOf(
      {
        'ALU.alu': 10,
        'RF.weight': 5,
        'RF.spike': 10,
        'LBUF.weight': 3,
        'LBUF.spike': 4,
        'LBUF.psum': 1,
        'GLB.weight': 6,
        'GLB.spike': 2,
        'DRAM.weight': 1,
        'DRAM.spike': 2,
      },
      presetTable('paper'),
    );
    expect(cost.byComponentPj).toEqual({ ALU: 10, RF: 6, LBUF: 8, GLB: 16, DRAM: 45 });
    // weight 2 + 3 + 12 + 15, spike 4 + 4 + 4 + 30, psum 1, alu 10
    expect(cost.byUsagePj).toEqual({ weight: 32, spike: 42, psum: 1, alu: 10 });
    expect(cost.energyPj).toBe(85);
  });

  it('is zero for nothing', () => {
    expect(costOf({}, presetTable('paper')).energyPj).toBe(0);
  });
});

describe('parseEnergyTable', () => {
  it('names every mistake', () => {
    const { schema: _, ...table } = presetTable('paper');
    const wrong = { ...table, aluPj: -1, glbPjPerByte: '2', fitted: 'no', dramPjPerBit: 3 };
    expect(messagesOf(parseEnergyTable(wrong, 't.json'))).toEqual([
      't.json.schema: must be spikex-energy/1 (got nothing); choose one',
      't.json.fitted: must be true or false (got "no"); choose one',
      't.json.aluPj: must be a number of at least 0 and at most 1000000000 (got -1); give picojoules',
      't.json.glbPjPerByte: must be a number of at least 0 and at most 1000000000 (got "2"); give picojoules',
      't.json.dramPjPerBit: must be a known key (got "dramPjPerBit"); did you mean "dramPjPerByte"?',
    ]);
  });
});
