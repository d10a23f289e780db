// What is typed on the Paper page becomes what is asked; a figure gets only the settings that it has.
import { describe, expect, it } from 'vitest';
import { PAPER_FIGURES } from '../../../engine/contract/index.ts';
import { withGhosts } from '../../../renderer/src/views/paper/ghosts.ts';
import { FIELDS, isOwn, OWN_FORM, settingsOf } from '../../../renderer/src/views/paper/settings.ts';
import { fakeFigure } from '../../support/fake/paper.ts';

const FORM = { energy: 'cacti-32nm', tws: '8, 2 4,2', rows: 16, cols: null, beta: 0.01 };

describe('settingsOf', () => {
  it('sorts window sizes and keeps each once', () => {
    expect(settingsOf(FORM, '13')).toEqual({
      energy: 'cacti-32nm',
      archOverrides: { 'array.rows': 16 },
      tws: [2, 4, 8],
      beta: 0.01,
    });
  });

  it('leaves out what a figure does not have', () => {
    expect(settingsOf(FORM, '10')).toEqual({
      energy: 'paper',
      archOverrides: { 'array.rows': 16 },
      tws: [2, 4, 8],
      beta: null,
    });
    expect(settingsOf(FORM, 'bits')).toMatchObject({ energy: 'cacti-32nm', tws: [] });
  });

  it.each(['two', '0', '2.5', '-1', '301'])('is nothing while a window size is %s', (tws) => {
    expect(settingsOf({ ...FORM, tws }, '9')).toBeNull();
  });

  it('knows the own settings of every figure', () => {
    for (const figure of PAPER_FIGURES) {
      const own = settingsOf(OWN_FORM, figure);
      expect(own && isOwn(own)).toBe(true);
      const changed = settingsOf(FORM, figure);
      expect(changed && isOwn(changed)).toBe(FIELDS[figure].length === 0);
    }
  });
});

describe('withGhosts', () => {
  const [chart] = fakeFigure('9').charts;
  const moved = {
    ...chart,
    series: chart.series.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, y: point.y + 1 })),
    })),
  };

  it('puts the own curve behind one that moved, and nothing behind one that did not', () => {
    const shown = withGhosts(moved, [chart]);
    expect(shown.series.map(({ id, hue, dashed }) => [id, hue, dashed])).toEqual([
      ['a, own', 'grey', true],
      ['a', 'green', false],
    ]);
    expect(shown.series[0].points.map(({ y }) => y)).toEqual([48, 52]);
    expect(withGhosts(chart, [chart]).series).toHaveLength(1);
    expect(withGhosts({ ...moved, kind: 'bars' }, [chart]).series).toHaveLength(1);
  });
});
