import { afterEach, describe, expect, it } from 'vitest';
import { accept } from '../../../engine/contract/index.ts';
import type { Fault } from '../../../electron/ipc/fault.ts';
import { WorkerService } from '../../../electron/jobs/service.ts';
import type { TEST_QUICK } from './behaviours.ts';
import { TEST_PATHS, WORKER_FILE } from './test-queue.ts';

const services: WorkerService<typeof TEST_QUICK>[] = [];
const faults: Fault[] = [];

function service(limitMs = 30_000): WorkerService<typeof TEST_QUICK> {
  const made = new WorkerService<typeof TEST_QUICK>({
    workerFile: WORKER_FILE,
    paths: TEST_PATHS,
    memoryMb: 128,
    limitMs,
    log: (fault) => faults.push(fault),
  });
  services.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(services.splice(0).map((made) => made.close()));
  faults.length = 0;
});

describe('quick work', () => {
  it('is answered, each question its own answer, by one worker', async () => {
    const quick = service();
    const answers = await Promise.all([1, 2, 3].map((x) => quick.ask('double', { x })));
    expect(answers).toEqual([accept(2), accept(4), accept(6)]);
    expect(await quick.ask('answered', null)).toEqual(accept(1));
    expect(await quick.ask('answered', null)).toEqual(accept(2));
  });

  it('is refused with its issues', async () => {
    expect(await service().ask('refuse', null)).toMatchObject({ ok: false, issues: [{ code: 'test/x' }] });
  });

  it.each([
    ['throw', /a wheel came off/],
    ['exit', /exit code 7/],
  ] as const)(
    'that dies (%s) answers why, is logged, and what waits goes to a new worker',
    async (kind, why) => {
      const quick = service();
      const [dead, next] = await Promise.all([quick.ask(kind, null), quick.ask('double', { x: 4 })]);
      expect(dead).toMatchObject({
        ok: false,
        issues: [{ code: 'host/worker-died', message: expect.stringMatching(why) }],
      });
      expect(next).toEqual(accept(8));
      expect(faults).toHaveLength(1);
    },
  );

  it('that takes too long is given up; the next question is answered', async () => {
    const quick = service();
    const [slow, next] = await Promise.all([quick.ask('hang', null, 200), quick.ask('double', { x: 5 })]);
    expect(slow).toMatchObject({ ok: false, issues: [{ code: 'host/too-slow' }] });
    expect(next).toEqual(accept(10));
  });

  it('has a waiting line with an end', async () => {
    const quick = service();
    const answers = await Promise.all(Array.from({ length: 250 }, (_, x) => quick.ask('double', { x })));
    // One is being worked on, 200 wait, 49 are sent away.
    expect(answers.filter((answer) => answer.ok)).toHaveLength(201);
    expect(answers.at(-1)).toMatchObject({ ok: false, issues: [{ code: 'host/busy' }] });
  });

  it('is refused once the host closes, also what waits', async () => {
    const quick = service();
    const pending = [quick.ask('hang', null), quick.ask('double', { x: 1 })];
    await quick.close();
    for (const answer of await Promise.all(pending)) {
      expect(answer).toMatchObject({ ok: false, issues: [{ code: 'host/closed' }] });
    }
    expect(await quick.ask('double', { x: 1 })).toMatchObject({
      ok: false,
      issues: [{ code: 'host/closed' }],
    });
  });
});
