/**
 * Fig. 13 of SpikeX: energy and latency gains over PTB at its best window size, by hardware-aware training (HT), with
 * window sizes per layer on top (HAS), and on SpikeX. Published are three networks on real recordings whose activity is
 * not printed; measured are our trained networks on their own activity, weights shared by 64 inferences and by none.
 */
import { BATCHES } from './activity-study.ts';
import type { Batch } from './activity-study.ts';
import { stagesOf } from './gains.ts';
import type { Stage } from './gains.ts';
import type { FigureMeasurement, Measured, MeasuredChart } from './study.ts';
import { NETWORK_TITLES, NOT_RUN, notRun, PAPER_NETWORKS, runsOf, verdictOf } from './trained.ts';
import type { PaperNetwork, TrainedNetwork, TrainedStudy } from './trained.ts';

export type Stages = ReturnType<typeof stagesOf>;

export const fig13: TrainedStudy = {
  figure: '13',
  title: 'Gains over PTB by HT, HAS and SpikeX',
  method:
    'PTB with the one window size that has its lowest EDP is 1. HT: the hardware-trained network, again at its best size. HT + HAS: trained with the search of window sizes in the loss, then the best size per layer. SpikeX: that network with its best size per layer on SpikeX. Mean over held-out samples of recorded activity.',
  runIds: ({ networks }) => networks.flatMap(runsOf),
  measure({ networks, planned }): FigureMeasurement {
    const stages = new Map(networks.flatMap((one) => (one.activity ? [[one.network, one] as const] : [])));
    return {
      measured: PAPER_NETWORKS.flatMap((network) => {
        const one = stages.get(network);
        return one
          ? BATCHES.flatMap((batch) => rowsOf(one, batch))
          : QUANTITIES[network].map(({ key, unit, mark }): Measured => ({
              ...notRun(planned, network),
              id: `${key}.${network}`,
              published: `fig13.${key}`,
              conditions: NETWORK_TITLES[network],
              unit,
              ...(mark ? { mark: { ...mark, x: PAPER_NETWORKS.indexOf(network) } } : {}),
            }));
      }).concat(layerRows([...stages.values()])),
      charts: chartsOf([...stages.values()]),
    };
  },
};

/** Stages of a network whose activity is known. */
export function stagesFor(one: TrainedNetwork, batch: Batch): Stages | null {
  if (!one.activity) return null;
  const { base, trained, searched } = one.activity;
  return stagesOf(base, trained, searched ?? trained, batch, one.found[batch]);
}

interface Quantity {
  readonly key: string;
  readonly unit: string;
  readonly of: (stages: Stages) => number;
  readonly mark?: { readonly chart: 'energy' | 'latency'; readonly series: 'ht' | 'has' | 'spikex' };
}

const energyGain =
  (stage: 'ht' | 'has' | 'spikex') =>
  ({ ptb, ...others }: Stages): number =>
    ptb.energyPj / others[stage].energyPj;
const latencyGain =
  (stage: 'ht' | 'has' | 'spikex') =>
  ({ ptb, ...others }: Stages): number =>
    ptb.latencyUs / others[stage].latencyUs;
const rise = (before: number, after: number): number => 100 * (after / before - 1);

function gainsOf(network: PaperNetwork): Quantity[] {
  return [
    {
      key: `ht-over-ptb-baseline-energy-${network}`,
      unit: 'x',
      of: energyGain('ht'),
      mark: { chart: 'energy', series: 'ht' },
    },
    {
      key: `ht-over-ptb-baseline-latency-${network}`,
      unit: 'x',
      of: latencyGain('ht'),
      mark: { chart: 'latency', series: 'ht' },
    },
    {
      key: `ht-has-over-ptb-baseline-latency-${network}`,
      unit: 'x',
      of: latencyGain('has'),
      mark: { chart: 'latency', series: 'has' },
    },
    {
      key: `spikex-with-ht-and-has-over-ptb-baseline-energy-${network}`,
      unit: 'x',
      of: energyGain('spikex'),
      mark: { chart: 'energy', series: 'spikex' },
    },
    {
      key: `spikex-with-ht-and-has-over-ptb-baseline-latency-${network}`,
      unit: 'x',
      of: latencyGain('spikex'),
      mark: { chart: 'latency', series: 'spikex' },
    },
  ];
}

const fallByHas = (key: string): Quantity => ({
  key,
  unit: '%',
  of: ({ ht, has }) => -rise(ht.energyPj, has.energyPj),
});

const QUANTITIES: Readonly<Record<PaperNetwork, readonly Quantity[]>> = {
  'n-mnist': [...gainsOf('n-mnist'), fallByHas('further-energy-reduction-by-has-n-mnist')],
  large: [
    ...gainsOf('large'),
    {
      key: 'energy-increase-by-has-large',
      unit: '%',
      of: ({ ht, has }) => rise(ht.energyPj, has.energyPj),
    },
    {
      key: 'latency-reduction-by-has-large',
      unit: '%',
      of: ({ ht, has }) => -rise(ht.latencyUs, has.latencyUs),
    },
  ],
  medium: [...gainsOf('medium'), fallByHas('further-energy-reduction-by-has-medium')],
};

/** What the model cannot reach whatever the activity, with the reason (docs/model.md, section 6). */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'spikex-with-ht-and-has-over-ptb-baseline-energy-medium':
    'with a latency of 10.29x at once: at most 11x, over all activities that meet the gains of HT; with this energy the latency gain is above 65x',
  'ht-has-over-ptb-baseline-latency-n-mnist':
    'choosing sizes alone gains no latency where PTB has its best size already; every activity that meets the gains of HT gives at most 1.00x',
  'spikex-with-ht-and-has-over-ptb-baseline-latency-n-mnist':
    'at most 5.2x, and 6.4x with TWS 1, over all activities that meet the gains of HT',
};

function rowsOf(one: TrainedNetwork, batch: Batch): Measured[] {
  const stages = stagesFor(one, batch);
  if (!stages) return [];
  const shown = batch === BATCHES[0];
  return QUANTITIES[one.network].map(({ key, unit, of, mark }): Measured => {
    const beyond = OUT_OF_REACH[key];
    return {
      ...verdictOf(one),
      ...(beyond ? { status: 'not-reachable' as const, reason: beyond } : {}),
      id: `${key}.batch${batch}`,
      published: `fig13.${key}`,
      conditions: `batch ${batch}, β ${one.beta}, ${twsText(stages)}`,
      unit,
      value: of(stages),
      sd: null,
      draws: one.activity?.base.samples ?? 0,
      ...(mark && shown ? { mark: { ...mark, x: PAPER_NETWORKS.indexOf(one.network) } } : {}),
    };
  });
}

const twsText = ({ ptb, ht, has, spikex }: Stages): string =>
  `TWS ${ptb.tws[0]}, ${ht.tws[0]}, ${has.tws.join('/')}, ${spikex.tws.join('/')}`;

/** Energy of each layer on PTB, before over after HT. */
const layerGains = ({ ptb, ht }: Stages): number[] =>
  ptb.layers.map(({ energyPj }, i) => energyPj / ht.layers[i].energyPj);

function layerRows(networks: readonly TrainedNetwork[]): Measured[] {
  const known = networks.flatMap((one) => {
    const stages = stagesFor(one, BATCHES[0]);
    return stages ? [{ one, stages }] : [];
  });
  const largest = { id: 'layer', published: 'fig13.largest-energy-reduction-of-one-layer-by-ht', unit: 'x' };
  const first = { id: 'conv1', published: 'fig13.conv1-unchanged-by-ht-its-input-is-given', unit: '' };
  if (known.length === 0)
    return [
      { ...NOT_RUN, ...largest, conditions: 'all networks' },
      { ...NOT_RUN, ...first, conditions: 'all networks' },
    ];
  return known.flatMap(({ one, stages }): Measured[] => {
    const conditions = `${NETWORK_TITLES[one.network]}, batch ${BATCHES[0]}, PTB`;
    const common = { conditions, sd: null, draws: one.activity?.base.samples ?? 0, ...verdictOf(one) };
    const gains = layerGains(stages);
    const same = stages.ptb.tws[0] === stages.ht.tws[0];
    return [
      { ...common, ...largest, id: `layer.${one.network}`, value: Math.max(...gains) },
      {
        ...common,
        ...first,
        id: `conv1.${one.network}`,
        value: `energy before / after ${gains[0].toPrecision(4)}${same ? '' : `, TWS ${stages.ptb.tws[0]} became ${stages.ht.tws[0]}`}`,
        status: 'trend',
        reason: same
          ? 'its input is the data, so only its output spikes can change'
          : 'its input is the data; what changes is the window size that is best for the net, and its output spikes',
      },
    ];
  });
}

const STAGE_HUES = { ht: 'amber', has: 'purple', spikex: 'green' } as const;
const STAGE_WORDS = { ht: 'HT', has: 'HT + HAS', spikex: 'SpikeX + HT + HAS' } as const;

function chartsOf(networks: readonly TrainedNetwork[]): MeasuredChart[] {
  const known = networks.flatMap((one) => {
    const stages = stagesFor(one, BATCHES[0]);
    return stages ? [{ one, stages }] : [];
  });
  if (known.length === 0) return [];
  const caption = `Batch ${BATCHES[0]}; ${known.map(({ one }) => `${NETWORK_TITLES[one.network]} on ${one.dataset}, ${one.activity?.base.samples} samples, β ${one.beta}`).join('; ')}`;
  const gain = (id: 'energy' | 'latency', of: (stage: Stage) => number): MeasuredChart => ({
    id,
    title: `${id === 'energy' ? 'Energy' : 'Latency'} gain over PTB`,
    kind: 'bars',
    x: { name: '', unit: '', log: false },
    y: { name: `${id === 'energy' ? 'Energy' : 'Latency'} of PTB / this`, unit: '×', log: true },
    categories: PAPER_NETWORKS.map((network) => NETWORK_TITLES[network]),
    series: (['ht', 'has', 'spikex'] as const).map((stage) => ({
      id: stage,
      name: STAGE_WORDS[stage],
      hue: STAGE_HUES[stage],
      dashed: false,
      points: known.map(({ one, stages }) => {
        const y = of(stages.ptb) / of(stages[stage]);
        return { x: PAPER_NETWORKS.indexOf(one.network), y, low: y, high: y };
      }),
    })),
    caption,
  });
  return [
    gain('energy', ({ energyPj }) => energyPj),
    gain('latency', ({ latencyUs }) => latencyUs),
    ...known.map(({ one, stages }): MeasuredChart => ({
      id: `layers-${one.network}`,
      title: `${NETWORK_TITLES[one.network]}: energy by layer on PTB`,
      kind: 'bars',
      x: { name: '', unit: '', log: false },
      y: { name: 'Energy', unit: 'pJ', log: true },
      categories: one.sweep.points[0].layers.map(({ name }) => name),
      series: (['ptb', 'ht'] as const).map((stage) => ({
        id: stage,
        name: stage === 'ptb' ? 'before HT' : 'after HT',
        hue: stage === 'ptb' ? ('grey' as const) : ('amber' as const),
        dashed: false,
        points: stages[stage].layers.map(({ energyPj }, x) => ({
          x,
          y: energyPj,
          low: energyPj,
          high: energyPj,
        })),
      })),
      caption: `Batch ${BATCHES[0]}, ${one.activity?.base.samples} samples of ${one.dataset}, PTB at its best window size`,
    })),
  ];
}
