/** How far the runs behind one network of the paper are: its trainings, its searches, and what is picked of them. */
import type {
  BetaSweepReport,
  PaperSettings,
  RunDetail,
  SearchReport,
  SearchSpec,
  TrainSpec,
} from '../../../engine/contract/index.ts';
import {
  betaSweep,
  pickBeta,
  SEARCHED,
  searchSpec,
  withSearch,
  type Batch,
  type FoundTws,
  type PlannedNetwork,
} from '../../../engine/paper/index.ts';
import { NO_ALPHAS, searchReport } from '../../../engine/search/index.ts';
import { inputBins } from '../../data/input-bins.ts';
import { evaluatedFrom } from '../search-records.ts';
import { finishedRuns, sameness } from '../start-series.ts';
import { sweepPoint } from '../train-handlers.ts';
import type { Workbench } from '../workbench.ts';

export interface NetworkState {
  readonly planned: PlannedNetwork;
  readonly specs: readonly TrainSpec[];
  readonly runs: readonly RunDetail[];
  readonly sweep: BetaSweepReport | null;
  readonly beta: number | null;
  /** First seed at beta 0 and at `beta`; null until finished. */
  readonly base: RunDetail | null;
  readonly trained: RunDetail | null;
  /** HT + HAS at `beta`: what is to be trained, and the finished run. */
  readonly searchedSpec: TrainSpec | null;
  readonly searched: RunDetail | null;
  readonly searches: readonly SearchState[];
}

export interface SearchState {
  readonly batch: Batch;
  readonly system: 'ptb' | 'spikex';
  readonly spec: SearchSpec;
  readonly report: SearchReport | null;
}

/** settings.beta: use this hardware-trained run; null = the one that the rule picks. */
export async function networkState(
  workbench: Workbench,
  planned: PlannedNetwork,
  { beta, tws }: Pick<PaperSettings, 'beta' | 'tws'>,
): Promise<NetworkState> {
  const found = await workbench.catalog.networks.find(planned.preset, 'network');
  if (!found.ok) throw new Error(`networkState: no network ${planned.preset}`);
  const one = planned.spec(inputBins(found.value), workbench.defaultWorkers);
  const specs = planned.seeds.flatMap((seed) => planned.betas.map((value) => sweepPoint(one, value, seed)));
  const known = finishedRuns(workbench, planned.experiment);
  const finished = (spec: TrainSpec): RunDetail[] => {
    const id = known.get(sameness(spec));
    const run = id === undefined ? null : workbench.store.getRun(id);
    return run?.ok ? [run.value] : [];
  };
  const runs = specs.flatMap(finished);
  const sweep = betaSweep(runs, tws);
  const picked = beta ?? (sweep && pickBeta(sweep));
  const at = (value: number): RunDetail | null =>
    runs.find(({ row }) => row.seed === planned.seeds[0] && row.beta === value) ?? null;
  const trained = picked === null ? null : at(picked);
  const searchedSpec = trained && withSearch(planned, trained.spec as TrainSpec);
  const searched = searchedSpec ? (finished(searchedSpec)[0] ?? null) : null;
  return {
    planned,
    specs,
    runs,
    sweep,
    beta: picked,
    base: at(0),
    trained,
    searchedSpec,
    searched,
    searches: searched ? searchesOf(workbench, planned, searched, found.value.layers.length) : [],
  };
}

function searchesOf(
  workbench: Workbench,
  planned: PlannedNetwork,
  { row }: RunDetail,
  layers: number,
): SearchState[] {
  const done = finishedSearches(workbench, planned.experiment);
  return SEARCHED.map(({ batch, system }) => {
    const spec = searchSpec(planned, { runId: row.id, layers }, system, batch);
    const runId = done.get(JSON.stringify(spec));
    const candidates = runId === undefined ? null : workbench.store.candidatesOf(runId);
    const report =
      runId !== undefined && candidates?.ok
        ? searchReport(runId, spec, evaluatedFrom(candidates.value, spec), NO_ALPHAS)
        : null;
    return { batch, system, spec, report };
  });
}

function finishedSearches({ store }: Workbench, experiment: string): Map<string, string> {
  const known = new Map<string, string>();
  const rows = store.listRuns();
  for (const { id, kind, state, experiment: own } of rows.ok ? rows.value : []) {
    if (kind !== 'search' || state !== 'done' || own !== experiment) continue;
    const run = store.getRun(id);
    if (run.ok) known.set(JSON.stringify(run.value.spec), id);
  }
  return known;
}

/** Window sizes per layer that the searches found. */
export function foundTws(searches: readonly SearchState[]): Readonly<Record<Batch, FoundTws>> {
  const of = (batch: Batch, system: 'ptb' | 'spikex'): readonly number[] | null => {
    const report = searches.find((one) => one.batch === batch && one.system === system)?.report;
    const choice = report?.best?.choice;
    return choice ? Object.keys(choice).map((_, layer) => Number(choice[`tws[${layer}]`])) : null;
  };
  const at = (batch: Batch): FoundTws => ({ ptb: of(batch, 'ptb'), spikex: of(batch, 'spikex') });
  return { 64: at(64), 1: at(1) };
}
