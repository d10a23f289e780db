/**
 * How many candidates go into one question. What has been evaluated is kept after every question, so a stop or a crash
 * loses little where a candidate takes long, and nothing is spent on messages where it takes no time.
 */
import type { Executor } from '../../../engine/search/index.ts';

const QUESTION_MS = 250;

export interface Paced {
  readonly executor: Executor;
  /** Candidates of the next question. */
  readonly slice: () => number;
}

/** least: as many as keep every thread of the executor busy; also the size of the first question. now: milliseconds. */
export function paced(executor: Executor, least: number, now: () => number): Paced {
  let size = least;
  return {
    slice: () => size,
    executor: {
      async evaluate(points) {
        const startedAt = now();
        const answers = await executor.evaluate(points);
        const each = (now() - startedAt) / Math.max(1, points.length);
        size = Math.max(least, Math.floor(QUESTION_MS / Math.max(each, 1e-3)));
        return answers;
      },
    },
  };
}
