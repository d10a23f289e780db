// The stores on the in-memory host: what they load, what news change, what a lost connection does.
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, type CallName } from '../../../engine/contract/index.ts';
import { useApi } from '../../../renderer/src/stores/api.ts';
import { useData } from '../../../renderer/src/stores/data.ts';
import { useDemo } from '../../../renderer/src/stores/demo.ts';
import { useHost } from '../../../renderer/src/stores/host.ts';
import { useJobs } from '../../../renderer/src/stores/jobs.ts';
import { useRuns } from '../../../renderer/src/stores/runs.ts';
import { FakeHost } from '../../support/fake-api.ts';
import { FOLDER } from '../../support/fake/recordings.ts';

/** A host whose jobs advance only when the test says so. */
function connect(study = false) {
  setActivePinia(createPinia());
  const ticks: (() => boolean)[] = [];
  const host = new FakeHost({ study, every: (tick) => ticks.push(tick), nowMs: 1_000_000 });
  const api = useApi();
  api.install(host);
  api.setConnection('open');
  const finish = (): void => {
    while (ticks.some((tick) => tick())) continue;
  };
  return { host, api, ticks, finish };
}

/** Lets answers that are already there arrive. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('runs', () => {
  it('load, follow changes, and collect epochs that arrive', async () => {
    const { host, ticks } = connect(true);
    const runs = useRuns();
    runs.follow();
    await settle();
    expect(runs.rows).toHaveLength(9);
    const started = await host.call('train.start', { spec: { ...DEFAULT_TRAIN, name: 'new', epochs: 2 } });
    if (!started.ok) throw new Error('refused');
    ticks[0]();
    await settle();
    const { runId } = started.value;
    expect(runs.byId.get(runId)?.epochsDone).toBe(1);
    expect(runs.liveEpochs.get(runId)?.map(({ epoch }) => epoch)).toEqual([1]);
    expect(runs.versions.get(runId)).toBe(2); // started, first epoch
  });

  it('read again after changes during a read, once', async () => {
    const { api, host } = connect();
    const asked: CallName[] = [];
    let release: () => void = () => undefined;
    api.install({
      call: async (name, ask) => {
        asked.push(name);
        await new Promise<void>((resolve) => (release = resolve));
        return host.call(name, ask);
      },
      on: (name, listener) => host.on(name, listener),
    });
    const runs = useRuns();
    void runs.load();
    void runs.load();
    void runs.load();
    expect(asked).toEqual(['runs.list']);
    release();
    await settle();
    expect(asked).toEqual(['runs.list', 'runs.list']);
    release();
    await settle();
    expect(asked).toHaveLength(2);
    expect(runs.loaded).toBe(true);
  });
});

describe('jobs and the demo', () => {
  it('follow the demo from start to end', async () => {
    const { finish } = connect();
    const jobs = useJobs();
    const runs = useRuns();
    const demo = useDemo();
    jobs.follow();
    runs.follow();
    await settle();
    expect(demo.active).toBe(false);
    const starting = demo.start();
    expect(demo.active).toBe(true); // a second press does nothing
    await demo.start();
    await starting;
    expect(jobs.running.map(({ kind }) => kind)).toEqual(['demo']);
    expect(demo.results).toEqual([]);
    finish();
    await settle();
    expect(demo.active).toBe(false);
    expect(demo.job?.state).toBe('done');
    expect(demo.results).toHaveLength(3);
    expect(demo.seconds).toBeCloseTo((demo.job?.total ?? 0) * 1.4, 9);
  });

  it('cancel', async () => {
    const { ticks } = connect();
    const jobs = useJobs();
    const demo = useDemo();
    jobs.follow();
    await demo.start();
    ticks[0]();
    await demo.cancel();
    expect(demo.job).toMatchObject({ state: 'cancelled', done: 1 });
    expect(jobs.active).toEqual([]);
    expect(ticks[0]()).toBe(false);
  });
});

describe('data', () => {
  let host: FakeHost;
  beforeEach(() => ({ host } = connect()));

  it('opens a dataset with its first recording', async () => {
    const data = useData();
    await data.open(FOLDER);
    expect(data.summary?.broken).toHaveLength(2);
    expect(data.sample?.index).toBe(0);
    expect(data.label).toBe(0);
  });

  it('steps within the class and wraps round', async () => {
    const data = useData();
    await data.open(FOLDER);
    data.stepInClass(1);
    expect(data.index).toBe(10); // labels repeat 0 … 9
    data.stepInClass(-1);
    data.stepInClass(-1);
    expect(data.index).toBe(290);
    data.stepInClass(1);
    expect(data.index).toBe(0);
    data.show(9999);
    expect(data.index).toBe(299);
  });

  it('shows why a dataset cannot be opened, and nothing of the last one', async () => {
    const data = useData();
    await data.open(FOLDER);
    await data.open('/nowhere');
    expect(data.summary).toBeNull();
    expect(data.sample).toBeNull();
    expect(data.summaryIssues[0].code).toBe('data/not-found');
  });

  it('keeps the answer to the newest request', async () => {
    const data = useData();
    await data.open(FOLDER);
    const late: (() => void)[] = [];
    useApi().install({
      call: async (name, ask) => {
        if (name === 'data.sample') await new Promise<void>((resolve) => late.push(resolve));
        return host.call(name, ask);
      },
      on: (name, listener) => host.on(name, listener),
    });
    data.show(3);
    data.show(5);
    late[1]();
    await settle();
    late[0]();
    await settle();
    expect(data.sample?.index).toBe(5);
  });

  it('bins anew when the bins change', async () => {
    const data = useData();
    await data.open(FOLDER);
    data.setBins({ timesteps: 12, mode: 'span', windowUs: 1, factor: null });
    await settle();
    expect(data.sample?.binned.on).toHaveLength(12);
  });
});

describe('connection', () => {
  it('reads everything again after it was lost, not at the first opening', async () => {
    const { api, host } = connect();
    const asked: CallName[] = [];
    api.install({
      call: (name, ask) => {
        asked.push(name);
        return host.call(name, ask);
      },
      on: (name, listener) => host.on(name, listener),
    });
    useHost().follow();
    useRuns().follow();
    useJobs().follow();
    await settle();
    asked.length = 0;
    api.setConnection('open');
    expect(asked).toEqual([]);
    api.setConnection('lost');
    api.setConnection('open');
    await settle();
    expect(asked.toSorted()).toEqual([
      'archs.list',
      'host.info',
      'jobs.list',
      'networks.list',
      'runs.list',
      'tech.list',
    ]);
  });

  it('names the energy table that new runs take', async () => {
    connect();
    const store = useHost();
    await store.load();
    expect(store.energyTable?.name).toBe('paper');
  });
});
