/** Starting, going on with and reading searches. */
import {
  accept,
  errorAt,
  refuse,
  type Handlers,
  type Outcome,
  type RunDetail,
  type SearchMethod,
  type SearchSpec,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import {
  checkSearch,
  compareSearches,
  comparisonKey,
  searchReport,
  withRungs,
  type FinishedSearch,
} from '../../engine/search/index.ts';
import { together } from '../resources/catalog.ts';
import { earlierSearches } from './earlier-searches.ts';
import type { FileAccess } from './file-access.ts';
import { createSearchRun } from './new-runs.ts';
import { trainingBase } from './search-training.ts';
import { alphasOf, evaluatedFrom } from './search-records.ts';
import type { Workbench } from './workbench.ts';

type Names = 'search.start' | 'search.compare' | 'search.comparison' | 'search.resume' | 'search.report';
type Started = Outcome<{ jobId: string; runId: string }>;

export function searchHandlers(workbench: Workbench, files: FileAccess): Pick<Handlers, Names> {
  return {
    'search.start': async (asked) => {
      const spec = withRungs(asked.spec);
      const checked = await checkStart(workbench, files, spec);
      if (!checked.ok) return checked;
      const created = await createSearchRun(workbench, spec);
      if (!created.ok) return created;
      return startJob(workbench, files, { runId: created.value, spec, training: checked.value });
    },
    'search.compare': ({ spec, methods }) => startComparison(workbench, files, spec, methods),
    'search.comparison': async ({ runId }) => {
      const run = searchRun(workbench, runId);
      if (!run.ok) return run;
      return accept({ searches: compareSearches(finishedLike(workbench, run.value.spec)) });
    },
    'search.resume': async ({ runId }) => {
      const run = searchRun(workbench, runId);
      if (!run.ok) return run;
      const { id, spec } = run.value;
      const checked = await checkStart(workbench, files, spec);
      if (!checked.ok) return checked;
      const queued = workbench.store.resumeRun(id, 0);
      return queued.ok ? startJob(workbench, files, { runId: id, spec, training: checked.value }) : queued;
    },
    'search.report': async ({ runId }) => {
      const run = searchRun(workbench, runId);
      if (!run.ok) return run;
      const { id, spec } = run.value;
      const candidates = workbench.store.candidatesOf(id);
      if (!candidates.ok) return candidates;
      const alphas = alphasOf(workbench.store, id, spec);
      return accept(searchReport(id, spec, evaluatedFrom(candidates.value, spec), alphas));
    },
  };
}

/** One run per method; a finished one of the same specification is taken as it is. */
async function startComparison(
  workbench: Workbench,
  files: FileAccess,
  spec: SearchSpec,
  methods: readonly SearchMethod[],
): Promise<Outcome<{ jobIds: readonly string[]; runIds: readonly string[]; reused: number }>> {
  const jobIds: string[] = [];
  const runIds: string[] = [];
  const finished = finishedLike(workbench, spec);
  if (methods.includes('halving'))
    return refuse(
      errorAt(
        'methods',
        'search/compare-halving',
        'must not hold halving, whose candidates differ in their epochs, too; run it by itself',
      ),
    );
  for (const method of methods) {
    const known = finished.find((one) => one.spec.method === method && one.spec.seed === spec.seed);
    if (known) {
      runIds.push(known.runId);
      continue;
    }
    const own: SearchSpec = { ...spec, method, name: '' };
    const checked = await checkStart(workbench, files, own);
    if (!checked.ok) return checked;
    const created = await createSearchRun(workbench, own);
    const started = created.ok
      ? startJob(workbench, files, { runId: created.value, spec: own, training: checked.value })
      : created;
    if (!started.ok) return started;
    jobIds.push(started.value.jobId);
    runIds.push(started.value.runId);
  }
  return accept({ jobIds, runIds, reused: runIds.length - jobIds.length });
}

/** Finished searches that compare with a specification. */
function finishedLike({ store }: Workbench, spec: SearchSpec): FinishedSearch[] {
  const key = comparisonKey(spec);
  const rows = store.listRuns();
  return (rows.ok ? rows.value : [])
    .filter(({ kind, state }) => kind === 'search' && state === 'done')
    .flatMap(({ id }): FinishedSearch[] => {
      const run = store.getRun(id);
      const own = run.ok ? (run.value.spec as SearchSpec) : null;
      if (!own || comparisonKey(own) !== key) return [];
      const candidates = store.candidatesOf(id);
      return candidates.ok ? [{ runId: id, spec: own, all: evaluatedFrom(candidates.value, own) }] : [];
    });
}

async function checkStart(
  { catalog, store }: Workbench,
  files: FileAccess,
  spec: SearchSpec,
): Promise<Outcome<TrainSpec | null>> {
  const allowed = await files.checkSimulateSpec({ ...spec, systems: [spec.system] });
  if (!allowed.ok) return allowed;
  const found = together(
    await catalog.networks.find(spec.network, 'network'),
    together(await catalog.archs.find(spec.arch, 'arch'), await catalog.tables.find(spec.energy, 'energy')),
  );
  if (!found.ok) return found;
  const [network, [arch, energy]] = found.value;
  const recorded = recordedOf(store, spec);
  const checked = checkSearch(spec, network, arch, energy);
  if (!checked.ok || !recorded.ok)
    return refuse(...[checked, recorded].flatMap((one) => (one.ok ? [] : one.issues)));
  const base = trainingBase(spec, network, recorded.value);
  if (!base.ok || !base.value) return base;
  const readable = await files.checkTrainSpec({ ...base.value, init: null });
  return readable.ok ? base : readable;
}

/** The run behind `run:ID` spikes. */
function recordedOf(store: Workbench['store'], { spikes }: SearchSpec): Outcome<RunDetail | null> {
  return spikes.kind === 'run' ? store.getRun(spikes.runId) : accept(null);
}

function searchRun({ store }: Workbench, asked: string): Outcome<{ id: string; spec: SearchSpec }> {
  const run = store.getRun(asked);
  if (!run.ok) return run;
  const { kind, id } = run.value.row;
  if (kind !== 'search')
    return refuse(errorAt(`run ${id}`, 'search/run', `must be a search (got ${kind}); choose another run`));
  return accept({ id, spec: run.value.spec as SearchSpec });
}

interface SearchStart {
  readonly runId: string;
  readonly spec: SearchSpec;
  /** What candidates' trainings start from. */
  readonly training: TrainSpec | null;
}

function startJob(
  workbench: Workbench,
  { limits }: FileAccess,
  { runId, spec, training }: SearchStart,
): Started {
  const { store, queue, news } = workbench;
  const recorded = recordedOf(store, spec);
  if (!recorded.ok) return recorded;
  const stored = store.candidatesOf(runId);
  if (!stored.ok) return stored;
  const known = evaluatedFrom(stored.value, spec);
  news.publish('runs.changed', { runIds: [runId] });
  const title = `Search ${spec.network}, ${spec.method}`;
  const alphasUpTo = alphasOf(store, runId, spec).steps.at(-1) ?? -1;
  const earlier = earlierSearches(workbench, runId, spec);
  const job = queue.start(
    'search',
    { runId, spec, recorded: recorded.value, known, earlier, alphasUpTo, training, limits },
    { title, runIds: [runId] },
  );
  return accept({ jobId: job.id, runId });
}
