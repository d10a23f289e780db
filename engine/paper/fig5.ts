/**
 * Fig. 5 of SpikeX: firing activity and time windows layer by layer, before and after hardware-aware training. Measured on
 * held-out samples of the trained networks; the input layer is given by the data and does not change.
 */
import type { PaperSeries } from '../contract/index.ts';
import type { NetworkActivity } from './activity-study.ts';
import type { FigureMeasurement, Measured, MeasuredChart } from './study.ts';
import { NETWORK_TITLES, NOT_RUN, runsOf, verdictOf } from './trained.ts';
import type { TrainedNetwork, TrainedStudy } from './trained.ts';
import { RATE_ENDS_PERCENT } from './window-counts.ts';

type WithActivity = TrainedNetwork & { readonly activity: NonNullable<TrainedNetwork['activity']> };
const hasActivity = (one: TrainedNetwork): one is WithActivity => one.activity !== null;

/** The layer that the paper names. */
const NAMED_LAYER = 'CONV3';
const KEYS = {
  dense: 'fig5.share-of-conv3-neurons-firing-more-than-150-spikes-in-300-steps-dvs-gesture',
  sparse: 'fig5.after-ht-almost-all-neurons-fire-less-than',
};

export const fig5: TrainedStudy = {
  figure: '5',
  title: 'Firing activity and time windows before and after hardware-aware training',
  method:
    'The trained networks run on held-out samples; every spike between layers is recorded. Before: β = 0. After: the hardware-trained network that Fig. 13 uses, from the same pre-training.',
  runIds: ({ networks }) => networks.flatMap(runsOf),
  measure({ networks }): FigureMeasurement {
    const known = networks.filter(hasActivity);
    const gestures = known.filter(({ network }) => network !== 'n-mnist');
    return {
      measured: [
        ...(gestures.length ? gestures.map(denseShare) : [{ ...NOT_RUN, ...DENSE, id: 'dense' }]),
        ...(known.length ? known.map(sparseShare) : [{ ...NOT_RUN, ...SPARSE, id: 'sparse' }]),
      ],
      charts: known.flatMap(chartsOf),
    };
  },
};

const DENSE = { published: KEYS.dense, conditions: 'CONV3 before HT', unit: '%' };
const SPARSE = {
  published: KEYS.sparse,
  conditions: 'hidden neurons after HT below a tenth of the steps',
  unit: '% of neurons',
};

function denseShare(one: WithActivity): Measured {
  const layer = one.activity.base.layers.find(({ name }) => name === NAMED_LAYER);
  return {
    ...DENSE,
    ...verdictOf(one),
    id: `dense.${one.network}`,
    conditions: `${NETWORK_TITLES[one.network]}, before HT, more than half of the steps`,
    value: layer ? 100 * layer.aboveHalf : null,
    sd: null,
    draws: one.activity.base.samples,
  };
}

function sparseShare(one: WithActivity): Measured {
  const hidden = one.activity.trained.layers.slice(1);
  const neurons = hidden.reduce((sum, layer) => sum + layer.neurons, 0);
  const below = hidden.reduce((sum, layer) => sum + layer.belowTenth * layer.neurons, 0);
  return {
    ...SPARSE,
    ...verdictOf(one),
    id: `sparse.${one.network}`,
    conditions: `${NETWORK_TITLES[one.network]}, β ${one.beta}, hidden neurons that fire in less than 10 % of the steps`,
    value: (100 * below) / neurons,
    sd: null,
    draws: one.activity.trained.samples,
  };
}

function chartsOf(one: WithActivity): MeasuredChart[] {
  const { base, trained } = one.activity;
  const title = NETWORK_TITLES[one.network];
  const tws = base.raster.tws;
  const caption = `${title}, ${base.samples} held-out samples of ${one.dataset}; after: β ${one.beta}`;
  const layers = base.layers.map(({ name }) => name);
  const pair = (of: (activity: NetworkActivity) => readonly number[]): PaperSeries[] =>
    [
      { id: 'before', name: 'before HT', hue: 'grey' as const, values: of(base) },
      { id: 'after', name: 'after HT', hue: 'green' as const, values: of(trained) },
    ].map(({ values, ...series }) => ({ ...series, dashed: false, points: values.map(bare) }));
  const bars = (id: string, head: string, quantity: string, series: PaperSeries[]): MeasuredChart => ({
    id: `${id}-${one.network}`,
    title: `${title}: ${head}`,
    kind: 'bars',
    x: { name: '', unit: '', log: false },
    y: { name: quantity, unit: '%', log: true },
    categories: layers,
    series,
    caption,
  });
  const densityAt = ({ layers: all }: NetworkActivity): number[] =>
    all.map(({ windows }) => 100 * (windows.find((size) => size.tws === tws)?.density ?? 0));
  return [
    bars(
      'spikes',
      'firing rate by layer',
      'Firing rate',
      pair((run) => run.layers.map(({ spikeDensity }) => 100 * spikeDensity)),
    ),
    bars('windows', `windows that hold a spike, TWS ${tws}`, 'Time-window density', pair(densityAt)),
    rateChart(one, title, caption, pair),
    rasterChart(one, 'base', title),
    rasterChart(one, 'trained', title),
  ];
}

const bare = (y: number, x: number) => ({ x, y, low: y, high: y });

function rateChart(
  { network, activity: { base } }: WithActivity,
  title: string,
  caption: string,
  pair: (of: (activity: NetworkActivity) => readonly number[]) => PaperSeries[],
): MeasuredChart {
  const at = Math.max(
    0,
    base.layers.findIndex(({ name }) => name === NAMED_LAYER),
  );
  return {
    id: `rates-${network}`,
    title: `${title}: how often neurons of ${base.layers[at].name} fire`,
    kind: 'bars',
    x: { name: 'Share of steps with a spike', unit: '%', log: false },
    y: { name: 'Share of neurons', unit: '%', log: true },
    categories: RATE_ENDS_PERCENT.map((end, i) => (i === 0 ? '0' : `≤ ${end}`)),
    series: pair((run) => run.layers[at].rates.map((share) => 100 * share)),
    caption,
  };
}

function rasterChart(one: WithActivity, which: 'base' | 'trained', title: string): MeasuredChart {
  const { layer, tws, rows } = one.activity[which].raster;
  const when = which === 'base' ? 'before HT' : 'after HT';
  return {
    id: `raster-${which}-${one.network}`,
    title: `${title}: windows of ${layer}, ${when}`,
    kind: 'cells',
    x: { name: `Time window of ${tws} steps`, unit: '', log: false },
    y: { name: 'Spikes in the window', unit: '', log: false },
    categories: null,
    series: rows.map((row, i) => ({
      id: `neuron ${i + 1}`,
      name: `neuron ${i + 1}`,
      hue: which === 'base' ? 'grey' : 'green',
      dashed: false,
      points: row.map(bare),
    })),
    caption: `The ${rows.length} neurons of ${layer} that fire most in one held-out sample, most active first`,
  };
}
