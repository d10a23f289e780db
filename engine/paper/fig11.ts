/**
 * Fig. 11 of SpikeX: energy of DVS-Gesture Large CONV2 by time window size. The paper prints no numbers and no
 * activity, so four bursty inputs are measured. Energies in pJ under the given table; SpikeX, T = 300.
 */
import { streamSeed } from '../math/random.ts';
import { LayerInput, simulateLayer } from '../sim/index.ts';
import { randomSpikes } from '../workload/generators.ts';
import { inputShape } from '../workload/spikes.ts';
import { DrawTable, layerOf, lowest } from './study.ts';
import type { FigureStudy, Measured } from './study.ts';

const TWS = [1, 2, 3, 4, 5, 8, 10, 16, 32];
const LARGEST = TWS[TWS.length - 1];
const RATES = [0.005, 0.02, 0.05, 0.1];
const STREAM = 11;

export const fig11: FigureStudy = {
  figure: '11',
  title: 'Energy of DVS-Gesture Large CONV2 by time window size',
  method: 'SpikeX on DVS-Gesture Large CONV2, T = 300, bursty input at four mean rates.',
  usualDraws: 10,
  *measure({ networks, arch, energy, scratch }, draws) {
    const layer = layerOf(networks.large, 'CONV2');
    const table = new DrawTable();
    for (let draw = 0; draw < draws; draw++) {
      RATES.forEach((rate, r) => {
        const seed = streamSeed(STREAM, draw, r);
        const spikes = randomSpikes('bursty', inputShape(layer, networks.large.timesteps), rate, seed);
        const input = new LayerInput(layer, spikes, arch, scratch);
        for (const tws of TWS)
          table.at(rate, tws).add(simulateLayer(input, 'spikex', tws, arch, energy).energyPj);
      });
      yield;
    }
    return { measured: measuredOf(table, draws), series: seriesOf(table) };
  },
};

function measuredOf(table: DrawTable, draws: number): Measured[] {
  return RATES.map((rate) => {
    const mean = (tws: number): number => table.at(rate, tws).mean;
    const best = lowest(TWS, mean);
    return {
      id: `worst.rate${rate * 100}`,
      published: 'fig11.trend',
      conditions: `energy at TWS ${LARGEST} / lowest energy (TWS ${best}), ${rate * 100} % firing`,
      unit: 'x',
      value: mean(LARGEST) / mean(best),
      sd: null,
      draws,
      status: 'trend',
      reason: 'the paper prints no number for this figure and not the activity behind it',
    };
  });
}

function seriesOf(table: DrawTable) {
  return RATES.map((rate) => ({
    id: `${rate * 100} % firing`,
    x: 'TWS (steps)',
    y: 'energy (pJ)',
    points: TWS.map((tws) => ({ x: tws, mean: table.at(rate, tws).mean, sd: table.at(rate, tws).sd })),
  }));
}
