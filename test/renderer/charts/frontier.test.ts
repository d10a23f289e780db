import { describe, expect, it } from 'vitest';
import type { SystemName } from '../../../engine/contract/index.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { frontier, type FrontierInput, type FrontierPoint } from '../../../renderer/src/charts/frontier.ts';

const point = (key: string, system: SystemName, cost: number, accuracyPercent: number): FrontierPoint => ({
  key,
  name: key,
  system,
  cost,
  accuracyPercent,
  settled: true,
  label: '',
  lines: [{ label: 'EDP', value: `${cost} pJ·s` }],
  foot: 'paper',
});

const input = (change: Partial<FrontierInput> = {}): FrontierInput => ({
  title: 'N-MNIST',
  points: [point('a', 'spikex', 10, 98), point('b', 'ptb', 100, 98.5), point('c', 'ptb', 200, 97)],
  costName: 'EDP',
  costUnit: 'pJ·s',
  log: true,
  showFront: true,
  floorPercent: null,
  selectedKey: null,
  ...change,
});

const seriesOf = (change: Partial<FrontierInput>, id: string) =>
  frontier(input(change), LIGHT).panel.series.find((series) => series.id === id);

describe('frontier', () => {
  it('draws the staircase through the runs nobody beats, to the right edge', () => {
    const drawing = frontier(input(), LIGHT);
    const data = drawing.panel.series.find(({ id }) => id === 'front')?.data as number[][];
    expect(data.slice(0, 3)).toEqual([
      [10, 98],
      [100, 98],
      [100, 98.5],
    ]);
    expect(data[3][0]).toBe((drawing.panel.xAxis as { max: number }).max);
    expect(data[3][1]).toBe(98.5);
  });

  it('keeps runs below the accuracy floor out of the front', () => {
    const data = seriesOf({ floorPercent: 98.2 }, 'front')?.data as number[][];
    expect(data[0]).toEqual([100, 98.5]);
  });

  it('draws a run that is still going on hollow and keeps it out of the front', () => {
    const points = [point('a', 'ptb', 100, 95), { ...point('b', 'ptb', 10, 99), settled: false }];
    const drawing = frontier(input({ points }), LIGHT);
    const data = drawing.panel.series.find(({ id }) => id === 'ptb')?.data as {
      itemStyle: { color: string };
    }[];
    expect(data[1].itemStyle.color).toBe(LIGHT.panel);
    expect(drawing.table.rows.map((row) => row[4])).toEqual(['yes', 'no']);
  });

  it('fades what is not on the front', () => {
    const data = seriesOf({}, 'ptb')?.data as { name: string; itemStyle: { opacity: number } }[];
    expect(data.map(({ name, itemStyle }) => [name, itemStyle.opacity])).toEqual([
      ['b', 1],
      ['c', 0.5],
    ]);
  });

  it('gives every system its own hue and symbol', () => {
    const systems: SystemName[] = ['spikex', 'ptb', 'serial', 'serial-dense'];
    const drawing = frontier(
      input({ points: systems.map((system, i) => point(system, system, i + 1, 90)) }),
      LIGHT,
    );
    const entries = drawing.legend.filter(({ id }) => id !== 'front');
    expect(new Set(entries.map(({ color }) => color)).size).toBe(4);
    expect(new Set(entries.map(({ mark }) => JSON.stringify(mark))).size).toBe(4);
  });

  it('puts a free run on the left edge of a log axis instead of losing it', () => {
    const drawing = frontier(
      input({ points: [point('a', 'spikex', 0, 90), point('b', 'ptb', 10, 91)] }),
      LIGHT,
    );
    const data = drawing.panel.series.find(({ id }) => id === 'spikex')?.data as { value: number[] }[];
    expect(data[0].value[0]).toBe((drawing.panel.xAxis as { min: number }).min);
    expect(drawing.table.rows[0][3]).toBe(0);
  });

  it('writes unit and scale into the axis name', () => {
    expect((frontier(input(), LIGHT).panel.xAxis as { name: string }).name).toBe('EDP (pJ·s), log');
    expect((frontier(input({ log: false }), LIGHT).panel.xAxis as { name: string }).name).toBe('EDP (pJ·s)');
  });

  it('lets the arrow keys walk from left to right', () => {
    expect(frontier(input(), LIGHT).stops.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  it('rings the selected run', () => {
    expect(seriesOf({ selectedKey: 'b' }, 'selected')?.data).toEqual([[100, 98.5]]);
    expect(seriesOf({ selectedKey: 'gone' }, 'selected')).toBeUndefined();
  });

  it('keeps the axes without any run', () => {
    const drawing = frontier(input({ points: [] }), LIGHT);
    expect(drawing.panel.series).toEqual([]);
    expect((drawing.panel.xAxis as { max: number }).max).toBe(10_000);
    expect(drawing.summary).toMatch(/no run yet/);
  });

  it('escapes names that come from users', () => {
    const drawing = frontier(input({ points: [point('<img src=x>', 'ptb', 1, 90)] }), LIGHT);
    const formatter = drawing.panel.tooltip.formatter as unknown;
    expect(typeof formatter).toBe('function');
    const html = (formatter as (params: { name: string }) => string)({ name: '<img src=x>' });
    expect(html).toContain('&lt;img src=x&gt;');
    expect(html).not.toContain('<img');
  });
});
