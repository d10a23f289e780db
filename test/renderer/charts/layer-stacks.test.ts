import { describe, expect, it } from 'vitest';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { layerStacks } from '../../../renderer/src/charts/layer-stacks.ts';
import { LEVEL_PARTS } from '../../../renderer/src/charts/series-style.ts';

const layers = [
  { ALU: 1, RF: 2, LBUF: 3, GLB: 4, DRAM: 10 },
  { ALU: 2, RF: 2, LBUF: 2, GLB: 2, DRAM: 2 },
];
const drawing = layerStacks(
  {
    title: 'Energy per layer',
    layerNames: ['CONV1', 'FC1'],
    parts: LEVEL_PARTS,
    bars: [
      { key: 'p', name: 'PTB', letter: 'P', layers },
      { key: 'x', name: 'SpikeX', letter: 'X', layers: layers.map((levels) => ({ ...levels, DRAM: 0 })) },
    ],
    axis: 'Energy (µJ)',
    unit: 'µJ',
    text: (value) => value.toFixed(0),
    foot: '',
  },
  LIGHT,
);

describe('layerStacks', () => {
  it('stacks from the ALU up, one stack per result', () => {
    const bars = drawing.panel.series.filter(({ type }) => type === 'bar') as { id: string; stack: string }[];
    expect(bars.map(({ id }) => id)).toEqual([
      ...['ALU', 'RF', 'LBUF', 'GLB', 'DRAM'].map((level) => `p ${level}`),
      ...['ALU', 'RF', 'LBUF', 'GLB', 'DRAM'].map((level) => `x ${level}`),
    ]);
    expect(new Set(bars.map(({ stack }) => stack))).toEqual(new Set(['p', 'x']));
  });

  it('starts at zero and reaches above the tallest stack', () => {
    const axis = drawing.panel.yAxis as { min: number; max: number };
    expect(axis.min).toBe(0);
    expect(axis.max).toBeGreaterThanOrEqual(20);
  });

  it('tells the network totals in words', () => {
    // PTB: 20 + 10; SpikeX: 10 + 8
    expect(drawing.summary).toContain('PTB 30 µJ');
    expect(drawing.summary).toContain('SpikeX 18 µJ');
  });

  it('gives the drawn data as a table with totals', () => {
    expect(drawing.table.rows).toHaveLength(4);
    expect(drawing.table.rows[0]).toEqual(['PTB', 'CONV1', 1, 2, 3, 4, 10, 20]);
    expect(drawing.table.rows[3]).toEqual(['SpikeX', 'FC1', 2, 2, 2, 2, 0, 8]);
  });
});
