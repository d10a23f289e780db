// Jobs that behave well and badly, for the queue's and the service's tests.
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { accept, errorAt, refuse, type Outcome } from '../../../engine/contract/index.ts';
import type { JobContext } from '../../../electron/jobs/context.ts';
import type { Provenance } from '../../../engine/contract/index.ts';
import type { RunEnd } from '../../../electron/store/new-run.ts';

export type Behaviour =
  | { does: 'count'; to: number }
  | { does: 'wait for stop' }
  | { does: 'ignore stop' }
  | { does: 'refuse' }
  | { does: 'throw' }
  | { does: 'reject nothing' }
  | { does: 'exit' }
  | { does: 'fill memory' }
  | { does: 'answer a function' }
  | { does: 'leave a timer' }
  | { does: 'tell priority' }
  | { does: 'tell paths' }
  | { does: 'nest and ignore stop' }
  | {
      does: 'run';
      runId: string;
      provenance: Partial<Provenance>;
      end: RunEnd | null;
      after: 'answer' | 'wait' | 'throw';
    };

export async function behave(ask: Behaviour, context: JobContext): Promise<Outcome<unknown>> {
  switch (ask.does) {
    case 'count':
      for (let done = 1; done <= ask.to; done++) progress(context, done, ask.to);
      return accept(ask.to);
    case 'wait for stop':
      progress(context, 1, 2);
      Atomics.wait(context.stopFlag, 0, 0);
      return accept(context.shouldStop());
    case 'ignore stop':
      progress(context, 1, 2);
      for (;;);
    case 'refuse':
      return refuse(errorAt('spec.epochs', 'test/epochs', 'must be odd (got 2); take 3'));
    case 'throw':
      throw new Error('a wheel came off');
    case 'reject nothing':
      return Promise.reject(undefined);
    case 'exit':
      return process.exit(7);
    case 'fill memory': {
      const kept: number[][] = [];
      for (;;) kept.push(Array.from({ length: 10_000 }, (_, i) => i + kept.length));
    }
    case 'answer a function':
      return accept(() => 1);
    case 'leave a timer':
      setInterval(() => undefined, 1000);
      return accept('left one');
    case 'tell priority':
      return accept(getPriority());
    case 'tell paths':
      return accept(context.paths);
    case 'nest and ignore stop':
      await Promise.all([busyThread(), busyThread()]);
      progress(context, 1, 2);
      for (;;);
    case 'run':
      return runOne(ask, context);
  }
}

/** Resolves once the thread runs; it never ends by itself. */
function busyThread(): Promise<unknown> {
  const code = 'require("node:worker_threads").parentPort.postMessage(1); for (;;);';
  const thread = new Worker(code, { eval: true });
  return new Promise((resolve) => {
    thread.once('message', resolve);
  });
}

function runOne(ask: Extract<Behaviour, { does: 'run' }>, context: JobContext): Outcome<unknown> {
  context.report({ type: 'run-started', runId: ask.runId, provenance: ask.provenance });
  if (ask.end) context.report({ type: 'run-ended', runId: ask.runId, end: ask.end });
  if (ask.after === 'throw') throw new Error('a wheel came off');
  if (ask.after === 'wait') {
    progress(context, 1, 2);
    Atomics.wait(context.stopFlag, 0, 0);
  }
  return accept(ask.runId);
}

function progress(context: JobContext, done: number, total: number): void {
  context.progress({ done, total, unit: 'steps', message: `step ${done}`, secondsLeft: total - done });
}

export const TEST_JOBS = { train: behave, evaluate: behave, simulate: behave, index: behave };

let answered = 0;
export const TEST_QUICK = {
  double: (ask: { x: number }): Outcome<number> => accept(ask.x * 2),
  refuse: (_ask: null): Outcome<number> => refuse(errorAt('x', 'test/x', 'must be even (got 3); take 4')),
  hang: (_ask: null): Outcome<number> => {
    for (;;);
  },
  throw: (_ask: null): Outcome<number> => {
    throw new Error('a wheel came off');
  },
  exit: (_ask: null): Outcome<number> => process.exit(7),
  answered: (_ask: null): Outcome<number> => accept(++answered),
};
