/** What the checks of the built main process share: arguments, one JSON line per check, waiting, the host's threads. */
import assert from 'node:assert/strict';
import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { type Worker } from 'node:worker_threads';
import { DEFAULT_TRAIN, type TrainSpec } from '../../../engine/contract/index.ts';
import * as standIn from '../../support/electron-stand-in.ts';

export const [out, role] = process.argv.slice(2);
export const PAGE = 'app://workbench/';
export const CALL = 'workbench:call';

export async function check(name: string, work: () => void | Promise<void>): Promise<void> {
  let error: string | null = null;
  try {
    await work();
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  process.stdout.write(`${JSON.stringify({ name, error })}\n`);
}

/** Waits for something that comes by itself, for example a window. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn++) {
    if (turn > 2000) throw new Error(`${what} did not come`);
    await new Promise((wake) => {
      setTimeout(wake, 5);
    });
  }
}

/** The threads that the built host starts, newest last, so that one can be ended from outside as a crash would. */
export const threads: Worker[] = [];
const RealWorker = workerThreads.Worker;
workerThreads.Worker = class extends RealWorker {
  constructor(...given: ConstructorParameters<typeof RealWorker>) {
    super(...given);
    threads.push(this);
  }
};
syncBuiltinESMExports();

/** Long enough to be interrupted, with a checkpoint after every epoch. */
export const TRAINING: TrainSpec = {
  ...DEFAULT_TRAIN,
  name: 'to be interrupted',
  network: 'nmnist-small',
  epochs: 12,
  data: { ...DEFAULT_TRAIN.data, maxTrain: 60, maxTest: 20 },
  cost: { ...DEFAULT_TRAIN.cost, systems: ['spikex'], samplesPerEpoch: 1, samplesAtEnd: 2 },
  workers: 1,
};

export const serve = async (url: string, method = 'GET'): Promise<Response> => {
  const handler = standIn.served.get('app');
  assert.ok(handler, 'nobody serves app://');
  return handler(new Request(url, { method }));
};
export const contents = () => standIn.windows[0].webContents;
/** Emits a cancellable event as Electron does; true when it was refused. */
export function isRefused(name: string, url: string): boolean {
  let refused = false;
  contents().emit(name, { url, preventDefault: () => (refused = true) });
  return refused;
}
export const opened = (): unknown[] =>
  standIn.happened.filter(({ name }) => name === 'openExternal').map(({ args }) => args[0]);
