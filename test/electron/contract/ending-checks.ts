/** Threads that die, work that is left, and the end of the application. */
import assert from 'node:assert/strict';
import type { JobInfo, WorkbenchApi } from '../../../engine/contract/index.ts';
import * as standIn from '../../support/electron-stand-in.ts';
import { VALID_ASKS } from '../ipc/valid-asks.ts';
import { TRAINING, check, threads, until } from './harness.ts';

export async function endingChecks(api: WorkbenchApi): Promise<void> {
  await check(
    'a worker that dies is reported, its run says why, and it starts again where it was',
    async () => {
      const heard: JobInfo[] = [];
      const epochs: number[] = [];
      const stops = [
        api.on('job.changed', (job) => heard.push(job)),
        api.on('run.epoch', ({ metrics }) => epochs.push(metrics.epoch)),
      ];
      const before = threads.length;
      const started = await api.call('train.start', { spec: TRAINING });
      assert.ok(started.ok, started.ok ? '' : started.issues[0].message);
      const { jobId, runId } = started.value;
      const last = (id: string): JobInfo | undefined => heard.findLast((job) => job.id === id);
      await until('two epochs', () => epochs.length >= 2);
      await threads[before].terminate();
      await until('the end of the job', () => last(jobId)?.endedAtMs !== null);
      assert.equal(last(jobId)?.state, 'failed');
      assert.match(last(jobId)?.message ?? '', /ended|stopped|without an answer/);
      const failed = await api.call('runs.get', { runId, energy: null });
      assert.ok(failed.ok);
      assert.equal(failed.value.row.state, 'failed');
      assert.ok((failed.value.row.epochsDone ?? 0) >= 2);

      const again = await api.call('jobs.restart', { jobId });
      assert.ok(again.ok, again.ok ? '' : again.issues[0].message);
      await until('the end of the restarted job', () => last(again.value.jobId)?.endedAtMs != null);
      assert.equal(last(again.value.jobId)?.state, 'done', last(again.value.jobId)?.message);
      const whole = await api.call('runs.get', { runId, energy: null });
      assert.ok(whole.ok);
      assert.equal(whole.value.row.state, 'done');
      assert.deepEqual(
        whole.value.epochs.map(({ epoch }) => epoch),
        Array.from({ length: TRAINING.epochs }, (_, at) => at + 1),
      );
      for (const stop of stops) stop();
    },
  );

  await check('a worker that dies while it answers refuses that question only', async () => {
    const [networks, archs] = [await api.call('networks.list', {}), await api.call('archs.list', {})];
    assert.ok(networks.ok && archs.ok);
    const spec = {
      ...VALID_ASKS['simulate.preview'].spec,
      network: JSON.stringify(networks.value.networks[0]),
      arch: JSON.stringify(archs.value.archs[0]),
    };
    const before = threads.length;
    const asked = api.call('simulate.preview', { spec });
    await until('the quick worker', () => threads.length > before);
    await threads[before].terminate();
    const outcome = await asked;
    assert.ok(!outcome.ok);
    assert.equal(outcome.issues[0].code, 'host/worker-died');
    const next = await api.call('simulate.preview', { spec });
    assert.ok(next.ok, next.ok ? '' : next.issues[0].message);
  });

  await check('a training that goes on is left for the next start', async () => {
    let epochs = 0;
    const stop = api.on('run.epoch', () => epochs++);
    const started = await api.call('train.start', { spec: { ...TRAINING, name: 'left behind' } });
    assert.ok(started.ok);
    await until('an epoch', () => epochs >= 2);
    stop();
  });

  await check('quitting waits until the host is closed', async () => {
    let held = 0;
    const quitting = { preventDefault: () => held++ };
    standIn.app.emit('before-quit', quitting);
    assert.equal(held, 1);
    assert.equal(standIn.timesOf('quit'), 0);
    await until('the second quit', () => standIn.timesOf('quit') === 1);
    standIn.app.emit('before-quit', quitting);
    assert.equal(held, 1);
  });
}
