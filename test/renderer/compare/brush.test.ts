// What a frame over the chart lets through, and that the front stays that of all feasible points.
import { describe, expect, it } from 'vitest';
import { frontier, type FrontierPoint } from '../../../renderer/src/charts/frontier.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';

const point = (
  key: string,
  cost: number,
  gain: number,
  more: Partial<FrontierPoint> = {},
): FrontierPoint => ({
  key,
  name: key,
  system: 'spikex',
  cost,
  accuracyPercent: gain,
  settled: true,
  label: 'β 1',
  lines: [],
  foot: '',
  ...more,
});

const draw = (points: readonly FrontierPoint[], more: object = {}) =>
  frontier(
    {
      title: 't',
      points,
      costName: 'EDP',
      costUnit: 'pJ·s',
      log: false,
      showFront: true,
      floorPercent: null,
      selectedKey: null,
      ...more,
    },
    LIGHT,
  );
type Marks = { itemStyle: { opacity: number }; label?: object }[];
const marksOf = (drawing: ReturnType<typeof draw>): Marks =>
  drawing.panel.series.find(({ id }) => id === 'spikex')?.data as Marks;
const frontOf = (drawing: ReturnType<typeof draw>): number[][] =>
  drawing.panel.series.find(({ id }) => id === 'front')?.data as number[][];

describe('a brushed chart', () => {
  const points = [point('a', 1, 90), point('b', 2, 80)];
  it('draws what lies outside faint and without a label, and leaves the front as it is', () => {
    const drawing = draw(points, { brushed: new Set(['b']) });
    expect(marksOf(drawing).map(({ itemStyle }) => itemStyle.opacity)).toEqual([0.15, 1]);
    expect(marksOf(drawing).map(({ label }) => label !== undefined)).toEqual([false, true]);
    expect(frontOf(drawing)[0]).toEqual([1, 90]);
  });
});

describe('other figures', () => {
  it('turn the staircase where less is better upwards', () => {
    // Loss against EDP: both low. Only c is beaten (by b).
    const points = [point('a', 1, 0.9), point('b', 2, 0.2), point('c', 3, 0.5)];
    const drawing = draw(points, { gain: { name: 'Loss', unit: '', better: 'low' } });
    expect(drawing.table.rows.map((row) => row[4])).toEqual(['yes', 'yes', 'no']);
    expect(frontOf(drawing).slice(0, 3)).toEqual([
      [1, 0.9],
      [2, 0.9],
      [2, 0.2],
    ]);
  });

  it('and where more of the cost is better', () => {
    const points = [point('a', 1, 90), point('b', 2, 95), point('c', 3, 80)];
    const drawing = draw(points, { costBetter: 'high' });
    expect(drawing.table.rows.map((row) => row[4])).toEqual(['no', 'yes', 'yes']);
  });
});

describe('spread over seeds', () => {
  it('widens the axes, has its columns, and marks single runs open', () => {
    const points = [
      point('a', 10, 90, { costSd: 5, accuracySd: 2, replicated: true }),
      point('b', 20, 91, { replicated: false }),
    ];
    const drawing = draw(points);
    expect(drawing.table.columns.map(({ name }) => name)).toContain('Accuracy, s.d.');
    expect(drawing.table.rows.map((row) => row.slice(5))).toEqual([
      [2, 5],
      [null, null],
    ]);
    expect((drawing.panel.yAxis as { min: number }).min).toBeLessThanOrEqual(88);
    const [, open] = marksOf(drawing) as unknown as { itemStyle: { color: string } }[];
    expect(open.itemStyle.color).toBe(LIGHT.panel);
  });
});
