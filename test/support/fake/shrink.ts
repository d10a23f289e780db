/** Removal of units on the fake host: invented figures. */
import {
  accept,
  edpJsOf,
  type Handlers,
  type ShrinkCost,
  type ShrinkFigures,
  type ShrinkReport,
} from '../../../engine/contract/index.ts';

const cost = (system: ShrinkCost['system'], energyPj: number, latencyUs: number): ShrinkCost => ({
  system,
  energyPj,
  latencyUs,
  edpJs: edpJsOf(energyPj, latencyUs),
});
const BEFORE: ShrinkFigures = {
  accuracy: 0.99,
  loss: 0.04,
  costs: [cost('spikex', 2e6, 400), cost('ptb', 5e6, 800)],
};
const AFTER: ShrinkFigures = {
  accuracy: 0.97,
  loss: 0.09,
  costs: [cost('spikex', 1e6, 200), cost('ptb', 2e6, 400)],
};

export const SHRUNK: ShrinkReport = {
  name: 'nmnist-8-8',
  network: '/library/nmnist-8-8.json',
  checkpoint: '/library/nmnist-8-8.spkx',
  samples: 220,
  costSamples: 8,
  weightBits: [32, 32, 32],
  layers: [
    { name: 'CONV1', kind: 'conv', before: 16, after: 8, kept: [0, 1, 2, 3, 5, 7, 9, 12] },
    { name: 'FC1', kind: 'fc', before: 8, after: 8, kept: [0, 1, 2, 3, 4, 5, 6, 7] },
  ],
  before: BEFORE,
  after: AFTER,
  steps: [{ layer: 'CONV1', units: 8, figures: AFTER }],
};

export const SHRINK = {
  'shrink.start': async () => accept({ jobId: 'shrink-1' }),
  'shrink.result': async () => accept(SHRUNK),
} satisfies Partial<Handlers>;
