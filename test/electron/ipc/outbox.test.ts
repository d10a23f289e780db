import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TRAIN,
  errorAt,
  type EpochMetrics,
  type JobInfo,
  type Wire,
} from '../../../engine/contract/index.ts';
import { MAX_WAITING, Outbox } from '../../../electron/ipc/outbox.ts';
import { fakeHost } from './fake-handlers.ts';

function job(id: string, done: number): JobInfo {
  return {
    id,
    kind: 'train',
    title: id,
    state: 'running',
    done,
    total: 100,
    unit: 'epochs',
    secondsLeft: null,
    message: '',
    runIds: [],
    startedAtMs: 0,
    endedAtMs: null,
  };
}
function epoch(n: number): EpochMetrics {
  return {
    epoch: n,
    epochs: DEFAULT_TRAIN.epochs,
    lossTotal: 1,
    lossAccuracy: 1,
    lossHardware: 0,
    betaNow: 0,
    learningRate: 1,
    trainAccuracy: 0,
    testAccuracy: 0,
    layers: [],
    costs: [],
    samplesPerSecond: 1,
    epochSeconds: 1,
    secondsLeft: 1,
    predicted: [],
    proxy: null,
  };
}

class Reader {
  isReading = true;
  readonly got: Wire[] = [];
  readonly outbox = new Outbox({ hasRoom: () => this.isReading, send: (message) => this.got.push(message) });

  read(): void {
    this.isReading = true;
    this.outbox.flush();
  }
  payloads(name: string): unknown[] {
    return this.got.flatMap((message) =>
      message.type === 'news' && message.name === name ? [message.payload] : [],
    );
  }
}

describe('news', () => {
  it('go out at once, in order, while the reader keeps up', () => {
    const reader = new Reader();
    for (let done = 1; done <= 3; done++) reader.outbox.add({ name: 'job.changed', payload: job('a', done) });
    expect(reader.payloads('job.changed')).toEqual([job('a', 1), job('a', 2), job('a', 3)]);
  });

  it('for a slow reader shrink to the latest of each job, and runs are named once', () => {
    const reader = new Reader();
    reader.isReading = false;
    for (let done = 1; done <= 1000; done++) {
      reader.outbox.add({ name: 'job.changed', payload: job('a', done) });
      reader.outbox.add({ name: 'job.changed', payload: job('b', done) });
      reader.outbox.add({ name: 'runs.changed', payload: { runIds: ['r1', `r${(done % 2) + 1}`] } });
    }
    reader.read();
    expect(reader.payloads('job.changed')).toEqual([job('a', 1000), job('b', 1000)]);
    expect(reader.payloads('runs.changed')).toEqual([{ runIds: ['r1', 'r2'] }]);
    expect(reader.got).toHaveLength(3);
  });

  it('are bounded: dropped epochs become "read this run again", and no job is lost', () => {
    const reader = new Reader();
    reader.isReading = false;
    reader.outbox.add({ name: 'job.changed', payload: job('a', 1) });
    for (let n = 1; n <= MAX_WAITING + 10; n++) {
      reader.outbox.add({ name: 'run.epoch', payload: { runId: 'r1', metrics: epoch(n) } });
    }
    expect(reader.outbox.waiting).toBe(MAX_WAITING);
    reader.read();
    expect(reader.payloads('job.changed')).toEqual([job('a', 1)]);
    // The job takes one of the places; of the epochs the latest are kept: 12 .. MAX_WAITING + 10.
    const epochs = reader.payloads('run.epoch') as { metrics: EpochMetrics }[];
    expect(epochs).toHaveLength(MAX_WAITING - 1);
    expect(epochs[0].metrics.epoch).toBe(12);
    expect(reader.payloads('runs.changed')).toEqual([{ runIds: ['r1'] }]);
  });

  it('keep their order behind what waits', () => {
    const reader = new Reader();
    reader.isReading = false;
    reader.outbox.add({ name: 'host.notice', payload: { issue: errorAt('a', 'x/a', 'must be a') } });
    reader.isReading = true;
    reader.outbox.add({ name: 'host.notice', payload: { issue: errorAt('b', 'x/b', 'must be b') } });
    expect(reader.payloads('host.notice')).toMatchObject([
      { issue: { path: 'a' } },
      { issue: { path: 'b' } },
    ]);
  });

  it('stop when the connection is closed, and one reader does not disturb another', () => {
    const fake = fakeHost();
    const got: Wire[][] = [[], []];
    const [first] = got.map((list) =>
      fake.host.connect({ hasRoom: () => true, send: (message) => list.push(message) }),
    );
    fake.news.publish('runs.changed', { runIds: ['r1'] });
    first.close();
    fake.news.publish('runs.changed', { runIds: ['r2'] });
    expect(got.map((list) => list.length)).toEqual([1, 2]);
  });

  it('that one window cannot take are logged, and the others get theirs', () => {
    const fake = fakeHost();
    const got: Wire[] = [];
    fake.host.connect({
      hasRoom: () => true,
      send: () => {
        throw new Error('gone');
      },
    });
    fake.host.connect({ hasRoom: () => true, send: (message) => got.push(message) });
    fake.news.publish('runs.changed', { runIds: ['r1'] });
    expect(got).toHaveLength(1);
    expect(fake.faults).toMatchObject([{ place: 'news runs.changed' }]);
  });
});
