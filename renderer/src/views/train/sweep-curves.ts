/** Charts of a sweep over β from its report (SpikeX Fig 7), and the experiments that hold one. */
import type { BetaPoint, BetaSweepReport, RunRow, Spread } from '../../../../engine/contract/index.ts';
import type { BetaLinesInput } from '../../charts/beta-lines.ts';
import { SYSTEM_STYLES } from '../../charts/series-style.ts';
import { columnScale, fixed, significant } from '../../format/index.ts';
import { trainTexts } from '../../texts/train.ts';

const text = trainTexts.sweep;

/** Experiments whose finished trainings have at least two β, newest first. */
export function sweepExperiments(rows: readonly RunRow[]): string[] {
  const betas = new Map<string, Set<number>>();
  for (const row of rows) {
    if (row.kind !== 'train' || row.state !== 'done' || row.beta === null) continue;
    betas.set(row.experiment, (betas.get(row.experiment) ?? new Set()).add(row.beta));
  }
  return [...betas].filter(([, values]) => values.size > 1).map(([experiment]) => experiment);
}

/** The finished trainings of an experiment on the network and data of its newest one. */
export function sweepRuns(rows: readonly RunRow[], experiment: string): RunRow[] {
  const own = rows.filter(
    (row) => row.kind === 'train' && row.state === 'done' && row.experiment === experiment,
  );
  const newest = own.reduce<RunRow | null>(
    (last, row) => (last === null || row.createdAtMs > last.createdAtMs ? row : last),
    null,
  );
  return own.filter(({ network, dataset }) => network === newest?.network && dataset === newest.dataset);
}

/** A log axis under half a decade has hardly a label. */
const isWide = (values: readonly number[]): boolean => {
  const positive = values.filter((value) => value > 0);
  return Math.max(...positive) > 3 * Math.min(...positive);
};

const percentOf = ({ mean, low, high }: Spread): Spread => ({
  mean: mean * 100,
  low: low * 100,
  high: high * 100,
});

/** `id` names a chart in any language. */
type Chart = BetaLinesInput & { readonly id: string };

export function sweepCharts(report: BetaSweepReport, log: boolean): Chart[] {
  const points = report.points.filter(({ beta }) => beta > 0);
  const base = report.points.find(({ beta }) => beta === 0) ?? null;
  const betas = points.map(({ beta }) => beta);
  const share = (
    title: string,
    id: 'accuracy' | 'spikeDensity' | 'twDensity',
    hue: 'purple' | 'green' | 'blue',
  ) => ({
    title,
    quantity: title,
    unit: '%',
    log: log && id !== 'accuracy' && isWide(report.points.map((point) => point[id].mean)),
    range: id === 'accuracy' ? ('accuracy' as const) : ('from-zero' as const),
    betas,
    series: [
      {
        id,
        name: id === 'accuracy' ? text.heldOut : text.hiddenLayers,
        hue,
        values: points.map((point) => percentOf(point[id])),
        baseline: base ? base[id].mean * 100 : null,
      },
    ],
    text: (value: number) => `${id === 'accuracy' ? fixed(value, 2) : significant(value)} %`,
  });
  return [
    { id: 'accuracy', ...share(text.accuracy, 'accuracy', 'purple') },
    { id: 'edp-per-inference', ...edpChart(points, base, betas, log) },
    { id: 'spike-density', ...share(text.spikeDensity, 'spikeDensity', 'green') },
    { id: 'tw-density', ...share(text.twDensity, 'twDensity', 'blue') },
  ];
}

function edpChart(
  points: readonly BetaPoint[],
  base: BetaPoint | null,
  betas: readonly number[],
  log: boolean,
): BetaLinesInput {
  const systems = (base ?? points[0])?.systems.map(({ system }) => system) ?? [];
  const of = (point: BetaPoint | null, system: string) =>
    point?.systems.find((one) => one.system === system)?.edpJs ?? null;
  const scale = columnScale(
    [base, ...points].flatMap((point) => systems.map((system) => of(point, system)?.mean ?? null)),
    'J·s',
  );
  return {
    title: text.edp,
    quantity: 'EDP',
    unit: scale.unit,
    log:
      log &&
      isWide([base, ...points].flatMap((point) => systems.map((system) => of(point, system)?.mean ?? 0))),
    range: 'from-zero',
    betas,
    series: systems.map((system) => ({
      id: system,
      name: SYSTEM_STYLES[system].label,
      hue: SYSTEM_STYLES[system].hue,
      values: points.map((point) => {
        const value = of(point, system);
        return value
          ? {
              mean: value.mean * scale.factor,
              low: value.low * scale.factor,
              high: value.high * scale.factor,
            }
          : null;
      }),
      baseline: base ? (of(base, system)?.mean ?? 0) * scale.factor : null,
    })),
    text: (value) => `${significant(value)} ${scale.unit}`,
  };
}
