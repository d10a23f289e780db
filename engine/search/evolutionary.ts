/**
 * NSGA-II (Deb et al. 2002) on indices: non-dominated sorting with constrained domination, crowding distance, binary
 * tournaments, uniform crossover, and mutation that either steps to a neighbouring value or draws a new one. Points
 * that were evaluated already are not proposed again; a child that repeats one is mutated until it is new.
 */
import type { SearchSpace } from '../contract/index.ts';
import { Random } from '../math/random.ts';
import type { Method, Told } from './method.ts';
import { dominates } from './pareto.ts';
import { randomPoint } from './random-search.ts';
import { pointKey, spaceSize, type Point } from './space.ts';

const POPULATION = 40;
const STEP_SHARE = 0.5;
const TRIES = 200;

export function evolutionary(space: SearchSpace, seed: number, population = POPULATION): Method {
  const random = new Random(seed);
  const seen = new Set<string>();
  const size = spaceSize(space);
  let parents: Ranked[] = [];
  let told: Told[] = [];

  const child = (): number[] => {
    const [a, b] = [tournament(parents, random), tournament(parents, random)];
    const mixed = a.point.map((value, i) => (random.uniform() < 0.5 ? value : b.point[i]));
    return mutated(space, mixed, random);
  };
  const fresh = (): Point | null => {
    for (let tries = 0; tries < TRIES; tries++) {
      const point = parents.length >= 2 && tries < TRIES / 2 ? child() : randomPoint(space, random);
      if (!seen.has(pointKey(point))) return point;
    }
    return null;
  };
  return {
    propose(most) {
      const points: Point[] = [];
      while (points.length < Math.min(most, population) && seen.size < size) {
        const point = fresh();
        if (!point) break;
        seen.add(pointKey(point));
        points.push(point);
      }
      return points;
    },
    tell(results) {
      told = [...parents.map(({ told: own }) => own), ...results];
      parents = survivors(told, population);
    },
  };
}

export interface Ranked {
  readonly point: Point;
  readonly told: Told;
  readonly rank: number;
  readonly crowding: number;
}

/** Feasible before infeasible, less violation before more, then Pareto domination. */
function beats(a: Told, b: Told): boolean {
  if (a.violation !== b.violation) return a.violation < b.violation;
  return dominates(a.objectives, b.objectives);
}

/** At most so many, the best first: by front, then those in less crowded places. */
export function survivors(all: readonly Told[], population: number): Ranked[] {
  const ranked: Ranked[] = [];
  let left = [...all];
  for (let rank = 0; left.length && ranked.length < population; rank++) {
    const front = left.filter((one) => !left.some((other) => beats(other, one)));
    const inFront = new Set(front);
    left = left.filter((one) => !inFront.has(one));
    const crowding = crowdingOf(front);
    const group = front.map((told, i) => ({ point: told.point, told, rank, crowding: crowding[i] }));
    if (ranked.length + group.length > population) group.sort((a, b) => b.crowding - a.crowding);
    ranked.push(...group.slice(0, population - ranked.length));
  }
  return ranked;
}

function crowdingOf(front: readonly Told[]): number[] {
  const distance = front.map(() => 0);
  const objectives = front[0]?.objectives.length ?? 0;
  for (let m = 0; m < objectives; m++) {
    const order = front
      .map((_, i) => i)
      .sort((a, b) => front[a].objectives[m] - front[b].objectives[m] || a - b);
    const span = front[order[order.length - 1]].objectives[m] - front[order[0]].objectives[m];
    distance[order[0]] = Infinity;
    distance[order[order.length - 1]] = Infinity;
    if (span > 0)
      for (let i = 1; i + 1 < order.length; i++)
        distance[order[i]] += (front[order[i + 1]].objectives[m] - front[order[i - 1]].objectives[m]) / span;
  }
  return distance;
}

function tournament(parents: readonly Ranked[], random: Random): Ranked {
  const [a, b] = [parents[random.below(parents.length)], parents[random.below(parents.length)]];
  if (a.rank !== b.rank) return a.rank < b.rank ? a : b;
  return a.crowding >= b.crowding ? a : b;
}

function mutated({ parameters }: SearchSpace, point: readonly number[], random: Random): number[] {
  const rate = 1 / parameters.length;
  return point.map((value, i) => {
    if (random.uniform() >= rate) return value;
    const count = parameters[i].values.length;
    if (random.uniform() < STEP_SHARE) {
      const next = value + (random.uniform() < 0.5 ? -1 : 1);
      return Math.min(count - 1, Math.max(0, next));
    }
    return random.below(count);
  });
}
