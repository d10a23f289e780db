/**
 * Fig. 11 of SpikeX: energy of DVS-Gesture Large CONV2 by time window size. The paper prints no numbers and no
 * activity, so four bursty inputs are measured. Energies in pJ under the given table; SpikeX, T = 300.
 */
import { streamSeed } from '../math/random.ts';
import { LayerInput, simulateLayer } from '../sim/index.ts';
import { randomSpikes } from '../workload/generators.ts';
import { inputShape } from '../workload/spikes.ts';
import { DrawTable, layerOf, lowest, pointOf } from './study.ts';
import type { FigureStudy, Measured, MeasuredChart } from './study.ts';

const TWS = [1, 2, 3, 4, 5, 8, 10, 16, 32];
const RATES = [0.005, 0.02, 0.05, 0.1];
const STREAM = 11;

export const fig11: FigureStudy = {
  figure: '11',
  title: 'Energy of DVS-Gesture Large CONV2 by time window size',
  method: 'SpikeX on DVS-Gesture Large CONV2, T = 300, bursty input at four mean rates.',
  usualDraws: 10,
  *measure({ networks, arch, energy, scratch, tws: asked }, draws) {
    const sizes = asked.length ? asked : TWS;
    const layer = layerOf(networks.large, 'CONV2');
    const table = new DrawTable();
    for (let draw = 0; draw < draws; draw++) {
      RATES.forEach((rate, r) => {
        const seed = streamSeed(STREAM, draw, r);
        const spikes = randomSpikes('bursty', inputShape(layer, networks.large.timesteps), rate, seed);
        const input = new LayerInput(layer, spikes, arch, scratch);
        for (const tws of sizes)
          table.at(rate, tws).add(simulateLayer(input, 'spikex', tws, arch, energy).energyPj);
      });
      yield;
    }
    return { measured: measuredOf(table, sizes, draws), charts: [chartOf(table, sizes, draws)] };
  },
};

function measuredOf(table: DrawTable, sizes: readonly number[], draws: number): Measured[] {
  const largest = Math.max(...sizes);
  return RATES.map((rate) => {
    const mean = (tws: number): number => table.at(rate, tws).mean;
    const best = lowest(sizes, mean);
    return {
      id: `worst.rate${rate * 100}`,
      published: 'fig11.trend',
      conditions: `energy at TWS ${largest} / lowest energy (TWS ${best}), ${rate * 100} % firing`,
      unit: 'x',
      value: mean(largest) / mean(best),
      sd: null,
      draws,
      status: 'trend',
      reason: 'the paper prints no number for this figure and not the activity behind it',
    };
  });
}

const HUES = ['sky', 'blue', 'amber', 'verm'] as const;

function chartOf(table: DrawTable, sizes: readonly number[], draws: number): MeasuredChart {
  return {
    id: 'energy',
    title: 'Energy by time window size',
    kind: 'lines',
    x: { name: 'Time window size', unit: 'steps', log: true },
    y: { name: 'Energy', unit: 'pJ', log: true },
    categories: null,
    series: RATES.map((rate, i) => ({
      id: `${rate * 100} % firing`,
      name: `${rate * 100} % firing`,
      hue: HUES[i],
      dashed: false,
      points: sizes.map((tws) => pointOf(tws, table.at(rate, tws))),
    })),
    caption: `DVS-Gesture Large CONV2, T = 300, bursty input, ${draws} draws; bars: standard deviation of one draw`,
  };
}
