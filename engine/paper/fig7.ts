/**
 * Fig. 7 of SpikeX: accuracy, spike density, time-window density and EDP against the weight beta of the hardware loss, one
 * training per beta and seed, mean with the lowest and highest seed. Every EDP is at the run's own best window size.
 */
import type { BetaPoint, PaperPoint, Spread } from '../contract/index.ts';
import type { FigureMeasurement, Measured, MeasuredChart } from './study.ts';
import { NETWORK_TITLES, NOT_RUN, seedsText, verdictOf } from './trained.ts';
import type { TrainedNetwork, TrainedStudy } from './trained.ts';

const KEYS = {
  sweep: 'fig7.beta-sweep',
  better: 'fig7.for-each-network-and-dataset-at-least-one-setting-has-higher-accuracy-and-lower-edp',
};
const SWEEP_REASON =
  'our hardware loss counts in percent of the EDP before hardware training, so β is on another scale than the paper’s';

export const fig7: TrainedStudy = {
  figure: '7',
  title: 'Accuracy, densities and EDP against β',
  method:
    'One training per β and seed from one pre-training; accuracy of the final weights on held-out samples, densities of the hidden layers, EDP on SpikeX and on PTB, each run at its own best window size for the net.',
  runIds: ({ networks }) => networks.flatMap(({ sweep }) => sweep.points.flatMap(({ runIds }) => runIds)),
  measure({ networks }): FigureMeasurement {
    if (networks.length === 0)
      return {
        measured: [
          { ...NOT_RUN, id: 'sweep', published: KEYS.sweep, conditions: 'all networks', unit: '' },
          { ...NOT_RUN, id: 'better', published: KEYS.better, conditions: 'all networks', unit: '' },
        ],
        charts: [],
      };
    return { measured: networks.flatMap(rowsOf), charts: networks.flatMap(chartsOf) };
  },
};

const above = ({ sweep }: TrainedNetwork): readonly BetaPoint[] =>
  sweep.points.filter(({ beta }) => beta > 0);
const edpOf = ({ systems }: BetaPoint, of: string): Spread | null =>
  systems.find(({ system }) => system === of)?.edpJs ?? null;

function rowsOf(one: TrainedNetwork): Measured[] {
  const title = NETWORK_TITLES[one.network];
  const points = above(one);
  const base = one.sweep.points.find(({ beta }) => beta === 0);
  const seeds = Math.max(0, ...one.sweep.points.map((point) => point.seeds.length));
  const common = { unit: '', sd: null, draws: seeds };
  return [
    {
      ...common,
      id: `sweep.${one.network}`,
      published: KEYS.sweep,
      conditions: title,
      value: points.length ? `${points[0].beta} to ${points[points.length - 1].beta}` : 'none',
      status: 'trend',
      reason: SWEEP_REASON,
    },
    {
      ...common,
      ...verdictOf(one),
      id: `better.${one.network}`,
      published: KEYS.better,
      conditions: title,
      value: base && points.length ? betterText(base, points) : null,
    },
  ];
}

function betterText(base: BetaPoint, points: readonly BetaPoint[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const edp = (point: BetaPoint): number => edpOf(point, 'ptb')?.mean ?? Infinity;
  const better = points.filter((point) => point.accuracy.mean > base.accuracy.mean && edp(point) < edp(base));
  if (better.length === 0) {
    const lower = points.filter((point) => edp(point) < edp(base));
    const nearest = lower.reduce<BetaPoint | null>(
      (best, next) => (best && best.accuracy.mean >= next.accuracy.mean ? best : next),
      null,
    );
    return nearest
      ? `no: nearest is β ${nearest.beta}, ${percent(nearest.accuracy.mean)} after ${percent(base.accuracy.mean)}`
      : 'no setting lowers the EDP';
  }
  const best = better.reduce((a, b) => (edp(b) < edp(a) ? b : a));
  return `yes: β ${best.beta}, ${percent(best.accuracy.mean)} after ${percent(base.accuracy.mean)}, EDP ${(edp(base) / edp(best)).toPrecision(3)}× lower on PTB`;
}

function chartsOf(one: TrainedNetwork): MeasuredChart[] {
  const title = NETWORK_TITLES[one.network];
  const base = one.sweep.points.find(({ beta }) => beta === 0);
  const points = above(one);
  if (points.length === 0) return [];
  const caption = `${title} on ${one.dataset}, ${seedsText(base?.seeds.length ?? 0)}; dashed: β = 0; EDP with energy table ${one.sweep.energyTable}`;
  const x = { name: 'β', unit: '', log: true };
  type Line = readonly [
    string,
    'green' | 'blue' | 'amber' | 'purple',
    (point: BetaPoint) => Spread | null,
    number,
  ];
  const chart = (id: string, head: string, y: MeasuredChart['y'], lines: readonly Line[]): MeasuredChart => ({
    id: `${id}-${one.network}`,
    title: `${title}: ${head}`,
    kind: 'lines',
    x,
    y,
    categories: null,
    series: lines.flatMap(([name, hue, of, scale]) => [
      {
        id: name,
        name,
        hue,
        dashed: false,
        points: points.flatMap((point) => at(point.beta, of(point), scale)),
      },
      ...(base
        ? [
            {
              id: `${name}, β = 0`,
              name: '',
              hue,
              dashed: true,
              points: [points[0], points[points.length - 1]].flatMap(({ beta }) =>
                at(beta, meanOnly(of(base)), scale),
              ),
            },
          ]
        : []),
    ]),
    caption,
  });
  return [
    chart('accuracy', 'held-out accuracy', { name: 'Accuracy', unit: '%', log: false }, [
      ['float', 'green', ({ accuracy }) => accuracy, 100],
      ['as the hardware runs it', 'blue', ({ hardwareAccuracy }) => hardwareAccuracy, 100],
    ]),
    chart('density', 'densities of the hidden layers', { name: 'Density', unit: '%', log: true }, [
      ['time windows', 'purple', ({ twDensity }) => twDensity, 100],
      ['spikes', 'blue', ({ spikeDensity }) => spikeDensity, 100],
    ]),
    chart('edp', 'EDP of one inference', { name: 'EDP', unit: 'nJ·s', log: true }, [
      ['PTB', 'amber', (point) => edpOf(point, 'ptb'), 1e9],
      ['SpikeX', 'green', (point) => edpOf(point, 'spikex'), 1e9],
    ]),
  ];
}

const meanOnly = (spread: Spread | null): Spread | null =>
  spread && { mean: spread.mean, low: spread.mean, high: spread.mean };

const at = (x: number, spread: Spread | null, scale: number): PaperPoint[] =>
  spread ? [{ x, y: spread.mean * scale, low: spread.low * scale, high: spread.high * scale }] : [];
