/**
 * Fig. 10 of SpikeX: latency gain of agile dispatch over PTB on DVS-Gesture Medium CONV2 by firing rate. Both systems
 * tailor weights, so that only dispatch differs; gain = cycles(PTB) / cycles(SpikeX) of one draw. The paper states
 * neither the TWS nor how CONV2 gets from 32 to 8 pixels, so two sizes and two readings are measured: stride 4 (8 x 8
 * outputs), and stride 1 with pooling behind it (32 x 32 outputs; the pooling itself costs nothing here).
 */
import type { ArchConfig, LayerSpec } from '../contract/index.ts';
import { streamSeed } from '../math/random.ts';
import { LayerInput, simulateLayer } from '../sim/index.ts';
import { randomSpikes } from '../workload/generators.ts';
import { inputShape } from '../workload/spikes.ts';
import { DrawTable, layerOf, pointOf } from './study.ts';
import type { FigureStudy, Measured, MeasuredChart, StudySetup } from './study.ts';

const RATES = [0.0001, 0.0003, 0.001, 0.01, 0.05];
const SPARSE = RATES[0];
const DENSE = RATES[RATES.length - 1];
const TWS = [1, 2];
const READINGS = ['stride', 'pooled'] as const;
type Reading = (typeof READINGS)[number];
const WORDS: Record<Reading, string> = { stride: 'stride 4, 8 x 8', pooled: 'pooled, 32 x 32' };
const STREAM = 10;

export const fig10: FigureStudy = {
  figure: '10',
  title: 'Latency gain of agile dispatch over PTB by firing rate',
  method:
    'SpikeX and PTB, both with weight tailoring, on DVS-Gesture Medium CONV2, T = 300, the same Bernoulli input; gain = latency of PTB / latency of SpikeX, draw by draw.',
  usualDraws: 20,
  *measure(setup, draws) {
    const table = new DrawTable();
    const sizes = setup.tws.length ? setup.tws : TWS;
    const arch: ArchConfig = { ...setup.arch, tailoring: true };
    for (let draw = 0; draw < draws; draw++) {
      for (const rate of RATES) addGains(table, { rate, draw, sizes }, arch, setup);
      yield;
    }
    return { measured: measuredOf(table, sizes, draws), charts: [chartOf(table, sizes, draws)] };
  },
};

function addGains(
  table: DrawTable,
  { rate, draw, sizes }: { rate: number; draw: number; sizes: readonly number[] },
  arch: ArchConfig,
  { networks, energy, scratch }: StudySetup,
): void {
  const conv2 = layerOf(networks.medium, 'CONV2');
  const layers: Record<Reading, LayerSpec> = { stride: conv2, pooled: { ...conv2, R: conv2.H, stride: 1 } };
  const seed = streamSeed(STREAM, draw, RATES.indexOf(rate));
  const spikes = randomSpikes('random', inputShape(conv2, networks.medium.timesteps), rate, seed);
  for (const reading of READINGS) {
    const input = new LayerInput(layers[reading], spikes, arch, scratch);
    for (const tws of sizes) {
      const ptb = simulateLayer(input, 'ptb', tws, arch, energy).cycles;
      const spikex = simulateLayer(input, 'spikex', tws, arch, energy).cycles;
      table.at(reading, tws, rate).add(ptb / spikex);
    }
  }
}

const REASONS = {
  sparse:
    'no number was fitted, but that a pass is dense inside was concluded from this gain; TWS and reading are not stated in the paper',
  dense:
    'no number was fitted, but the unit of dispatch (one input channel) was chosen because this gain needs it; TWS and reading are not stated in the paper',
};

function measuredOf(table: DrawTable, sizes: readonly number[], draws: number): Measured[] {
  return READINGS.flatMap((reading) =>
    sizes.flatMap((tws): Measured[] => {
      const conditions = `${WORDS[reading]}, TWS ${tws}`;
      const gain = (rate: number, name: 'sparse' | 'dense'): Measured => ({
        id: `gain.${name}.${reading}.tws${tws}`,
        published: `fig10.gain.${name}`,
        conditions,
        unit: 'x',
        value: table.at(reading, tws, rate).mean,
        sd: table.at(reading, tws, rate).sd,
        draws,
        status: 'fitted',
        reason: REASONS[name],
        mark: { chart: 'gain', series: seriesId(reading, tws), x: rate * 100 },
      });
      return [
        gain(SPARSE, 'sparse'),
        gain(DENSE, 'dense'),
        {
          id: `monotone.${reading}.tws${tws}`,
          published: 'fig10.monotone',
          conditions,
          unit: '',
          value: shapeOf(RATES.map((rate) => table.at(reading, tws, rate).mean)),
          sd: null,
          draws,
          status: 'trend',
          reason: 'the paper states a direction',
        },
      ];
    }),
  );
}

/** Whether gains fall as the rate grows. */
function shapeOf(gains: readonly number[]): string {
  const rises = gains.slice(1).flatMap((gain, i) => (gain < gains[i] ? [] : [RATES[i]]));
  if (rises.length === 0) return 'monotone';
  return `not monotone at ${rises.map((rate) => `${rate * 100} %`).join(', ')}`;
}

const seriesId = (reading: Reading, tws: number): string => `${WORDS[reading]}, TWS ${tws}`;
const HUES = { stride: 'blue', pooled: 'green' } as const;

function chartOf(table: DrawTable, sizes: readonly number[], draws: number): MeasuredChart {
  return {
    id: 'gain',
    title: 'Latency of PTB over latency of SpikeX',
    kind: 'lines',
    x: { name: 'Firing rate', unit: '%', log: true },
    y: { name: 'Latency gain', unit: '×', log: true },
    categories: null,
    series: READINGS.flatMap((reading) =>
      sizes.map((tws, i) => ({
        id: seriesId(reading, tws),
        name: seriesId(reading, tws),
        hue: HUES[reading],
        dashed: i > 0,
        points: RATES.map((rate) => pointOf(rate * 100, table.at(reading, tws, rate))),
      })),
    ),
    caption: `DVS-Gesture Medium CONV2, T = 300, both systems tailor weights, ${draws} draws; bars: standard deviation of one draw`,
  };
}
