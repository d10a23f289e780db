/** Datasets and recordings that are looked at: answered by a worker of their own; opening tells how far it is. */
import { accept, type CallName, type Handlers, type Outcome } from '../../engine/contract/index.ts';
import type { FileAccess } from './file-access.ts';
import type { Workbench } from './workbench.ts';

/** Opening a large dataset reads every file once; it can be cancelled. */
const OPEN_LIMIT_MS = 4 * 3_600_000;

type Calls = Extract<CallName, `data.${string}`>;

export function recordingHandlers({ recordings, news }: Workbench, files: FileAccess): Pick<Handlers, Calls> {
  const { limits } = files;
  const where = async <T>(source: string, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const allowed = await files.checkSource(source);
    return allowed.ok ? ask() : allowed;
  };
  return {
    'data.open': (ask) =>
      where(ask.source, () => {
        recordings.cancel('data.open'); // the dataset before is not looked at any more
        return recordings.ask('data.open', { ...ask, limits }, OPEN_LIMIT_MS, (done, total) =>
          news.publish('data.progress', { source: ask.source, done, total }),
        );
      }),
    'data.cancel': async () => accept({ cancelled: recordings.cancel('data.open') }),
    'data.sample': (ask) =>
      where(ask.source, () => recordings.ask('data.sample', { ...ask, limits }, OPEN_LIMIT_MS)),
    'data.picture': (ask) =>
      where(ask.source, () => recordings.ask('data.picture', { ...ask, limits }, OPEN_LIMIT_MS)),
    'data.slice': (ask) => recordings.ask('data.slice', ask),
    'data.frame': (ask) => recordings.ask('data.frame', ask),
  };
}
