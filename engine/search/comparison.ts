/** Searches of one space side by side: progress in one common box, so that a share of it means the same for all. */
import type { ComparedSearch, SearchSpec } from '../contract/index.ts';
import { objectivesOf } from './objectives.ts';
import { bestOf, boxOf, historyOf, type Evaluated } from './run-search.ts';

export interface FinishedSearch {
  readonly runId: string;
  readonly spec: SearchSpec;
  readonly all: readonly Evaluated[];
}

/** Equal for searches that may be compared: everything but method, seed of the method, name and threads. */
export function comparisonKey(spec: SearchSpec): string {
  const { method: _method, name: _name, workers: _workers, experiment: _experiment, ...rest } = spec;
  const { objective: _objective, exponent: _exponent, seed: _seed, ...same } = rest;
  return JSON.stringify(same);
}

/** By method, then seed. All of one comparison key. */
export function compareSearches(searches: readonly FinishedSearch[]): ComparedSearch[] {
  const [first] = searches;
  if (!first) return [];
  const { objectives } = first.spec;
  const box = boxOf(
    searches.flatMap(({ all }) => all),
    objectives,
  );
  return searches
    .map(({ runId, spec, all }): ComparedSearch => {
      const best = bestOf(all, objectives);
      const history = historyOf(all, objectives, box);
      return {
        runId,
        method: spec.method,
        seed: spec.seed,
        evaluations: all.length,
        best: best < 0 ? null : objectivesOf(all[best].metrics, objectives)[0],
        bestAfter: best < 0 ? null : best + 1,
        hypervolume: history.at(-1)?.hypervolume ?? 0,
        history,
      };
    })
    .sort((a, b) => a.method.localeCompare(b.method) || a.seed - b.seed);
}
