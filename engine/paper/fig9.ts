/**
 * Fig. 9 of SpikeX: how energy and latency of N-MNIST CONV1 fall when the input's firing rate falls from 0.5 % to
 * 0.01 %, by time window size. Bernoulli input, T = 30, SpikeX. Fall = 1 - (at 0.01 %) / (at 0.5 %) of one draw, %.
 * Energies are pJ, latencies cycles; `heldOut` is the energy under ratios that were fitted to Fig. 12 alone.
 */
import { costOf } from '../cost/cost-of.ts';
import { streamSeed } from '../math/random.ts';
import { LayerInput, simulateLayer } from '../sim/index.ts';
import { randomSpikes } from '../workload/generators.ts';
import { inputShape } from '../workload/spikes.ts';
import { DrawTable, layerOf, lowest, pointOf } from './study.ts';
import type { FigureStudy, Measured, MeasuredChart, StudySetup } from './study.ts';

/** The sizes that the paper prints. */
const TWS = [2, 3, 5, 10];
const DENSE = 0.005;
const SPARSE = 0.0001;
const STREAM = 9;
const QUANTITIES = ['energy', 'latency', 'heldOut'] as const;
type Quantity = (typeof QUANTITIES)[number];
type Costs = Record<Quantity, number>;

export const fig9: FigureStudy = {
  figure: '9',
  title: 'Energy and latency of N-MNIST CONV1 by firing rate and time window size',
  method:
    'SpikeX on N-MNIST CONV1, T = 30, Bernoulli input of 0.5 % and of 0.01 %; the fall is taken draw by draw.',
  usualDraws: 400,
  *measure(setup, draws) {
    const table = new DrawTable();
    const sizes = setup.tws.length ? setup.tws : TWS;
    for (let draw = 0; draw < draws; draw++) {
      const dense = costsAt(DENSE, sizes, streamSeed(STREAM, draw, 0), setup);
      const sparse = costsAt(SPARSE, sizes, streamSeed(STREAM, draw, 1), setup);
      sizes.forEach((tws, i) => {
        for (const quantity of QUANTITIES) {
          table.at(quantity, DENSE, tws).add(dense[i][quantity]);
          table.at(quantity, SPARSE, tws).add(sparse[i][quantity]);
          table.at(quantity, 'fall', tws).add(100 * (1 - sparse[i][quantity] / dense[i][quantity]));
        }
      });
      yield;
    }
    return {
      measured: [...falls(table, sizes), ...preferences(table, sizes, draws)],
      charts: chartsOf(table, sizes),
    };
  },
};

/** One entry per time window size. */
function costsAt(rate: number, sizes: readonly number[], seed: number, setup: StudySetup): Costs[] {
  const network = setup.networks.nmnist;
  const layer = layerOf(network, 'CONV1');
  const spikes = randomSpikes('random', inputShape(layer, network.timesteps), rate, seed);
  const input = new LayerInput(layer, spikes, setup.arch, setup.scratch);
  return sizes.map((tws) => {
    const report = simulateLayer(input, 'spikex', tws, setup.arch, setup.energy);
    const heldOut = costOf(report.counts, setup.heldOut.fig12).energyPj;
    return { energy: report.energyPj, latency: report.cycles, heldOut };
  });
}

const JUDGEMENT = {
  energy: {
    status: 'fitted',
    reason: 'the energy table was fitted to these falls and to the shares of Fig. 12',
    table: '',
  },
  latency: {
    status: 'fitted',
    reason:
      'no number was fitted, but rules of fill, drain and skipping were chosen with this figure in view',
    table: '',
  },
  heldOut: {
    status: 'predicted',
    reason: 'priced with energy ratios fitted to Fig. 12 alone: neither figure confirms the other',
    table: ', table held-out-fig12',
  },
} as const;

function falls(table: DrawTable, sizes: readonly number[]): Measured[] {
  const printed = TWS.filter((tws) => sizes.includes(tws));
  return QUANTITIES.flatMap((quantity) =>
    printed.map((tws): Measured => {
      const { mean, sd, count } = table.at(quantity, 'fall', tws);
      const { status, reason, table: priced } = JUDGEMENT[quantity];
      return {
        id: `${quantity}.tws${tws}`,
        published: `fig9.${quantity === 'latency' ? 'latency' : 'energy'}.tws${tws}`,
        conditions: `TWS ${tws}${priced}`,
        unit: '%',
        value: mean,
        sd,
        draws: count,
        status,
        reason,
        ...(quantity === 'heldOut' ? {} : { mark: { chart: `fall-${quantity}`, series: quantity, x: tws } }),
      };
    }),
  );
}

function preferences(table: DrawTable, sizes: readonly number[], draws: number): Measured[] {
  const fastest = lowest(sizes, (tws) => table.at('latency', DENSE, tws).mean);
  const leanest = lowest(sizes, (tws) => table.at('energy', SPARSE, tws).mean);
  const one = { unit: 'steps', sd: null, draws, status: 'trend' } as const;
  return [
    {
      ...one,
      id: 'preferred.dense',
      published: 'fig9.preferred.dense',
      conditions: `lowest mean latency at 0.5 % among TWS ${sizes.join(', ')}`,
      value: fastest,
      reason: 'the paper names a direction',
    },
    {
      ...one,
      id: 'preferred.sparse',
      published: 'fig9.preferred.sparse',
      conditions: `lowest mean energy at 0.01 % among TWS ${sizes.join(', ')}`,
      value: leanest,
      reason: 'the percentages of the figure leave only energy as the reason for this preference',
    },
  ];
}

const WORDS = { energy: 'Energy', latency: 'Latency', heldOut: 'Energy, ratios fitted to Fig. 12 alone' };

function chartsOf(table: DrawTable, sizes: readonly number[]): MeasuredChart[] {
  const x = { name: 'Time window size', unit: 'steps', log: false };
  const caption = `N-MNIST CONV1, T = 30, Bernoulli input, ${table.at('energy', 'fall', sizes[0]).count} draws; bars: standard deviation of one draw`;
  const fall = (quantity: 'energy' | 'latency', ids: readonly Quantity[]): MeasuredChart => ({
    id: `fall-${quantity}`,
    title: `Fall of ${quantity}, 0.5 % to 0.01 % firing`,
    kind: 'lines',
    x,
    y: { name: `${WORDS[quantity]} decrease`, unit: '%', log: false },
    categories: null,
    series: ids.map((id) => ({
      id,
      name: WORDS[id],
      hue: id === 'latency' ? 'blue' : 'green',
      dashed: id === 'heldOut',
      points: sizes.map((tws) => pointOf(tws, table.at(id, 'fall', tws))),
    })),
    caption,
  });
  const costs = (quantity: 'energy' | 'latency', unit: string): MeasuredChart => ({
    id: quantity,
    title: `${WORDS[quantity]} by time window size`,
    kind: 'lines',
    x,
    y: { name: WORDS[quantity], unit, log: true },
    categories: null,
    series: [DENSE, SPARSE].map((rate) => ({
      id: `${quantity} at ${rate * 100} %`,
      name: `${rate * 100} % firing`,
      hue: rate === DENSE ? 'verm' : 'sky',
      dashed: false,
      points: sizes.map((tws) => pointOf(tws, table.at(quantity, rate, tws))),
    })),
    caption,
  });
  return [
    fall('energy', ['energy', 'heldOut']),
    fall('latency', ['latency']),
    costs('energy', 'pJ'),
    costs('latency', 'cycles'),
  ];
}
