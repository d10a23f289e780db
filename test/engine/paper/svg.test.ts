// Printed charts: places of points by hand, log axes, escaped names, and a report without anything from outside.
import { describe, expect, it } from 'vitest';
import type { PaperChart, PaperReport } from '../../../engine/contract/index.ts';
import { htmlReport } from '../../../engine/paper/index.ts';
import { chartSvg } from '../../../engine/paper/svg/chart-svg.ts';
import { linearScale, logScale, tickText } from '../../../engine/paper/svg/scale.ts';
import { FAKE_PAPER } from '../../support/fake/paper.ts';

const point = (x: number, y: number) => ({ x, y, low: y, high: y });
const CHART: PaperChart = {
  id: 'c',
  title: 'A < B & "C"',
  kind: 'lines',
  x: { name: 'TWS', unit: 'steps', log: false },
  y: { name: 'Energy', unit: 'pJ', log: false },
  categories: null,
  series: [{ id: 's', name: 'S', hue: 'green', dashed: false, points: [point(0, 0), point(10, 100)] }],
  published: [{ series: 's', x: 10, y: 50 }],
  caption: 'a caption',
};

describe('scales', () => {
  it('round a linear range to steps of 1, 2, 2.5 or 5', () => {
    const scale = linearScale([0, 93], true);
    expect([scale.least, scale.most, scale.ticks]).toEqual([0, 100, [0, 20, 40, 60, 80, 100]]);
    expect(scale.at(25)).toBeCloseTo(0.25, 12);
    expect(linearScale([], false).ticks.length).toBeGreaterThan(1);
    expect(linearScale([5, 5], false).at(5)).toBeGreaterThanOrEqual(0);
  });

  it('cover whole decades on a wide log range, and hold what is not positive at the end', () => {
    const scale = logScale([2e-3, 40]);
    expect([scale.least, scale.most]).toEqual([1e-3, 100]);
    expect(scale.at(0.1)).toBeCloseTo(2 / 5, 9);
    expect([scale.at(0), scale.at(-3), scale.at(1e9)]).toEqual([0, 0, 1]);
  });

  it('write ticks short', () => {
    expect([0, 0.02, 1500, 2.5e6, -20, 3e-5, 1e-6].map(tickText)).toEqual([
      '0',
      '0.02',
      '1.5k',
      '2.5M',
      '−20',
      '3×10⁻⁵',
      '10⁻⁶',
    ]);
  });
});

describe('chartSvg', () => {
  it('puts points where the axes say, and escapes names', () => {
    const svg = chartSvg(CHART);
    // Box: left 62, width 364, top 30, height 206; 4 % air at both ends of x.
    expect(svg).toContain(`d="M${62 + 0.04 * 364} 236L${62 + 0.96 * 364} 30"`);
    expect(svg).toContain(`d="M${62 + 0.96 * 364} ${133 - 5}l5 5`);
    expect(svg).toContain('A &lt; B &amp; &quot;C&quot;');
    expect(svg).not.toContain('NaN');
  });

  it.each(['bars', 'cells'] as const)('draws %s without a number missing', (kind) => {
    const chart: PaperChart = { ...CHART, kind, categories: kind === 'bars' ? ['a', 'b'] : null };
    const series = [{ ...CHART.series[0], points: [point(0, 1), { x: 1, y: 3, low: 2, high: 4 }] }];
    const svg = chartSvg({ ...chart, series, published: [{ series: 's', x: 1, y: 2 }] });
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.match(/<rect/g)?.length).toBeGreaterThan(2);
  });

  it('survives empty and single-valued charts', () => {
    for (const kind of ['lines', 'bars', 'cells'] as const)
      for (const series of [
        [],
        [{ ...CHART.series[0], points: [] }],
        [{ ...CHART.series[0], points: [point(1, 0)] }],
      ])
        for (const log of [true, false]) {
          const chart = { ...CHART, kind, series, published: [], y: { ...CHART.y, log } };
          expect(chartSvg(chart)).not.toMatch(/NaN|undefined/);
        }
  });
});

describe('htmlReport', () => {
  it('holds every figure, verdict and reason, and asks for nothing from outside', () => {
    const html = htmlReport(FAKE_PAPER);
    expect(html.match(/<section id="figure-/g)).toHaveLength(FAKE_PAPER.figures.length);
    expect(html).toContain('<span class="tag fitted">fitted</span>');
    expect(html).toContain('a reason');
    expect(html).not.toMatch(/<script|<link|src=|url\(|@import/);
    expect(html).not.toMatch(/href="(?!#)/);
  });

  it('escapes what comes from data', () => {
    const bad = '<img src=x onerror=alert(1)>';
    const report: PaperReport = {
      ...FAKE_PAPER,
      trainings: [{ runId: 'r', name: bad, dataset: bad, accuracy: 0.9, heldOut: 10 }],
      environment: [{ name: bad, value: bad }],
    };
    expect(htmlReport(report)).not.toContain('<img');
  });
});
