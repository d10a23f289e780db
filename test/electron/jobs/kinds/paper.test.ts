// The job behind `paper`: reads shipped values, reports progress, stops when asked.
import { describe, expect, it } from 'vitest';
import { paper } from '../../../../electron/jobs/kinds/paper.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { inlineContext } from './job-context.ts';

describe('job paper', () => {
  it('compares the asked figures in the order of the ask', async () => {
    const context = inlineContext('');
    const { figures, paper: published } = valueOf(
      await paper({ figures: ['12', '9'], quick: true }, context),
    );
    expect(figures.map(({ figure }) => figure)).toEqual(['12', '9']);
    expect(published.name).toBe('spikex');
    // A fifth of 20 draws of figure 12, of 400 draws of figure 9.
    expect(figures[0].rows[0].draws).toBe(4);
    expect(figures[1].rows[0].draws).toBe(80);
    expect(context.progressSeen.at(-1)).toMatchObject({ done: 80, total: 80, message: 'figure 9' });
  });

  it('stops between draws', async () => {
    const context = inlineContext('', 2);
    const answer = await paper({ figures: ['9'], quick: false }, context);
    expect(answer).toEqual({ ok: false, issues: [] });
    expect(context.progressSeen.length).toBeLessThan(5);
  });
});
