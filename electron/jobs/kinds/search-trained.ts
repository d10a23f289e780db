/** Job `search` where every candidate is trained before it is costed (docs/search.md). */
import { join } from 'node:path';
import {
  accept,
  refuse,
  type Outcome,
  type SearchReport,
  type SearchSpec,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import {
  evolutionary,
  exhaustive,
  halving,
  halvingCost,
  NO_ALPHAS,
  pointKey,
  randomSearch,
  rungsOf,
  runSearch,
  searchReport,
  spaceSize,
  type HardwareBase,
  type Method,
} from '../../../engine/search/index.ts';
import type { JobContext } from '../context.ts';
import { endSearch } from '../search/end-search.ts';
import { TrainedCandidates } from '../search/trained-candidates.ts';
import { prepareTraining } from './prepare.ts';
import type { SearchAsk } from './search.ts';

const BATCH = 40;

export async function searchTrained(
  { runId, spec, known, limits }: SearchAsk,
  base: TrainSpec,
  hardware: HardwareBase,
  context: JobContext,
): Promise<Outcome<SearchReport>> {
  const prepared = await prepareTraining(base, limits, context);
  if (!prepared.ok) return prepared;
  const { dataHash } = prepared.value.data;
  context.report({ type: 'run-started', runId, provenance: { dataHash } });
  const budget = spec.method === 'halving' ? halvingCost(rungsOf(spec)).candidates : spec.budget;
  const total = Math.min(budget, spaceSize(spec.space));
  let finished = 0;
  const tell = (message: string): void =>
    context.progress({ done: finished, total, unit: 'candidates', message, secondsLeft: null });
  const candidates = new TrainedCandidates(
    {
      spec,
      base,
      prepared: prepared.value,
      hardware,
      folder: join(context.paths.checkpoints, runId),
      onEpoch: (message) => tell(`candidate ${finished + 1} of ${total}: ${message}`),
    },
    context,
  );
  const result = await runSearch({
    method: methodOf(spec),
    executor: candidates,
    slice: () => 1,
    objectives: spec.objectives,
    constraints: spec.constraints,
    budget,
    batch: BATCH,
    known: new Map(known.map(({ point, metrics }) => [pointKey(point), metrics])),
    shouldStop: context.shouldStop,
    onProgress(fresh, done) {
      if (fresh.length) context.report({ type: 'candidates', runId, candidates: fresh });
      finished = done;
      tell(`${done} of ${total} candidates`);
    },
  });
  if (candidates.failure) return candidates.failure;
  if (result.stopped) return refuse(); // stopped: the queue ends the run as cancelled
  const report = searchReport(runId, spec, result.all, NO_ALPHAS);
  const best = report.best && result.all[report.best.position];
  const network = best ? await candidates.networkOf(best.point) : accept(null);
  if (!network.ok) return network;
  const costs = best && network.value ? network.value.evaluator.costsAt(best.point) : [];
  const checkpoint = network.value && { file: network.value.file, sha256: network.value.sha256 };
  endSearch({ runId, spec, all: result.all, costs, checkpoint }, context);
  return accept(report, prepared.warnings);
}

function methodOf(spec: SearchSpec): Method {
  switch (spec.method) {
    case 'exhaustive':
      return exhaustive(spec.space);
    case 'random':
      return randomSearch(spec.space, spec.seed);
    case 'evolutionary':
      return evolutionary(spec.space, spec.seed, populationOf(spec.budget));
    case 'halving':
      return halving(spec);
    case 'has':
      throw new Error('searchTrained: has is refused before it starts');
  }
}

/** A quarter of so few candidates, so that there are generations at all. */
const populationOf = (budget: number): number =>
  Math.min(MOST_POPULATION, Math.max(LEAST_POPULATION, Math.ceil(budget / 4)));
const MOST_POPULATION = 40;
const LEAST_POPULATION = 4;
