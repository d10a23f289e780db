/**
 * Runs of one training at several beta, gathered: SpikeX Fig 7 (accuracy, densities, EDP against beta) and Fig 5 (layers
 * before and after). The baseline is beta 0 of the same seed, at its own best window size; so is every other run.
 * Accuracies are compared sample by sample. Left out: runs without evaluation, or without answers (older versions).
 */
import type {
  BetaPoint,
  BetaSweepReport,
  EvaluationReport,
  PairedComparison,
  RunDetail,
  SystemAtBestTws,
  SystemName,
  TwsCost,
} from '../contract/index.ts';
import { comparePaired } from '../math/paired-test.ts';
import { geometric, mean, spread } from './spreads.ts';

interface Finished {
  readonly id: string;
  readonly beta: number;
  readonly seed: number;
  readonly row: RunDetail['row'];
  readonly evaluation: EvaluationReport;
}

/** Null where no finished training is among the runs. sizes: window sizes to choose from; empty: all that were costed. */
export function betaSweep(runs: readonly RunDetail[], sizes: readonly number[] = []): BetaSweepReport | null {
  const finished = runs.flatMap(({ row, evaluation }): Finished[] =>
    evaluation && row.kind === 'train'
      ? [
          {
            id: row.id,
            beta: row.beta ?? 0,
            seed: row.seed ?? 0,
            row,
            evaluation: atSizes(evaluation, sizes),
          },
        ]
      : [],
  );
  if (finished.length === 0) return null;
  const betas = [...new Set(finished.map(({ beta }) => beta))].sort((a, b) => a - b);
  const baseline = new Map(finished.filter(({ beta }) => beta === 0).map((run) => [run.seed, run]));
  const [{ row }] = finished;
  return {
    network: row.network,
    dataset: row.dataset,
    experiment: row.experiment,
    energyTable: runs.find(({ costs }) => costs.length)?.costs[0].energyTable ?? '',
    points: betas.map((beta) =>
      pointOf(
        beta,
        finished.filter((run) => run.beta === beta),
        baseline,
      ),
    ),
  };
}

/** All sizes where none of the wanted ones was costed. */
function atSizes(evaluation: EvaluationReport, sizes: readonly number[]): EvaluationReport {
  const byTws = evaluation.byTws?.filter(({ tws }) => sizes.includes(tws)) ?? [];
  return byTws.length ? { ...evaluation, byTws } : evaluation;
}

function pointOf(
  beta: number,
  runs: readonly Finished[],
  baseline: ReadonlyMap<number, Finished>,
): BetaPoint {
  const compared = (baselines: Answers, ours: Answers): PairedComparison | null =>
    beta === 0 ? null : pairedWith(runs, baseline, baselines, ours);
  const [{ evaluation }] = runs;
  const onHardware = runs.flatMap((run) =>
    run.evaluation.hardware ? [run.evaluation.hardware.accuracy] : [],
  );
  return {
    beta,
    runIds: runs.map(({ id }) => id),
    seeds: runs.map(({ seed }) => seed),
    accuracy: spread(runs.map((run) => run.evaluation.accuracy)),
    bestAccuracy: spread(runs.map(({ row }) => row.bestAccuracy ?? 0)),
    hardwareAccuracy: onHardware.length === runs.length ? spread(onHardware) : null,
    spikeDensity: spread(runs.map(({ row }) => row.spikeDensity ?? 0)),
    twDensity: spread(runs.map(({ row }) => row.twDensity ?? 0)),
    systems: systemsOf(evaluation).map((system) => systemAt(system, runs, baseline)),
    againstFinal: compared(FINAL, FINAL),
    againstBest: compared(BEST, FINAL),
    onHardware: {
      againstFinal: compared(FINAL_ON_HARDWARE, FINAL_ON_HARDWARE),
      againstBest: compared(BEST_ON_HARDWARE, FINAL_ON_HARDWARE),
    },
    layers: evaluation.layers.map(({ name }, l) => ({
      name,
      spikeDensity: mean(runs.map((run) => run.evaluation.layers[l].spikeDensity)),
      twDensity: mean(runs.map((run) => run.evaluation.layers[l].twDensity)),
    })),
  };
}

const systemsOf = ({ byTws = [] }: EvaluationReport): SystemName[] => [
  ...new Set(byTws.map(({ system }) => system)),
];

function systemAt(
  system: SystemName,
  runs: readonly Finished[],
  baseline: ReadonlyMap<number, Finished>,
): SystemAtBestTws {
  const points = runs.map((run) => bestTws(run, system));
  const ratios = runs.flatMap((run, i) => {
    const base = baseline.get(run.seed);
    return base ? [bestTws(base, system).edpJs / points[i].edpJs] : [];
  });
  return {
    system,
    tws: points.map(({ tws }) => tws),
    energyPj: spread(points.map(({ energyPj }) => energyPj)),
    latencyUs: spread(points.map(({ latencyUs }) => latencyUs)),
    edpJs: spread(points.map(({ edpJs }) => edpJs)),
    timesLower: ratios.length === runs.length ? geometric(ratios) : null,
  };
}

function bestTws({ evaluation }: Finished, system: SystemName): TwsCost {
  return (evaluation.byTws ?? [])
    .filter((cost) => cost.system === system)
    .reduce((best, cost) => (cost.edpJs < best.edpJs ? cost : best));
}

/** Answers of a run in the order of its held-out samples; nothing where they are not known. */
type Answers = (evaluation: EvaluationReport) => readonly number[] | null | undefined;
const FINAL: Answers = ({ answers }) => answers?.final;
const BEST: Answers = ({ answers }) => answers?.best;
const FINAL_ON_HARDWARE: Answers = ({ hardware }) => hardware?.answers;
const BEST_ON_HARDWARE: Answers = ({ answers }) => answers?.bestOnHardware;

function pairedWith(
  runs: readonly Finished[],
  baseline: ReadonlyMap<number, Finished>,
  baselines: Answers,
  ours: Answers,
): PairedComparison | null {
  const first: boolean[] = [];
  const second: boolean[] = [];
  for (const run of runs) {
    const base = baseline.get(run.seed)?.evaluation;
    const labels = labelsOfBoth(run.evaluation, base);
    const [theirs, own] = [base && baselines(base), ours(run.evaluation)];
    if (!labels || !theirs || !own) return null;
    labels.forEach((label, i) => {
      first.push(theirs[i] === label);
      second.push(own[i] === label);
    });
  }
  return comparePaired(first, second);
}

/** Null where the held-out samples are not the same. */
function labelsOfBoth(a: EvaluationReport, b: EvaluationReport | undefined): readonly number[] | null {
  const labels = a.answers?.labels;
  const others = b?.answers?.labels;
  return labels && labels.length === others?.length && labels.every((label, i) => label === others[i])
    ? labels
    : null;
}
