/**
 * Sparsity and energy against the bits of the weights, after the hybrid study (arXiv:2411.15409): one training per coding,
 * number format and seed, costed on SpikeX and on the hybrid core at that format. Published: another network, data and
 * device, so only directions can be compared.
 */
import type { QuantisationPoint, QuantisationReport, Spread, SystemName } from '../contract/index.ts';
import type { FigureMeasurement, Measured, MeasuredChart } from './study.ts';
import { NOT_RUN, seedsText } from './trained.ts';
import type { TrainedStudy } from './trained.ts';

export const OTHER_WORKLOAD =
  'another network, data and device than the paper’s (the hybrid core here is a model, theirs an FPGA): the direction can be compared, not the size';
const HUES = { direct: 'green', rate: 'blue' } as const;
export const hueOf = (coding: string): 'green' | 'blue' => (coding === 'direct' ? HUES.direct : HUES.rate);

export const bits: TrainedStudy = {
  figure: 'bits',
  title: 'Sparsity and energy against the bits of the weights',
  method:
    'Quantisation-aware trainings of one network per coding; sparsity is the share of hidden neurons and steps without a spike, energy that of one inference on the hybrid core with the operations of the format.',
  runIds: ({ quantisation }) => quantisation?.points.flatMap(({ runIds }) => runIds) ?? [],
  measure({ quantisation }): FigureMeasurement {
    const codings = [...new Set(quantisation?.points.map(({ coding }) => coding) ?? [])];
    if (!quantisation || codings.length === 0)
      return {
        measured: [
          { ...NOT_RUN, id: 'sparsity', published: 'hybrid.sparsity', conditions: 'all formats', unit: '%' },
          { ...NOT_RUN, id: 'energy', published: 'hybrid.energy.int4', conditions: 'int4', unit: 'x' },
        ],
        charts: [],
      };
    return {
      measured: codings.flatMap((coding) => rowsOf(pointsOf(quantisation, coding), coding)),
      charts: chartsOf(quantisation, codings),
    };
  },
};

export const pointsOf = ({ points }: QuantisationReport, coding: string): readonly QuantisationPoint[] =>
  points.filter((point) => point.coding === coding).toSorted((a, b) => b.bits - a.bits);

export const energyOn = ({ costs }: QuantisationPoint, system: SystemName): Spread | null =>
  costs.find((cost) => cost.system === system)?.energyPj ?? null;

function rowsOf(points: readonly QuantisationPoint[], coding: string): Measured[] {
  const base = points.find(({ bits: count }) => count === 32);
  const quantised = points.filter(({ bits: count }) => count < 32);
  if (!base || quantised.length === 0) return [];
  const rise = ({ sparsity }: QuantisationPoint): number => 100 * (sparsity.mean / base.sparsity.mean - 1);
  const most = quantised.reduce((a, b) => (rise(b) > rise(a) ? b : a));
  const int4 = quantised.find(({ bits: count }) => count === 4);
  const common = { sd: null, draws: base.seeds.length, status: 'trend', reason: OTHER_WORKLOAD } as const;
  const energies = int4 && [energyOn(base, 'hybrid'), energyOn(int4, 'hybrid')];
  return [
    {
      ...common,
      id: `sparsity.${coding}`,
      published: 'hybrid.sparsity',
      conditions: `${coding} coding, ${most.format} against ${base.format}, relative rise`,
      unit: '%',
      value: rise(most),
    },
    {
      ...common,
      id: `energy.${coding}`,
      published: 'hybrid.energy.int4',
      conditions: `${coding} coding, ${base.format} over int4, hybrid core`,
      unit: 'x',
      value: energies?.[0] && energies[1] ? energies[0].mean / energies[1].mean : null,
    },
  ];
}

function chartsOf(report: QuantisationReport, codings: readonly string[]): MeasuredChart[] {
  const formats = [...new Set(pointsOf(report, codings[0]).map(({ format }) => format))];
  const caption = `${report.dataset}, ${seedsText(report.points[0].seeds.length)}, energy table ${report.energyTable}`;
  const chart = (
    id: string,
    title: string,
    y: MeasuredChart['y'],
    of: (point: QuantisationPoint) => Spread | null,
    scale: number,
  ): MeasuredChart => ({
    id,
    title,
    kind: 'lines',
    x: { name: 'Weights', unit: '', log: false },
    y,
    categories: formats,
    series: codings.map((coding) => ({
      id: coding,
      name: `${coding} coding`,
      hue: hueOf(coding),
      dashed: false,
      points: pointsOf(report, coding).flatMap((point) => {
        const spread = of(point);
        const x = formats.indexOf(point.format);
        return spread
          ? [{ x, y: spread.mean * scale, low: spread.low * scale, high: spread.high * scale }]
          : [];
      }),
    })),
    caption,
  });
  return [
    chart(
      'sparsity',
      'Sparsity of the hidden layers',
      { name: 'Sparsity', unit: '%', log: false },
      ({ sparsity }) => sparsity,
      100,
    ),
    chart(
      'accuracy',
      'Held-out accuracy',
      { name: 'Accuracy', unit: '%', log: false },
      ({ accuracy }) => accuracy,
      100,
    ),
    chart(
      'energy',
      'Energy of one inference, hybrid core',
      { name: 'Energy', unit: 'nJ', log: true },
      (point) => energyOn(point, 'hybrid'),
      1e-3,
    ),
  ];
}
