import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accept, errorAt, refuse } from '../../../engine/contract/index.ts';
import { JOB_NICENESS } from '../../../electron/jobs/serve-thread.ts';
import type { Behaviour } from './behaviours.ts';
import { RecordedQueue, TEST_PATHS, TEST_PROVENANCE } from './test-queue.ts';

let made: RecordedQueue[] = [];
function record(...args: ConstructorParameters<typeof RecordedQueue>): RecordedQueue {
  const recorded = new RecordedQueue(...args);
  made.push(recorded);
  return recorded;
}
afterEach(async () => {
  await Promise.all(made.map(({ queue }) => queue.close()));
  made = [];
});

async function endOf(ask: Behaviour) {
  const recorded = record();
  const { id } = recorded.queue.start('train', ask, { title: 'a job' });
  return {
    info: await recorded.untilEnded(id),
    outcome: await recorded.queue.answerOf('train', id),
    recorded,
  };
}

describe('a job', () => {
  it('runs, reports progress and answers', async () => {
    const { info, outcome, recorded } = await endOf({ does: 'count', to: 1000 });
    expect(outcome).toEqual(accept(1000));
    expect(info).toMatchObject({ state: 'done', done: 1000, total: 1000, unit: 'steps', secondsLeft: null });
    const states = recorded.changes.map((change) => change.state);
    expect([...new Set(states)]).toEqual(['queued', 'running', 'done']);
    // Progress is thinned out, and the last step is never lost.
    const steps = recorded.changes.filter((change) => change.message.startsWith('step'));
    expect(steps.length).toBeLessThan(100);
    expect(steps.at(-1)?.message).toBe('step 1000');
  });

  it('is told where things are', async () => {
    expect((await endOf({ does: 'tell paths' })).outcome).toEqual(accept(TEST_PATHS));
  });

  it.runIf(process.platform === 'linux')('runs at low priority, alone', async () => {
    const before = getPriority();
    expect((await endOf({ does: 'tell priority' })).outcome).toEqual(accept(Math.max(JOB_NICENESS, before)));
    expect(getPriority()).toBe(before);
  });

  it('that leaves a timer running ends all the same', async () => {
    expect((await endOf({ does: 'leave a timer' })).info.state).toBe('done');
  });

  it('is refused with its issues', async () => {
    const { info, outcome } = await endOf({ does: 'refuse' });
    expect(info).toMatchObject({ state: 'failed', message: 'spec.epochs: must be odd (got 2); take 3' });
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'test/epochs' }] });
  });
});

describe('a job that dies', () => {
  it.each([
    [{ does: 'throw' }, /error inside the program: a wheel came off/],
    [{ does: 'reject nothing' }, /stopped by an error/],
    [{ does: 'exit' }, /without an answer \(exit code 7\)/],
    [{ does: 'fill memory' }, /ran out of memory \(limit 128 MiB/],
    [{ does: 'answer a function' }, /could not be sent: .*could not be cloned/],
  ] as const)('%j is failed, says why and is logged; the next job runs', async (ask, why) => {
    const { info, outcome, recorded } = await endOf(ask);
    expect(info.state).toBe('failed');
    expect(info.message).toMatch(why);
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'job/failed' }] });
    expect(recorded.faults).toHaveLength(1);
    const next = recorded.queue.start('train', { does: 'count', to: 1 }, { title: 'next' });
    expect((await recorded.untilEnded(next.id)).state).toBe('done');
  });
});

describe('an ended job', () => {
  it('can be started again with the same question, as a job of its own', async () => {
    const recorded = record();
    const { id } = recorded.queue.start('train', { does: 'exit' }, { title: 'unlucky' });
    await recorded.untilEnded(id);
    const again = recorded.queue.again(id);
    expect(again).toMatchObject({ title: 'unlucky', kind: 'train', endedAtMs: null });
    expect(again.id).not.toBe(id);
    const ended = await recorded.untilEnded(again.id);
    expect(ended.message).toMatch(/exit code 7/);
    expect(recorded.info(id).state).toBe('failed');
  });
});

describe('cancelling', () => {
  it.each([{ does: 'wait for stop' }, { does: 'ignore stop' }] as const)('ends %j', async (ask) => {
    const recorded = record();
    const { id } = recorded.queue.start('train', ask, { title: 'a job' });
    await recorded.until(id, (info) => info.done === 1);
    expect(recorded.queue.cancel(id)).toBe(true);
    const info = await recorded.untilEnded(id);
    expect(info).toMatchObject({ state: 'cancelled', message: 'cancelled by the user' });
    expect(await recorded.queue.answerOf('train', id)).toMatchObject({
      ok: false,
      issues: [{ code: 'job/cancelled' }],
    });
    expect(recorded.queue.cancel(id)).toBe(false);
  });

  it('a job that waits ends it at once, without starting it', async () => {
    const recorded = record();
    const first = recorded.queue.start('train', { does: 'wait for stop' }, { title: 'first' });
    const second = recorded.queue.start(
      'train',
      { does: 'count', to: 1 },
      { title: 'second', runIds: ['r2'] },
    );
    expect(recorded.queue.cancel(second.id)).toBe(true);
    expect(recorded.info(second.id)).toMatchObject({ state: 'cancelled', startedAtMs: null });
    expect(recorded.reports).toMatchObject([{ type: 'run-ended', runId: 'r2', end: { state: 'cancelled' } }]);
    expect(recorded.info(first.id).endedAtMs).toBeNull();
  });

  it('an unknown job is no error', () => {
    expect(record().queue.cancel('nobody')).toBe(false);
  });

  it.runIf(process.platform === 'linux')('ends the threads that the job started', async () => {
    const threads = (): number => readdirSync('/proc/self/task').length;
    const recorded = record();
    const warm = recorded.queue.start('train', { does: 'count', to: 1 }, { title: 'warm' });
    await recorded.untilEnded(warm.id); // the pools of the process itself are there now
    const before = threads();
    const { id } = recorded.queue.start('train', { does: 'nest and ignore stop' }, { title: 'nested' });
    await recorded.until(id, (info) => info.done === 1);
    expect(threads()).toBeGreaterThanOrEqual(before + 3);
    recorded.queue.cancel(id);
    await recorded.untilEnded(id);
    await vi.waitFor(() => expect(threads()).toBeLessThanOrEqual(before), { timeout: 20_000 });
  });
});

describe('the lanes', () => {
  it('run one heavy job at a time in the order of asking; light work does not wait for it', async () => {
    const recorded = record();
    const first = recorded.queue.start('train', { does: 'wait for stop' }, { title: 'first' });
    const second = recorded.queue.start('evaluate', { does: 'count', to: 1 }, { title: 'second' });
    const third = recorded.queue.start('train', { does: 'count', to: 1 }, { title: 'third' });
    const light = recorded.queue.start('simulate', { does: 'count', to: 1 }, { title: 'light' });
    expect((await recorded.untilEnded(light.id)).state).toBe('done');
    expect([first, second, third].map((job) => recorded.info(job.id).state)).toEqual([
      'running',
      'queued',
      'queued',
    ]);
    recorded.queue.cancel(first.id);
    const ended = await Promise.all([recorded.untilEnded(second.id), recorded.untilEnded(third.id)]);
    expect(ended[0].endedAtMs).toBeLessThan(ended[1].startedAtMs ?? 0);
  });

  it('can be wider', async () => {
    const recorded = record({ atOnce: 2 });
    const jobs = [1, 2, 3].map((n) =>
      recorded.queue.start('train', { does: 'wait for stop' }, { title: `${n}` }),
    );
    expect(jobs.map((job) => recorded.info(job.id).state)).toEqual(['running', 'running', 'queued']);
  });
});

describe('runs', () => {
  const end = {
    state: 'done',
    message: null,
    evaluation: null,
    costs: [],
    checkpoint: null,
    spikeDensity: 0.1,
    twDensity: 0.2,
  } as const;
  const run = { does: 'run', runId: 'r1', provenance: TEST_PROVENANCE } as const;

  it('are reported in order and named by their job', async () => {
    const { info, recorded } = await endOf({ ...run, end, after: 'answer' });
    expect(recorded.reports).toEqual([
      { type: 'run-started', runId: 'r1', provenance: TEST_PROVENANCE },
      { type: 'run-ended', runId: 'r1', end },
    ]);
    expect(info).toMatchObject({ state: 'done', runIds: ['r1'] });
  });

  it('of a job that dies are failed with its reason', async () => {
    const { recorded } = await endOf({ ...run, end: null, after: 'throw' });
    expect(recorded.reports.at(-1)).toMatchObject({
      type: 'run-ended',
      runId: 'r1',
      end: { state: 'failed', message: expect.stringContaining('a wheel came off') },
    });
  });

  it('that a job forgot to end are failed', async () => {
    const { recorded } = await endOf({ ...run, end: null, after: 'answer' });
    expect(recorded.reports.at(-1)).toMatchObject({ type: 'run-ended', end: { state: 'failed' } });
  });

  it('are marked when the host closes', async () => {
    const recorded = record();
    const { id } = recorded.queue.start('train', { ...run, end: null, after: 'wait' }, { title: 'long' });
    const waiting = recorded.queue.start(
      'train',
      { does: 'count', to: 1 },
      { title: 'waits', runIds: ['r2'] },
    );
    await recorded.until(id, (info) => info.done === 1);
    await recorded.queue.close();
    expect(recorded.info(id)).toMatchObject({
      state: 'cancelled',
      message: expect.stringContaining('was closed'),
    });
    expect(recorded.info(waiting.id)).toMatchObject({ state: 'cancelled', startedAtMs: null });
    const ends = recorded.reports.filter((report) => report.type === 'run-ended');
    expect(ends.map((report) => report.runId).sort()).toEqual(['r1', 'r2']);
    expect(() => recorded.queue.start('train', { does: 'count', to: 1 }, { title: 'late' })).toThrow(
      /closed/,
    );
  });

  it('that cannot be saved end the job: work that is not kept is not done', async () => {
    const full = errorAt('/data/runs.sqlite', 'store/disk-full', 'the disk must have room; free some space');
    const recorded = record({}, (report) => (report.type === 'run-started' ? refuse(full) : accept(null)));
    const { id } = recorded.queue.start('train', { ...run, end: null, after: 'wait' }, { title: 'unsaved' });
    const info = await recorded.untilEnded(id);
    expect(info).toMatchObject({
      state: 'failed',
      message: '/data/runs.sqlite: the disk must have room; free some space',
    });
  });

  it('whose saving fails inside fail their job, and the host goes on', async () => {
    const recorded = record({}, () => {
      throw new Error('a bug in the store');
    });
    const { id } = recorded.queue.start('train', { ...run, end: null, after: 'wait' }, { title: 'unlucky' });
    const info = await recorded.untilEnded(id);
    expect(info).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('failed inside the host'),
    });
    expect(recorded.faults[0].detail).toContain('a bug in the store');
    const next = recorded.queue.start('train', { does: 'count', to: 1 }, { title: 'next' });
    expect((await recorded.untilEnded(next.id)).state).toBe('done');
  });
});
