// The small parts: CSV, sparkline, colour map, confusion matrix, keys, figures for export.
import { describe, expect, it } from 'vitest';
import { confusionMatrix } from '../../../renderer/src/charts/confusion.ts';
import { csvOf } from '../../../renderer/src/charts/csv.ts';
import { composeFigure } from '../../../renderer/src/charts/figure.ts';
import { frontier } from '../../../renderer/src/charts/frontier.ts';
import { inkOn, sequential } from '../../../renderer/src/charts/sequential.ts';
import { sparklinePath } from '../../../renderer/src/charts/sparkline.ts';
import { evenTickText, linearRange, tickText } from '../../../renderer/src/charts/axis.ts';
import { nextStop } from '../../../renderer/src/charts/use-chart-keys.ts';
import { DARK, LIGHT } from '../../../renderer/src/design/tokens.ts';

describe('csvOf', () => {
  it('names units, quotes what needs it and leaves gaps empty', () => {
    const table = {
      columns: [
        { name: 'Run', unit: '' },
        { name: 'EDP', unit: 'pJ·s' },
      ],
      rows: [
        ['a, "b"', 1.5],
        ['c', null],
      ],
    };
    expect(csvOf(table)).toBe('Run,EDP (pJ·s)\r\n"a, ""b""",1.5\r\nc,\r\n');
  });
});

describe('tickText', () => {
  it('shortens thousands and millions and keeps small decimals', () => {
    expect([0, 0.05, 10, 2000, 1e6, 3e-7].map(tickText)).toEqual([
      '0',
      '0.05',
      '10',
      '2k',
      '1M',
      '3e\u22127',
    ]);
  });
  it('gives all labels of an axis the same decimals', () => {
    const range = linearRange([97.6, 98.4], { count: 4 });
    expect(range.ticks.map(evenTickText(range))).toEqual(['97.6', '97.8', '98.0', '98.2', '98.4']);
  });
});

describe('sparklinePath', () => {
  it('runs from zero to the largest value over the planned width', () => {
    // width 10 over 3 slots: x = 0, 5; height 12: y = 11 - value/max * 9
    expect(sparklinePath({ values: [2, 1], planned: 3, width: 10, height: 12 })).toBe('M0 2L5 6.5');
  });
  it('draws no trend from one value and survives zeros', () => {
    expect(sparklinePath({ values: [1], planned: 3, width: 10, height: 12 })).toBe('');
    expect(sparklinePath({ values: [0, 0], planned: 2, width: 10, height: 12 })).toBe('M0 11L10 11');
  });
});

describe('sequential', () => {
  it('passes through its anchors', () => {
    expect(sequential(LIGHT, 0)).toBe(LIGHT.seq0.toLowerCase());
    expect(sequential(LIGHT, 0.5)).toBe(LIGHT.seq2.toLowerCase());
    expect(sequential(LIGHT, 2)).toBe(LIGHT.seq4.toLowerCase());
  });
  it('has ink that reads on it', () => {
    expect(inkOn(LIGHT.seq0)).toBe('#0B0E12');
    expect(inkOn(LIGHT.seq4)).toBe('#FFFFFF');
    expect(inkOn(DARK.seq4)).toBe('#0B0E12');
  });
});

describe('confusionMatrix', () => {
  const input = {
    title: 'Confusion',
    classes: ['0', '1'],
    counts: [
      [8, 2],
      [1, 9],
    ],
    shown: 'count' as const,
  };
  it('counts what is right', () => {
    // 8 + 9 of 20
    expect(confusionMatrix(input, LIGHT).summary).toBe('Confusion matrix over 2 classes: 17 of 20 right.');
  });
  it('has a cell per pair and the counts as a table', () => {
    const drawing = confusionMatrix(input, LIGHT);
    expect(drawing.panel.series[0].data).toEqual([
      [0, 0, 8],
      [1, 0, 2],
      [0, 1, 1],
      [1, 1, 9],
    ]);
    expect(drawing.table.rows).toEqual([
      ['0', 8, 2],
      ['1', 1, 9],
    ]);
  });
});

describe('nextStop', () => {
  it('walks, stops at the ends and jumps', () => {
    expect(nextStop('ArrowRight', -1, 2)).toBe(0);
    expect(nextStop('ArrowRight', 2, 2)).toBe(2);
    expect(nextStop('ArrowLeft', -1, 2)).toBe(2);
    expect(nextStop('ArrowLeft', 0, 2)).toBe(0);
    expect(nextStop('End', 0, 2)).toBe(2);
    expect(nextStop('Home', 2, 2)).toBe(0);
    expect(nextStop('a', 1, 2)).toBeNull();
    expect(nextStop('End', -1, -1)).toBeNull();
  });
});

describe('composeFigure', () => {
  const drawing = (title: string) =>
    frontier(
      {
        title,
        points: [
          {
            key: 'a',
            name: 'a',
            system: 'ptb',
            cost: 10,
            accuracyPercent: 98,
            settled: true,
            label: '',
            lines: [],
            foot: '',
          },
        ],
        costName: 'EDP',
        costUnit: 'pJ·s',
        log: true,
        showFront: true,
        floorPercent: null,
        selectedKey: null,
      },
      LIGHT,
    );

  it('gives each panel its own axes, a letter and one common legend', () => {
    const figure = composeFigure(
      [drawing('A'), drawing('B')],
      { caption: 'n = 1. Table paper.', widthMm: 180 },
      LIGHT,
    );
    const { grid, xAxis, graphic } = figure.option as {
      grid: unknown[];
      xAxis: unknown[];
      graphic: { style?: { text?: string } }[];
    };
    expect([grid.length, xAxis.length]).toEqual([2, 2]);
    const texts = graphic.map(({ style }) => style?.text).filter(Boolean);
    expect(texts).toEqual(['a  A', 'b  B', 'PTB', 'Pareto front', 'n = 1. Table paper.']);
  });

  it('prints 12 px as 8 pt: 180 mm are 765 px', () => {
    // 8 pt = 8/72 inch = 2.8222 mm; 180 / 2.8222 * 12 = 765.4
    expect(composeFigure([drawing('A')], { caption: '', widthMm: 180 }, LIGHT).width).toBe(765);
  });

  it('breaks a long caption into lines instead of cutting it', () => {
    const caption = 'word '.repeat(60).trim();
    const figure = composeFigure([drawing('A')], { caption, widthMm: 88 }, LIGHT);
    const texts = (figure.option.graphic as { style?: { text?: string } }[]).map(
      ({ style }) => style?.text ?? '',
    );
    const lines = texts.filter((text) => text.startsWith('word'));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(caption);
  });
});
