/**
 * Direct against rate coding, after the hybrid study (arXiv:2411.15409): the same network with analogue input for few
 * steps and with binary input for more. Published: accuracy, energy per image, throughput and power of another network on
 * another device; the last two compare with devices that no model here stands for.
 */
import type { QuantisationPoint, QuantisationReport } from '../contract/index.ts';
import { energyOn, OTHER_WORKLOAD, pointsOf } from './bits.ts';
import type { FigureMeasurement, Measured, MeasuredChart } from './study.ts';
import { NOT_RUN, seedsText } from './trained.ts';
import type { TrainedStudy } from './trained.ts';

const NO_DEVICE =
  'compares with a device of prior work that is not printed in enough detail to be modelled; nothing here stands for it';

export const coding: TrainedStudy = {
  figure: 'coding',
  title: 'Direct against rate coding',
  method:
    'The trainings of the study of bits, direct coding beside rate coding at the same number format; energy and latency of one inference on the hybrid core.',
  runIds: ({ quantisation }) => quantisation?.points.flatMap(({ runIds }) => runIds) ?? [],
  measure({ quantisation }): FigureMeasurement {
    const pairs = quantisation ? pairsOf(quantisation) : [];
    return {
      measured: [
        ...(pairs.length ? pairs.flatMap(rowsOf) : missing()),
        prior('throughput', 'x'),
        prior('power', 'x'),
      ],
      charts: quantisation && pairs.length ? chartsOf(quantisation, pairs) : [],
    };
  },
};

interface Pair {
  readonly format: string;
  readonly direct: QuantisationPoint;
  readonly rate: QuantisationPoint;
}

function pairsOf(report: QuantisationReport): Pair[] {
  const rates = pointsOf(report, 'rate');
  return pointsOf(report, 'direct').flatMap((direct) => {
    const rate = rates.find(({ format }) => format === direct.format);
    return rate ? [{ format: direct.format, direct, rate }] : [];
  });
}

const missing = (): Measured[] => [
  { ...NOT_RUN, id: 'accuracy', published: 'hybrid.accuracy.direct', conditions: 'fp32', unit: 'points' },
  { ...NOT_RUN, id: 'energy', published: 'hybrid.energy.direct', conditions: 'fp32', unit: 'x' },
];

const prior = (id: string, unit: string): Measured => ({
  id,
  published: `hybrid.${id}`,
  conditions: 'against prior work',
  unit,
  value: null,
  sd: null,
  draws: 0,
  status: 'not-reachable',
  reason: NO_DEVICE,
});

function rowsOf({ format, direct, rate }: Pair): Measured[] {
  const [ours, theirs] = [energyOn(direct, 'hybrid'), energyOn(rate, 'hybrid')];
  const common = {
    conditions: `${format}, hybrid core`,
    sd: null,
    draws: direct.seeds.length,
    status: 'trend',
    reason: OTHER_WORKLOAD,
  } as const;
  return [
    {
      ...common,
      id: `accuracy.${format}`,
      published: 'hybrid.accuracy.direct',
      unit: 'points',
      value: 100 * (direct.accuracy.mean - rate.accuracy.mean),
    },
    {
      ...common,
      id: `energy.${format}`,
      published: 'hybrid.energy.direct',
      conditions: `${format}, rate over direct, hybrid core`,
      unit: 'x',
      value: ours && theirs ? theirs.mean / ours.mean : null,
    },
  ];
}

function chartsOf(report: QuantisationReport, pairs: readonly Pair[]): MeasuredChart[] {
  const caption = `${report.dataset}, ${seedsText(pairs[0].direct.seeds.length)}, energy table ${report.energyTable}`;
  const chart = (
    id: string,
    title: string,
    y: MeasuredChart['y'],
    of: (point: QuantisationPoint) => number,
  ): MeasuredChart => ({
    id,
    title,
    kind: 'bars',
    x: { name: '', unit: '', log: false },
    y,
    categories: pairs.map(({ format }) => format),
    series: (['direct', 'rate'] as const).map((name) => ({
      id: name,
      name: `${name} coding`,
      hue: name === 'direct' ? ('green' as const) : ('blue' as const),
      dashed: false,
      points: pairs.map((pair, x) => {
        const value = of(pair[name]);
        return { x, y: value, low: value, high: value };
      }),
    })),
    caption,
  });
  const latency = ({ costs }: QuantisationPoint): number =>
    costs.find(({ system }) => system === 'hybrid')?.latencyUs.mean ?? 0;
  return [
    chart(
      'accuracy',
      'Held-out accuracy',
      { name: 'Accuracy', unit: '%', log: false },
      ({ accuracy }) => 100 * accuracy.mean,
    ),
    chart(
      'energy',
      'Energy of one inference',
      { name: 'Energy', unit: 'nJ', log: true },
      (point) => (energyOn(point, 'hybrid')?.mean ?? 0) * 1e-3,
    ),
    chart('latency', 'Latency of one inference', { name: 'Latency', unit: 'µs', log: true }, latency),
  ];
}
