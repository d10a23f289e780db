// The job behind the drawn figures: in the order of the ask, with progress, at the settings asked for, stopped between draws.
import { describe, expect, it } from 'vitest';
import { paper, type PaperWork } from '../../../../electron/jobs/kinds/paper.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { inlineContext } from './job-context.ts';

const work = (draws: PaperWork['draws'], settings: Partial<PaperWork['settings']> = {}): PaperWork => ({
  draws,
  activities: [],
  settings: { energy: 'paper', archOverrides: {}, tws: [], ...settings },
  limits: null,
});

describe('job paper', () => {
  it('measures the asked figures in the order of the ask', async () => {
    const context = inlineContext('');
    const asked = work([
      { figure: '12', draws: 2 },
      { figure: '9', draws: 3 },
    ]);
    const { drawn } = valueOf(await paper(asked, context));
    expect(drawn.map(({ charts }) => charts[0].id)).toEqual(['components', 'fall-energy']);
    expect(drawn.map(({ measured }) => measured[0].draws)).toEqual([2, 3]);
    expect(context.progressSeen.at(-1)).toMatchObject({ done: 3, total: 3, message: 'figure 9' });
  });

  it('takes other window sizes and another accelerator', async () => {
    const settings = { tws: [2, 6], archOverrides: { 'array.cols': 16 } };
    const { drawn } = valueOf(await paper(work([{ figure: '9', draws: 1 }], settings), inlineContext('')));
    const [chart] = drawn[0].charts;
    expect(chart.series[0].points.map(({ x }) => x)).toEqual([2, 6]);
    // The paper prints no value at TWS 6: TWS 2 under the table and under the held-out one.
    expect(drawn[0].measured.filter(({ published }) => published.startsWith('fig9.energy'))).toHaveLength(2);
    const usual = valueOf(await paper(work([{ figure: '9', draws: 1 }]), inlineContext('')));
    const latency = ({ charts }: (typeof drawn)[number]): number => charts[3].series[0].points[0].y;
    expect(latency(usual.drawn[0])).not.toBe(latency(drawn[0]));
  });

  it('names an energy table and keys that do not exist', async () => {
    const settings = { energy: 'nowhere', archOverrides: { 'array.rowz': 8 } };
    expect(messagesOf(await paper(work([], settings), inlineContext('')))).toHaveLength(2);
  });

  it('stops between draws', async () => {
    const context = inlineContext('', 2);
    const answer = await paper(work([{ figure: '9', draws: 400 }]), context);
    expect(answer).toEqual({ ok: false, issues: [] });
    expect(context.progressSeen.length).toBeLessThan(5);
  });
});
