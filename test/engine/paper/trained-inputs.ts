// Small made-up results of trained networks: round numbers that are easy to reckon with.
import type { BetaPoint, BetaSweepReport, Spread } from '../../../engine/contract/index.ts';
import type { Batch, CostRow, NetworkActivity, StudiedSystem } from '../../../engine/paper/activity-study.ts';
import type { PaperNetwork, TrainedNetwork } from '../../../engine/paper/index.ts';

export const spread = (mean: number): Spread => ({ mean, low: mean, high: mean });

/** layers: [energy pJ, latency us] each. */
export const costs = (
  system: StudiedSystem,
  tws: number,
  layers: readonly (readonly [number, number])[],
  batch: Batch = 64,
): CostRow => ({
  system,
  batch,
  tws,
  layers: layers.map(([energyPj, latencyUs]) => ({ energyPj, latencyUs })),
});

const bothBatches = (rows: readonly CostRow[]): CostRow[] => [
  ...rows,
  ...rows.map((row) => ({ ...row, batch: 1 as const })),
];

export function activity(rows: readonly CostRow[], density: number): NetworkActivity {
  const layer = (name: string) => ({
    name,
    neurons: 100,
    timesteps: 300,
    spikeDensity: density,
    rates: [0.5, 0.3, 0.2, 0, 0, 0, 0, 0],
    aboveHalf: 0.25,
    belowTenth: 0.75,
    windows: [
      { tws: 2, density: 2 * density, spikesPerWindow: 1 },
      { tws: 4, density: 3 * density, spikesPerWindow: 1.3 },
    ],
  });
  return {
    samples: 4,
    candidates: [2, 4],
    layers: ['Input', 'CONV1', 'CONV3'].map(layer),
    raster: { layer: 'CONV1', tws: 4, rows: [[2, 0, 1]] },
    costs: bothBatches(rows),
  };
}

/** PTB: 100 pJ and 10 us at TWS 2, 120 pJ and 20 us at TWS 4. */
export const BASE = activity(
  [
    costs('ptb', 2, [
      [60, 6],
      [40, 4],
    ]),
    costs('ptb', 4, [
      [70, 14],
      [50, 6],
    ]),
    costs('spikex', 2, [
      [30, 3],
      [20, 2],
    ]),
    costs('spikex', 4, [
      [35, 7],
      [25, 3],
    ]),
    costs('serial-dense', 1, [
      [1000, 100],
      [1000, 100],
    ]),
  ],
  0.02,
);

/** PTB: 40 pJ, 5 us at TWS 2; layer 2 is better off at TWS 4. */
export const TRAINED = activity(
  [
    costs('ptb', 2, [
      [20, 3],
      [20, 2],
    ]),
    costs('ptb', 4, [
      [30, 4],
      [16, 2],
    ]),
    costs('spikex', 2, [
      [10, 1],
      [10, 1],
    ]),
    costs('spikex', 4, [
      [15, 2],
      [8, 1],
    ]),
    costs('serial-dense', 1, [
      [500, 50],
      [500, 50],
    ]),
  ],
  0.01,
);

export const betaPoint = (beta: number, accuracy: number, edpJs: number): BetaPoint => ({
  beta,
  runIds: [`run ${beta}`],
  seeds: [1],
  accuracy: spread(accuracy),
  bestAccuracy: spread(accuracy),
  hardwareAccuracy: spread(accuracy),
  spikeDensity: spread(0.02),
  twDensity: spread(0.05),
  systems: (['ptb', 'spikex'] as const).map((system) => ({
    system,
    tws: [2],
    energyPj: spread(1),
    latencyUs: spread(1),
    edpJs: spread(edpJs),
    timesLower: null,
  })),
  againstFinal: null,
  onHardware: { againstFinal: null, againstBest: null },
  againstBest: null,
  layers: [
    { name: 'CONV1', spikeDensity: 0.02, twDensity: 0.05 },
    { name: 'CONV3', spikeDensity: 0.02, twDensity: 0.05 },
  ],
});

export const sweepOf = (points: readonly BetaPoint[]): BetaSweepReport => ({
  network: 'nmnist',
  dataset: 'synthetic-nmnist',
  experiment: 'e',
  energyTable: 'paper',
  points,
});

export const trained = (network: PaperNetwork, isGiven = false): TrainedNetwork => ({
  network,
  isGiven,
  dataset: 'synthetic',
  sweep: sweepOf([betaPoint(0, 0.95, 8e-9), betaPoint(0.01, 0.955, 2e-9)]),
  beta: 0.01,
  activity: { base: BASE, trained: TRAINED, searched: TRAINED },
  found: { 64: { ptb: null, spikex: null }, 1: { ptb: null, spikex: null } },
  searchRunIds: ['search 1'],
});
