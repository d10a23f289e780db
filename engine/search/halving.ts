/**
 * Successive halving (Jamieson and Talwalkar 2016): many candidates are trained for few epochs, the best share 1/eta goes on
 * for eta times the epochs, and so on up to the most. Ranked by constrained Pareto domination, then crowding, as NSGA-II ranks.
 * The epochs are a parameter of the space, so every rung's candidates stay in the archive as what they are.
 */
import type { SearchSpace, SearchSpec } from '../contract/index.ts';
import { survivors } from './evolutionary.ts';
import type { Method, Told } from './method.ts';
import { randomSearch } from './random-search.ts';
import { spaceSize, type Point } from './space.ts';

export interface Rung {
  readonly candidates: number;
  /** That each of them has been trained for, from its first. */
  readonly epochs: number;
}

const EPOCHS = 'epochs';

const configurations = (space: SearchSpace): SearchSpace => ({
  ...space,
  parameters: space.parameters.filter(({ key }) => key !== EPOCHS),
});

/** From the first rung on. The last has at least one candidate and all epochs. */
export function rungsOf({ space, budget, training }: SearchSpec): Rung[] {
  if (!training) return [];
  const { epochs, eta } = training;
  const first = Math.min(budget, spaceSize(configurations(space)));
  const rungs: Rung[] = [{ candidates: first, epochs }];
  for (let share = eta; first / share >= 1 && epochs / share >= 1; share *= eta) {
    rungs.forEach((rung, i) => (rungs[i] = { ...rung, candidates: Math.floor(rung.candidates / eta) }));
    rungs.unshift({ candidates: first, epochs: Math.floor(epochs / share) });
  }
  return rungs;
}

/** Evaluations, and epochs where no two candidates share a training. */
export function halvingCost(rungs: readonly Rung[]): { candidates: number; epochs: number } {
  return {
    candidates: rungs.reduce((sum, { candidates }) => sum + candidates, 0),
    epochs: rungs.reduce(
      (sum, { candidates, epochs }, r) => sum + candidates * (epochs - (rungs[r - 1]?.epochs ?? 0)),
      0,
    ),
  };
}

/** The specification with the rungs' epochs as the last parameter of its space. */
export function withRungs(spec: SearchSpec): SearchSpec {
  if (spec.method !== 'halving' || !spec.training) return spec;
  const own = configurations(spec.space);
  const values = rungsOf(spec).map(({ epochs }) => epochs);
  return { ...spec, space: { ...own, parameters: [...own.parameters, { key: EPOCHS, values }] } };
}

/** spec: with rungs. */
export function halving(spec: SearchSpec): Method {
  const rungs = rungsOf(spec);
  const drawn = randomSearch(configurations(spec.space), spec.seed);
  let rung = 0;
  let waiting: Point[] = [];
  let asked = 0;
  let told: Told[] = [];
  const atRung = (point: Point): Point => [...point, rung];
  return {
    propose(most) {
      if (rung === rungs.length) return [];
      const wanted = Math.min(most, rungs[rung].candidates - asked);
      const points = rung === 0 ? drawn.propose(wanted).map(atRung) : waiting.splice(0, wanted);
      asked += points.length;
      return points;
    },
    tell(results) {
      told.push(...results);
      if (told.length < rungs[rung].candidates) return;
      rung++;
      asked = 0;
      if (rung < rungs.length)
        waiting = survivors(told, rungs[rung].candidates).map(({ point }) => atRung(point.slice(0, -1)));
      told = [];
    },
  };
}
