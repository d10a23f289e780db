/** Candidates that earlier searches have evaluated on the same ground are taken over, not simulated again. */
import type { CandidateMetrics, SearchSpace } from '../../../engine/contract/index.ts';
import {
  candidateKeyOf,
  type Executor,
  type HardwareGround,
  type Point,
} from '../../../engine/search/index.ts';
import { contentHash } from '../../store/index.ts';
import { inputsHash } from '../inputs-hash.ts';

export interface KnownCandidate {
  readonly point: Point;
  readonly metrics: CandidateMetrics;
}

/** A search of the same version of the program, with what it was about. */
export interface EarlierSearch {
  readonly groundHash: string;
  readonly space: SearchSpace;
  readonly candidates: readonly KnownCandidate[];
}

/** Of everything that decides what a candidate costs beside its choices. */
export function groundHash({ samples, ...base }: HardwareGround): string {
  return contentHash({ ...base, inputs: inputsHash(samples.flat()) });
}

/** The executor asked only for what no earlier search knows; `taken` counts the others. */
export function remembering(
  executor: Executor,
  ground: HardwareGround,
  space: SearchSpace,
  earlier: readonly EarlierSearch[],
): { readonly executor: Executor; readonly taken: () => number } {
  const cache = new Map<string, CandidateMetrics>();
  for (const search of earlier) {
    const keyOf = candidateKeyOf(ground, search.space);
    for (const { point, metrics } of search.candidates) cache.set(keyOf(point), metrics);
  }
  if (cache.size === 0) return { executor, taken: () => 0 };
  const keyOf = candidateKeyOf(ground, space);
  let taken = 0;
  return {
    taken: () => taken,
    executor: {
      async evaluate(points) {
        const known = points.map((point) => cache.get(keyOf(point)));
        const asked = points.filter((_, i) => known[i] === undefined);
        const fresh = asked.length ? await executor.evaluate(asked) : [];
        const answers: CandidateMetrics[] = [];
        let next = 0;
        for (const metrics of known) {
          const answer = metrics ?? fresh[next++];
          // The executor was stopped here.
          if (answer === undefined) break;
          if (metrics) taken++;
          answers.push(answer);
        }
        return answers;
      },
    },
  };
}
