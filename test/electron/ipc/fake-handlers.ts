// A handler table that is complete and answers a few calls, for tests of dispatch and doors.
import {
  accept,
  errorAt,
  refuse,
  type CallName,
  type Handlers,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { NewsBus } from '../../../electron/ipc/news.ts';
import { createHost, type Host } from '../../../electron/ipc/host.ts';
import type { Fault } from '../../../electron/ipc/fault.ts';

const unanswered = async (): Promise<Outcome<never>> =>
  refuse(errorAt('test', 'test/no-answer', 'has no answer here'));

export interface FakeHost {
  readonly host: Host;
  readonly news: NewsBus;
  readonly faults: Fault[];
  readonly asked: { name: CallName; ask: unknown }[];
  closed: number;
}

export function fakeHost(own: Partial<Handlers> = {}): FakeHost {
  const handlers: Handlers = {
    'host.info': unanswered,
    'host.doctor': unanswered,
    'files.list': unanswered,
    'files.uploadBegin': unanswered,
    'files.uploadChunk': unanswered,
    'files.uploadEnd': unanswered,
    'files.uploads': unanswered,
    'files.uploadRemove': unanswered,
    'files.choose': unanswered,
    'files.takeOpened': unanswered,
    'host.licences': unanswered,
    'networks.list': async () => accept({ networks: [], own: [] }),
    'archs.list': async () => accept({ archs: [], own: [] }),
    'networks.check': unanswered,
    'archs.check': unanswered,
    'archs.keys': unanswered,
    'exchange.write': unanswered,
    'exchange.scalesim': unanswered,
    'playback.open': unanswered,
    'playback.cancel': unanswered,
    'playback.steps': unanswered,
    'playback.strip': unanswered,
    'playback.raster': unanswered,
    'library.save': unanswered,
    'library.remove': unanswered,
    'simulate.preview': unanswered,
    'tech.list': unanswered,
    'data.open': unanswered,
    'data.cancel': unanswered,
    'data.sample': unanswered,
    'data.slice': unanswered,
    'data.frame': unanswered,
    'data.picture': unanswered,
    'train.start': unanswered,
    'train.pause': unanswered,
    'train.resume': unanswered,
    'train.look': unanswered,
    'train.sweep': unanswered,
    'fig13.start': unanswered,
    'fig13.report': unanswered,
    'quantisation.start': unanswered,
    'quantisation.report': unanswered,
    'train.sweepReport': unanswered,
    'search.start': unanswered,
    'search.compare': unanswered,
    'search.comparison': unanswered,
    'search.resume': unanswered,
    'search.report': unanswered,
    'demo.start': unanswered,
    'simulate.run': unanswered,
    'simulate.explain': unanswered,
    'simulate.band': unanswered,
    'sweep.start': unanswered,
    'sweep.result': unanswered,
    'shrink.start': unanswered,
    'shrink.result': unanswered,
    'nir.report': unanswered,
    'nir.import': unanswered,
    'nir.run': unanswered,
    'nir.export': unanswered,
    'paper.report': unanswered,
    'paper.start': unanswered,
    'paper.finish': unanswered,
    'paper.stop': unanswered,
    'paper.look': unanswered,
    'paper.export': unanswered,
    'jobs.list': async () => accept({ jobs: [] }),
    'jobs.cancel': async ({ jobId }) => accept({ cancelled: jobId === 'j1' }),
    'jobs.restart': unanswered,
    'runs.list': unanswered,
    'runs.get': unanswered,
    'runs.renameProject': unanswered,
    'runs.export': unanswered,
    'runs.change': unanswered,
    'runs.bundle': unanswered,
    'runs.import': unanswered,
    'runs.diff': unanswered,
    'runs.parameters': unanswered,
    'runs.rerun': unanswered,
    'runs.reproduction': unanswered,
    'runs.curves': unanswered,
    'runs.column': unanswered,
    'runs.curve': unanswered,
    'host.backup': unanswered,
    'host.diagnostics': unanswered,
    ...own,
  };
  const news = new NewsBus();
  const fake: FakeHost = {
    news,
    faults: [],
    asked: [],
    closed: 0,
    host: createHost({
      handlers,
      news,
      log: (fault) => fake.faults.push(fault),
      closers: [() => void fake.closed++],
    }),
  };
  return fake;
}
