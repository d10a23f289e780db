/**
 * The search loop: a method proposes, an executor evaluates, an archive keeps. No point is evaluated twice, known ones
 * (of an interrupted search) not at all; both count towards the budget, so a search that goes on ends as one that
 * never stopped. Everything but the executor is deterministic in the method's seed.
 */
import type {
  CandidateMetrics,
  SearchConstraint,
  SearchMetric,
  SearchProgressPoint,
} from '../contract/index.ts';
import type { Method, Told } from './method.ts';
import { objectivesOf, violationOf } from './objectives.ts';
import { hypervolume, paretoIndices, type Objectives } from './pareto.ts';
import { pointKey, type Point } from './space.ts';

/** Evaluates points, in any order and on any machine; answers in the order asked. */
export interface Executor {
  evaluate(points: readonly Point[]): Promise<readonly CandidateMetrics[]>;
}

export interface SearchLoop {
  readonly method: Method;
  readonly executor: Executor;
  readonly objectives: readonly SearchMetric[];
  readonly constraints: readonly SearchConstraint[];
  /** Different points at most. */
  readonly budget: number;
  /** Points per proposal at most. */
  readonly batch: number;
  /** By point key. */
  readonly known: ReadonlyMap<string, CandidateMetrics>;
  /** Points of the next question to the executor at most; its answers are handed on before the next. @default all */
  readonly slice?: () => number;
  readonly shouldStop: () => boolean;
  /** After every question and every proposal: what is new, and how many there are by now. */
  readonly onProgress: (fresh: readonly Evaluated[], done: number) => void;
}

export interface Evaluated {
  readonly point: Point;
  readonly metrics: CandidateMetrics;
  readonly violation: number;
}

export interface SearchResult {
  readonly all: readonly Evaluated[];
  /** Taken from `known`. */
  readonly reused: number;
  readonly stopped: boolean;
}

export async function runSearch(loop: SearchLoop): Promise<SearchResult> {
  const { method, executor, objectives, constraints, budget, known } = loop;
  const all: Evaluated[] = [];
  let reused = 0;
  while (all.length < budget) {
    if (loop.shouldStop()) return { all, reused, stopped: true };
    const points = method.propose(Math.min(loop.batch, budget - all.length));
    if (points.length === 0) break;
    const evaluatedOf = (point: Point, metrics: CandidateMetrics): Evaluated => ({
      point,
      metrics,
      violation: violationOf(metrics, constraints),
    });
    const missing = points.filter((point) => !known.has(pointKey(point)));
    reused += points.length - missing.length;
    const fresh = new Map<string, Evaluated>();
    while (fresh.size < missing.length) {
      const part = missing.slice(fresh.size, fresh.size + Math.max(1, loop.slice?.() ?? missing.length));
      const answers = await executor.evaluate(part);
      const evaluated = answers.map((metrics, i) => evaluatedOf(part[i], metrics));
      for (const one of evaluated) fresh.set(pointKey(one.point), one);
      loop.onProgress(evaluated, all.length + points.length - missing.length + fresh.size);
      if (answers.length < part.length) return { all, reused, stopped: true };
    }
    const evaluated = points.map(
      (point) =>
        fresh.get(pointKey(point)) ?? evaluatedOf(point, known.get(pointKey(point)) as CandidateMetrics),
    );
    all.push(...evaluated);
    method.tell(
      evaluated.map(({ point, metrics, violation }): Told => ({
        point,
        objectives: objectivesOf(metrics, objectives),
        violation,
      })),
    );
    loop.onProgress([], all.length);
  }
  return { all, reused, stopped: false };
}

/** Indices of the feasible candidates that no other feasible one dominates. */
export function frontOf(all: readonly Evaluated[], objectives: readonly SearchMetric[]): number[] {
  const feasible = all.flatMap(({ violation }, i) => (violation === 0 ? [i] : []));
  return paretoIndices(feasible.map((i) => objectivesOf(all[i].metrics, objectives))).map(
    (at) => feasible[at],
  );
}

/** Feasible candidate with the lowest first objective; the first of equals; -1 = none. */
export function bestOf(all: readonly Evaluated[], objectives: readonly SearchMetric[]): number {
  let best = -1;
  let lowest = Infinity;
  all.forEach(({ metrics, violation }, i) => {
    const [value] = objectivesOf(metrics, objectives);
    if (violation === 0 && value < lowest) {
      best = i;
      lowest = value;
    }
  });
  return best;
}

/** Best and worst feasible logarithm of every objective. */
export interface Box {
  readonly ideal: Objectives;
  readonly worst: Objectives;
}

const logsOf = (all: readonly Evaluated[], objectives: readonly SearchMetric[]): (number[] | null)[] =>
  all.map(({ metrics, violation }) =>
    violation === 0 ? objectivesOf(metrics, objectives).map(Math.log) : null,
  );

/** Null where nothing is feasible. */
export function boxOf(all: readonly Evaluated[], objectives: readonly SearchMetric[]): Box | null {
  const feasible = logsOf(all, objectives).filter((point) => point !== null);
  if (feasible.length === 0) return null;
  const end = (m: number, pick: (a: number, b: number) => number): number =>
    feasible.reduce((found, point) => pick(found, point[m]), feasible[0][m]);
  return {
    ideal: objectives.map((_, m) => end(m, Math.min)),
    worst: objectives.map((_, m) => end(m, Math.max)),
  };
}

const HISTORY_POINTS = 60;

/**
 * Hypervolume over the evaluations, as a share of the box (that of these candidates unless another is given) between the
 * best and the worst feasible value of each objective, on logarithmic axes (costs span decades).
 */
export function historyOf(
  all: readonly Evaluated[],
  objectives: readonly SearchMetric[],
  box: Box | null = boxOf(all, objectives),
): SearchProgressPoint[] {
  if (!box) return [];
  const logs = logsOf(all, objectives);
  const { ideal, worst } = box;
  const share = (point: Objectives): Objectives =>
    point.map((value, m) => (worst[m] > ideal[m] ? (value - ideal[m]) / (worst[m] - ideal[m]) : 0));
  const every = Math.max(1, Math.ceil(all.length / HISTORY_POINTS));
  const history: SearchProgressPoint[] = [];
  let front: Objectives[] = [];
  let best: number | null = null;
  logs.forEach((point, i) => {
    if (point) {
      front = [...front, share(point)];
      const lowest = Math.exp(point[0]);
      best = best === null ? lowest : Math.min(best, lowest);
    }
    if ((i + 1) % every && i + 1 < all.length) return;
    front = paretoIndices(front).map((at) => front[at]);
    // A hair beyond the worst, so that its own place counts.
    const reference = objectives.map(() => 1 + 1e-9);
    history.push({ evaluations: i + 1, hypervolume: hypervolume(front, reference), best });
  });
  return history;
}
