// Published values as data, deviations by hand, and the report as text.
import { describe, expect, it } from 'vitest';
import {
  compareFigure,
  chartCsv,
  comparisonCsv,
  deviationText,
  measuredText,
  paperText,
  parsePublished,
  STUDIES,
  type Measured,
} from '../../../engine/paper/index.ts';
import { Draws, DrawTable, lowest, type MeasuredChart } from '../../../engine/paper/study.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork } from '../../support/presets.ts';
import { paperFile, PUBLISHED } from './setup.ts';

const ONE: Measured = {
  id: 'one',
  published: 'fig9.energy.tws2',
  conditions: 'TWS 2, "quoted"',
  unit: '%',
  value: 50,
  sd: 1.234,
  draws: 3,
  status: 'fitted',
  reason: 'a reason',
};
const row = (change: Partial<Measured>) =>
  compareFigure(STUDIES['9'], { measured: [{ ...ONE, ...change }], charts: [] }, PUBLISHED).rows[0];

describe('deviation', () => {
  it('is in points between percentages', () => {
    // 50 - 46.6 = 3.4
    expect(row({}).deviation).toBeCloseTo(3.4, 9);
    expect(deviationText(row({}))).toBe('+3.4 points');
  });

  it('is in per cent of the published value elsewhere', () => {
    // 6.399 / 7.11 - 1 = -0.1
    const gain = row({ published: 'fig10.gain.sparse', unit: 'x', value: 6.399 });
    expect(gain.deviation).toBeCloseTo(-10, 9);
    expect(deviationText(gain)).toBe('-10.0 %');
  });

  it('is none beside a statement or another unit', () => {
    expect(row({ published: 'fig10.monotone', unit: '', value: 'monotone' }).deviation).toBeNull();
    expect(row({ unit: 'x' }).deviation).toBeNull();
    expect(deviationText(row({ unit: 'x' }))).toBe('–');
  });

  it('says on which side of no effect both lie', () => {
    expect(row({}).direction).toBe('same');
    expect(row({ value: -2 }).direction).toBe('opposite');
    // Ratios: 7.11x is a gain, 0.9x a loss.
    expect(row({ published: 'fig10.gain.sparse', unit: 'x', value: 0.9 }).direction).toBe('opposite');
    expect(row({ value: 'a text' }).direction).toBeNull();
  });

  it('throws where the paper has no such value', () => {
    expect(() => row({ published: 'fig9.nothing' })).toThrow('spikex has no value fig9.nothing');
  });
});

describe('texts', () => {
  it('shows published values as printed and measured ones with three digits', () => {
    expect(paperText(row({ published: 'fig12b.spike.tws8' }))).toBe('30.65 %');
    expect(measuredText(row({ value: 50.1234 }))).toBe('50.1 % ± 1.2');
    expect(measuredText(row({ unit: 'steps', value: 10, sd: null }))).toBe('10 steps');
    expect(measuredText(row({ unit: 'x', value: 6.4, sd: null }))).toBe('6.40x');
  });

  it('quotes CSV cells, and puts published values on their chart', () => {
    const chart: MeasuredChart = {
      id: 'c',
      title: 'C',
      kind: 'lines',
      x: { name: 'TWS', unit: 'steps', log: false },
      y: { name: 'Energy', unit: 'pJ', log: false },
      categories: null,
      series: [
        { id: 's', name: 'S', hue: 'green', dashed: false, points: [{ x: 2, y: 5, low: 4.5, high: 5.5 }] },
      ],
      caption: '',
    };
    const mark = { chart: 'c', series: 's', x: 2 };
    const figure = compareFigure(
      STUDIES['9'],
      {
        measured: [
          { ...ONE, mark },
          { ...ONE, id: 'elsewhere' },
        ],
        charts: [chart],
      },
      PUBLISHED,
    );
    expect(comparisonCsv([figure]).split('\n')[1]).toContain('"TWS 2, ""quoted""",46.6,%,50,1.234,3,%');
    expect(figure.charts[0].published).toEqual([{ series: 's', x: 2, y: 46.6 }]);
    expect(chartCsv(figure.charts[0])).toBe(
      'series,TWS (steps),Energy (pJ),low,high\ns,2,5,4.5,5.5\npublished: s,2,46.6,46.6,46.6\n',
    );
  });

  it('shows nothing where nothing was measured', () => {
    expect(measuredText(row({ value: null }))).toBe('–');
    expect(row({ value: null }).deviation).toBeNull();
  });
});

describe('draws', () => {
  it('have mean and sample standard deviation', () => {
    // 2, 4, 9: mean 5, squares 9 + 1 + 16 = 26, sd = sqrt(26 / 2)
    const draws = new Draws();
    for (const value of [2, 4, 9]) draws.add(value);
    expect(draws.mean).toBeCloseTo(5, 12);
    expect(draws.sd).toBeCloseTo(Math.sqrt(13), 12);
  });

  it('are kept per key', () => {
    const table = new DrawTable();
    table.at('a', 1).add(4);
    table.at('a', 2).add(3);
    expect(table.at('a', 1).mean).toBe(4);
    expect(lowest([1, 2], (key) => table.at('a', key).mean)).toBe(2);
  });
});

describe('published values', () => {
  it('refuses what is not one, with the place', () => {
    const text = JSON.stringify({
      schema: 'spikex-paper/1',
      name: 'n',
      title: 't',
      source: 's',
      licence: 'l',
      values: [
        { key: 'a', figure: 'f', quantity: 'q', value: true, unit: '', where: 'I', note: '' },
        { key: 'a', figure: 'f', quantity: 'q', value: 1, unit: '%', where: 'I', note: '' },
      ],
    });
    expect(messagesOf(parsePublished(text, 'p.json'))).toEqual([
      'p.json.values[0].value: must be a number, a list of numbers or a text (got true); copy what the paper prints',
      'p.json.values[1].key: must be unique (got "a" twice); rename one',
    ]);
    expect(messagesOf(parsePublished('[]', 'p.json'))[0]).toMatch(/^p\.json: must be/);
  });

  it('cites a source for every value', () => {
    const paper = valueOf(parsePublished(paperFile('spikex.json'), 'spikex.json'));
    expect(paper.source).toContain('2505.12292');
    expect(paper.values.every((value) => value.where !== '')).toBe(true);
  });
});

describe('Table II', () => {
  const table: {
    networks: Record<string, { T: number; layers: [string, ...number[]][] }>;
  } = JSON.parse(paperFile('spikex-table-2.json'));

  it.each([
    ['N-MNIST', 'nmnist'],
    ['DVS-Gesture Medium', 'dvsg-medium'],
    ['DVS-Gesture Large', 'dvsg-large'],
  ])('%s has the sizes of the preset %s', (printed, preset) => {
    const { timesteps, layers } = presetNetwork(preset);
    expect(timesteps).toBe(table.networks[printed].T);
    expect(layers.map(({ H, R, E, C, M }) => [H, R, E, C, M])).toEqual(
      table.networks[printed].layers.map(([, ...sizes]) => sizes),
    );
  });
});
