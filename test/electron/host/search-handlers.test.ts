// A search through the host as every door does: it runs, is kept, and goes on where it was stopped.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkbench, type OpenWorkbench } from '../../../electron/host/workbench.ts';
import type { SearchSpec } from '../../../engine/contract/index.ts';
import { valueOf } from '../../support/outcomes.ts';
import { FAKE_SEARCH } from '../../support/fake/search.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikex-search-'));
let workbench: OpenWorkbench;
/** With a database of its own: nothing that another search has evaluated is known there. */
let apart: OpenWorkbench;

beforeAll(async () => {
  const open = async (name: string) =>
    valueOf(
      await openWorkbench({ door: 'cli', appVersion: 'test', database: join(folder, name), roots: [] }),
    );
  workbench = await open('runs.sqlite');
  apart = await open('apart.sqlite');
});
afterAll(async () => {
  await workbench.host.close();
  await apart.host.close();
  rmSync(folder, { recursive: true, force: true });
});

const SPEC: SearchSpec = { ...FAKE_SEARCH, network: 'nmnist-small' };

async function finished(spec: SearchSpec, { host, queue } = workbench) {
  const started = valueOf(await host.handlers['search.start']({ spec }));
  return valueOf(await queue.answerOf('search', started.jobId));
}

describe('a search', () => {
  it('keeps its candidates, and reports the same after it has ended', async () => {
    const report = await finished(SPEC);
    expect(report.evaluations).toBe(12);
    expect(report.best?.onFront).toBe(true);
    const again = valueOf(await workbench.host.handlers['search.report']({ runId: report.runId }));
    expect(again).toEqual(report);
    const { row } = valueOf(workbench.store.getRun(report.runId));
    expect(row).toMatchObject({ kind: 'search', state: 'done' });
    expect(row.costs[0].edpJs / report.best!.metrics.edpJs!).toBeCloseTo(1, 9);
  });

  it('keeps the probabilities of HAS', async () => {
    const report = await finished({ ...SPEC, method: 'has', objectives: ['edpJs'] });
    expect(report.alphas.map(({ key }) => key)).toEqual(['tws[1]', 'array.cols']);
    for (const { probabilities } of report.alphas)
      for (const row of probabilities) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    const again = valueOf(await workbench.host.handlers['search.report']({ runId: report.runId }));
    expect(again).toEqual(report);
  });

  it('goes on after a stop without repeating an evaluation', async () => {
    const big: SearchSpec = {
      ...SPEC,
      method: 'evolutionary',
      network: 'nmnist',
      samples: 8,
      budget: 400,
      space: {
        ...SPEC.space,
        parameters: [
          ...SPEC.space.parameters,
          { key: 'array.rows', values: [2, 4, 8, 16, 32] },
          { key: 'glb.bytes', values: [8192, 16384, 32768, 65536] },
          { key: 'clockMhz', values: [100, 200, 400] },
        ],
      },
    };
    const whole = await finished(big, apart);
    const { handlers } = workbench.host;
    const part = valueOf(await handlers['search.start']({ spec: big }));
    const first = Promise.withResolvers<null>();
    const unsubscribe = workbench.news.subscribe((item) => {
      if (item.name === 'job.changed' && item.payload.id === part.jobId && item.payload.done > 0)
        first.resolve(null);
    });
    await first.promise;
    unsubscribe();
    workbench.queue.cancel(part.jobId);
    await workbench.queue.answerOf('search', part.jobId);
    const kept = valueOf(workbench.store.candidatesOf(part.runId)).length;
    if (valueOf(workbench.store.getRun(part.runId)).row.state === 'done') return; // it was faster than the stop
    expect(kept).toBeGreaterThan(0);
    const resumed = valueOf(await handlers['search.resume']({ runId: part.runId }));
    const report = valueOf(await workbench.queue.answerOf('search', resumed.jobId));
    expect({ ...report, runId: '' }).toEqual({ ...whole, runId: '' });
    expect(valueOf(workbench.store.candidatesOf(part.runId))).toHaveLength(400);
  });

  it('evaluates nothing that an earlier search on the same ground knows', async () => {
    const ground: SearchSpec = { ...SPEC, spikes: { kind: 'random', rate: 0.015, seed: 3 } };
    const [windows, cols] = ground.space.parameters;
    const messages: string[] = [];
    const unsubscribe = workbench.news.subscribe((item) => {
      if (item.name === 'job.changed') messages.push(item.payload.message);
    });
    await finished({ ...ground, method: 'random', budget: 5 });
    expect(messages.some((text) => text.includes('earlier'))).toBe(false);
    // The same points in a space that orders them otherwise, holds the base's own value, and more.
    const space = { ...ground.space, parameters: [cols, windows, { key: 'array.rows', values: [8, 16] }] };
    const wider: SearchSpec = { ...ground, space };
    const report = await finished(wider);
    expect(messages).toContain('24 candidates, 5 known from earlier searches');
    expect({ ...report, runId: '' }).toEqual({ ...(await finished(wider, apart)), runId: '' });
    // Other activity is another ground.
    messages.length = 0;
    await finished({ ...wider, spikes: { kind: 'random', rate: 0.015, seed: 4 } });
    expect(messages.some((text) => text.includes('earlier'))).toBe(false);
    unsubscribe();
  });

  it('finds the same on several threads, one method after another', async () => {
    for (const method of ['evolutionary', 'has'] as const) {
      const spec: SearchSpec = { ...SPEC, method, budget: 10 };
      const alone = await finished(spec);
      const together = await finished({ ...spec, workers: 2 }, apart);
      expect({ ...together, runId: '' }).toEqual({ ...alone, runId: '' });
    }
  });

  it('compares methods in one box at equal budget, and repeats nothing', async () => {
    const spec: SearchSpec = { ...SPEC, budget: 11, seed: 4 };
    const { handlers } = workbench.host;
    const methods = ['random', 'evolutionary', 'exhaustive'] as const;
    const started = valueOf(await handlers['search.compare']({ spec, methods }));
    for (const jobId of started.jobIds) valueOf(await workbench.queue.answerOf('search', jobId));
    const again = valueOf(await handlers['search.compare']({ spec, methods }));
    expect(again).toEqual({ jobIds: [], runIds: started.runIds, reused: 3 });
    const { searches } = valueOf(await handlers['search.comparison']({ runId: started.runIds[0] }));
    expect(searches.map(({ method }) => method)).toEqual(['evolutionary', 'exhaustive', 'random']);
    for (const one of searches) {
      expect(one.evaluations).toBe(11);
      expect(one.hypervolume).toBeGreaterThan(0);
      expect(one.hypervolume).toBeLessThanOrEqual(1 + 1e-6);
    }
    // At 11 of 12 points the front is nearly whole whatever the method.
    expect(Math.min(...searches.map(({ bestAfter }) => bestAfter!))).toBeGreaterThan(0);
    // Another budget is another comparison.
    const { searches: others } = valueOf(
      await handlers['search.comparison']({ runId: (await finished({ ...spec, budget: 5 })).runId }),
    );
    expect(others).toHaveLength(1);
  });

  it('refuses a wrong space before there is a run', async () => {
    const before = valueOf(workbench.store.countRuns());
    const space = { ...SPEC.space, parameters: [{ key: 'aray.rows', values: [1] }] };
    const refused = await workbench.host.handlers['search.start']({ spec: { ...SPEC, space } });
    expect(refused.ok ? '' : refused.issues[0].message).toMatch(/did you mean array.rows/);
    const ptb = await workbench.host.handlers['search.start']({ spec: { ...SPEC, system: 'ptb' } });
    expect(ptb.ok ? '' : ptb.issues[0].code).toBe('search/ptb-tws');
    expect(valueOf(workbench.store.countRuns())).toBe(before);
  });

  it('refuses bounds that nothing can hold: area before there is a run, latency before there is a candidate', async () => {
    const before = valueOf(workbench.store.countRuns());
    const { handlers } = workbench.host;
    const area: SearchSpec = {
      ...SPEC,
      energy: 'cacti-32nm',
      constraints: [{ metric: 'areaMm2', most: 1e-3 }],
    };
    const refused = await handlers['search.start']({ spec: area });
    expect(refused.ok ? '' : refused.issues[0].message).toMatch(/^must be at least .*, at array.cols=4/);
    expect(valueOf(workbench.store.countRuns())).toBe(before);
    const late: SearchSpec = { ...SPEC, constraints: [{ metric: 'latencyUs', most: 1 }] };
    const { jobId, runId } = valueOf(await handlers['search.start']({ spec: late }));
    const outcome = await workbench.queue.answerOf('search', jobId);
    expect(outcome.ok ? '' : outcome.issues[0].message).toMatch(
      /^must be at least .*: the least in this space, at/,
    );
    expect(valueOf(workbench.store.candidatesOf(runId))).toEqual([]);
    expect(valueOf(workbench.store.getRun(runId)).row).toMatchObject({ state: 'failed' });
  });

  it('says how near the nearest came where bounds exclude each other only together', async () => {
    const { candidates } = await finished(SPEC);
    const least = (metric: 'averagePowerMw' | 'latencyUs'): number =>
      Math.min(...candidates.map(({ metrics }) => metrics[metric]!));
    const constraints = (['averagePowerMw', 'latencyUs'] as const).map((metric) => ({
      metric,
      most: least(metric),
    }));
    const isHeld = candidates.some(({ metrics }) =>
      constraints.every(({ metric, most }) => metrics[metric]! <= most),
    );
    expect(isHeld).toBe(false);
    const report = await finished({ ...SPEC, constraints });
    expect(report).toMatchObject({ best: null, front: [], hypervolume: 0 });
    expect(valueOf(workbench.store.getRun(report.runId)).row.message).toMatch(
      /^no candidate meets every constraint; the nearest of 12 \(tws\[1\]=\d+, array.cols=\d+\) has .* is the bound/,
    );
  });
});
