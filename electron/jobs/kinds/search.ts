/** Job `search`: candidates proposed by a method, simulated on recorded activity, kept one by one; goes on where it stopped. */
import {
  accept,
  refuse,
  type CandidateMetrics,
  type Outcome,
  type RunDetail,
  type SearchReport,
  type SearchSpec,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import {
  alphaRows,
  checkReach,
  checkSearch,
  evolutionary,
  exhaustive,
  HAS_DEFAULTS,
  HardwareEvaluator,
  hasSearch,
  NO_ALPHAS,
  pointKey,
  randomSearch,
  runSearch,
  searchReport,
  spaceSize,
  violationOf,
  type AlphaRows,
  type HasMethod,
  type Method,
  type Point,
} from '../../../engine/search/index.ts';
import { Catalog, together } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';
import { groundHash, remembering, type EarlierSearch, type KnownCandidate } from '../search/earlier.ts';
import { endSearch } from '../search/end-search.ts';
import { paced } from '../search/pace.ts';
import { PoolExecutor } from '../search/pool-executor.ts';
import { activitiesOf } from './activities.ts';
import { simulatedNetwork } from './run-spec.ts';
import { searchTrained } from './search-trained.ts';

export interface SearchAsk {
  readonly runId: string;
  readonly spec: SearchSpec;
  /** The run behind `run:ID` spikes. */
  readonly recorded: RunDetail | null;
  /** What an interrupted search has evaluated already. */
  readonly known: readonly KnownCandidate[];
  /** Others that may be about the same; their candidates are taken over where they are. */
  readonly earlier: readonly EarlierSearch[];
  /** Last step of HAS whose probabilities it has kept; -1 = none. */
  readonly alphasUpTo: number;
  /** What candidates' trainings start from; null = none is trained. */
  readonly training: TrainSpec | null;
  readonly limits: readonly string[] | null;
}

const BATCH = 40;
const POINTS_PER_THREAD = 2;

export async function search(ask: SearchAsk, context: JobContext): Promise<Outcome<SearchReport>> {
  const { runId, spec } = ask;
  const catalog = new Catalog(context.paths);
  const found = together(
    await catalog.networks.find(spec.network, 'network'),
    together(await catalog.archs.find(spec.arch, 'arch'), await catalog.tables.find(spec.energy, 'energy')),
  );
  if (!found.ok) return found;
  const [preset, [base, energy]] = found.value;
  const network = simulatedNetwork(preset, spec.spikes, ask.recorded);
  const checked = checkSearch(spec, network, base, energy);
  if (!checked.ok) return checked;
  if (ask.training) return searchTrained(ask, ask.training, checked.value, context);
  context.report({ type: 'run-started', runId, provenance: null });
  const total = Math.min(spec.budget, spaceSize(spec.space));
  const tell = (done: number, message: string): void =>
    context.progress({ done, total, unit: 'candidates', message, secondsLeft: null });
  tell(0, 'reading the activity');
  const activity = await activitiesOf(
    { network, spikes: spec.spikes, recorded: ask.recorded, limits: ask.limits },
    spec.samples,
    context,
  );
  if (!activity.ok) return activity;
  const ground = { ...checked.value, samples: activity.value };
  const hash = groundHash(ground);
  context.report({ type: 'provenance', runId, provenance: { groundHash: hash } });
  const evaluator = new HardwareEvaluator(ground, spec.space);
  tell(0, 'checking the bounds');
  const unreachable = checkReach(evaluator, {
    base: ground,
    space: spec.space,
    constraints: spec.constraints,
    most: spec.budget * network.layers.length,
    shouldStop: context.shouldStop,
  });
  if (unreachable.length) return refuse(...unreachable);
  const method = methodOf(spec, evaluator);
  const alphasAfter = (step: number, ended: boolean): AlphaRows =>
    'track' in method ? alphaRows(spec.space, method.track(), step, ended) : NO_ALPHAS;
  let { alphasUpTo } = ask;
  const keepAlphas = (ended: boolean): void => {
    const alphas = alphasAfter(alphasUpTo, ended);
    alphasUpTo = alphas.steps.at(-1) ?? alphasUpTo;
    if (alphas.steps.length) context.report({ type: 'alphas', runId, alphas });
  };
  // HAS asks for a few neighbours at a time and for their layers, which one evaluator keeps.
  const workers = spec.method === 'has' ? 1 : (spec.workers ?? 1);
  const pool = workers > 1 ? new PoolExecutor(ground, spec.space, workers, context) : null;
  const inside = {
    evaluate: async (points: readonly Point[]) => evaluateAll(points, evaluator, context.shouldStop),
  };
  const known = remembering(
    pool ?? inside,
    ground,
    spec.space,
    ask.earlier.filter((search) => search.groundHash === hash),
  );
  const { executor, slice } = paced(known.executor, pool ? POINTS_PER_THREAD * workers : 1, () =>
    performance.now(),
  );
  const result = await runSearch({
    method,
    executor,
    slice,
    objectives: spec.objectives,
    constraints: spec.constraints,
    budget: spec.budget,
    batch: BATCH,
    known: new Map(ask.known.map(({ point, metrics }) => [pointKey(point), metrics])),
    shouldStop: context.shouldStop,
    onProgress(fresh, done) {
      if (fresh.length) context.report({ type: 'candidates', runId, candidates: fresh });
      keepAlphas(false);
      const taken = known.taken();
      tell(done, `${done} candidates${taken ? `, ${taken} known from earlier searches` : ''}`);
    },
  }).finally(() => pool?.close());
  if (result.stopped) return refuse(); // stopped: the queue ends the run as cancelled
  keepAlphas(true);
  const report = searchReport(runId, spec, result.all, alphasAfter(-1, true));
  const best = report.best && result.all[report.best.position];
  const costs = best ? evaluator.costsAt(best.point) : [];
  endSearch({ runId, spec, all: result.all, costs, checkpoint: null }, context);
  return accept(report, [...found.warnings, ...activity.warnings]);
}

function methodOf(spec: SearchSpec, evaluator: HardwareEvaluator): Method | HasMethod {
  switch (spec.method) {
    case 'exhaustive':
      return exhaustive(spec.space);
    case 'random':
      return randomSearch(spec.space, spec.seed);
    case 'evolutionary':
      return evolutionary(spec.space, spec.seed);
    case 'has':
      return hasSearch(spec.space, {
        ...HAS_DEFAULTS,
        objective: spec.objective,
        exponent: spec.exponent,
        layersAt: (point) => evaluator.layersAt(point),
        violationAt: (point) => violationOf(evaluator.evaluate(point), spec.constraints),
      });
    case 'halving':
      throw new Error('search: halving without training is refused before it starts');
  }
}

/** Fewer answers than points = stopped. */
function evaluateAll(
  points: readonly Point[],
  evaluator: HardwareEvaluator,
  shouldStop: () => boolean,
): CandidateMetrics[] {
  const answers: CandidateMetrics[] = [];
  for (const point of points) {
    if (shouldStop()) break;
    answers.push(evaluator.evaluate(point));
  }
  return answers;
}
