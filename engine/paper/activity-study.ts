/**
 * Recorded activity of one trained network as figures: how often neurons fire, how full time windows are, and what each
 * layer costs at several window sizes. Activity is what enters each layer: entry 0 is the input, entry i the output of
 * layer i - 1 (an fc layer's input is flat). Energies pJ, latencies us, means over samples. SpikeX Fig. 5 and 13.
 */
import type { ArchConfig, EnergyTable, NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { contextOf, LayerInput, simulateLayer } from '../sim/index.ts';
import type { Scratch } from '../sim/index.ts';
import { countActivity, WindowCounts } from './window-counts.ts';
import type { LayerActivityFigures } from './window-counts.ts';

/** Systems of Fig. 13 and of the text; `serial-dense` stands for the predecessor of PTB. */
export const STUDIED_SYSTEMS = ['ptb', 'spikex', 'serial-dense'] as const;
export type StudiedSystem = (typeof STUDIED_SYSTEMS)[number];
/** Inferences that share weights: many, as the shares of Fig. 12 ask for, and one. */
export const BATCHES = [64, 1] as const;
export type Batch = (typeof BATCHES)[number];

export interface LayerCost {
  readonly energyPj: number;
  readonly latencyUs: number;
}

export interface CostRow {
  readonly system: StudiedSystem;
  readonly batch: Batch;
  readonly tws: number;
  readonly layers: readonly LayerCost[];
}

export interface NetworkActivity {
  readonly samples: number;
  readonly candidates: readonly number[];
  readonly layers: readonly LayerActivityFigures[];
  /** One sample of one hidden layer: spikes per window of its most active neurons, most active first. */
  readonly raster: { readonly layer: string; readonly tws: number; readonly rows: readonly number[][] };
  readonly costs: readonly CostRow[];
}

export interface ActivityGround {
  readonly network: NetworkSpec;
  readonly arch: ArchConfig;
  readonly energy: EnergyTable;
  readonly candidates: readonly number[];
  readonly scratch: Scratch;
}

/** Yields after every sample, so that its host can stop; samples: at least one. */
export function* measureActivity(
  ground: ActivityGround,
  samples: readonly (readonly SpikeTensor[])[],
): Generator<void, NetworkActivity> {
  const { network, candidates } = ground;
  const names = ['Input', ...network.layers.slice(0, -1).map(({ name }) => name)];
  const counts = names.map((name) => new WindowCounts(name, candidates));
  const sums = new Map<string, LayerCost[]>();
  for (const inputs of samples) {
    inputs.forEach((spikes, i) => countActivity(counts[i], spikes));
    addCosts(sums, ground, inputs);
    yield;
  }
  const shown = Math.min(2, names.length - 1);
  const tws = candidates[Math.floor(candidates.length / 2)];
  return {
    samples: samples.length,
    candidates,
    layers: counts.map((one) => one.figures()),
    raster: { layer: names[shown], tws, rows: rasterOf(samples[0][shown], tws) },
    costs: [...sums].map(([key, layers]) => ({
      ...(JSON.parse(key) as Omit<CostRow, 'layers'>),
      layers: layers.map(({ energyPj, latencyUs }) => ({
        energyPj: energyPj / samples.length,
        latencyUs: latencyUs / samples.length,
      })),
    })),
  };
}

function addCosts(
  sums: Map<string, LayerCost[]>,
  { network, arch, energy, candidates, scratch }: ActivityGround,
  inputs: readonly SpikeTensor[],
): void {
  network.layers.forEach((layer, i) => {
    const context = contextOf(network, i, inputs);
    for (const batch of BATCHES) {
      const config = { ...arch, batch };
      const input = new LayerInput(layer, inputs[i], config, scratch, context);
      for (const system of STUDIED_SYSTEMS)
        for (const tws of system === 'serial-dense' ? [1] : candidates) {
          const { energyPj, latencyUs } = simulateLayer(input, system, tws, config, energy);
          const key = JSON.stringify({ system, batch, tws });
          const layers = sums.get(key) ?? network.layers.map(() => ({ energyPj: 0, latencyUs: 0 }));
          layers[i] = {
            energyPj: layers[i].energyPj + energyPj,
            latencyUs: layers[i].latencyUs + latencyUs,
          };
          sums.set(key, layers);
        }
    }
  });
}

const RASTER_ROWS = 16;
const RASTER_WINDOWS = 40;

/** Spikes per window of the neurons that fire most, over the first windows. */
function rasterOf(spikes: SpikeTensor, tws: number): number[][] {
  const { channels, ptr, events, timesteps } = spikes;
  const windows = Math.min(RASTER_WINDOWS, Math.ceil(timesteps / tws));
  const rows = new Map<number, number[]>();
  for (let p = 0; p + 1 < ptr.length; p++)
    for (let i = ptr[p]; i < ptr[p + 1]; i++) {
      const window = Math.floor((events[i] >>> 16) / tws);
      if (window >= windows) continue;
      const neuron = p * channels + (events[i] & 0xffff);
      const row = rows.get(neuron) ?? Array.from({ length: windows }, () => 0);
      row[window]++;
      rows.set(neuron, row);
    }
  const total = (row: readonly number[]): number => row.reduce((sum, count) => sum + count, 0);
  return [...rows.values()].sort((a, b) => total(b) - total(a)).slice(0, RASTER_ROWS);
}
