/** A toy training that chooses weight bits. */
import { hardwareInLoop } from '../../../electron/jobs/kinds/hardware-in-loop.ts';
import type { HasSpec } from '../../../engine/contract/index.ts';
import { averageNetwork, planSimulation } from '../../../engine/sim/index.ts';
import type { TrainingHooks } from '../../../engine/train/index.ts';
import type { TrainSettings } from '../../../engine/train/settings.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';
import { presetArch, presetTable } from '../../support/presets.ts';
import { valueOf } from '../../support/outcomes.ts';
import { settings, toyNetwork, toyPlan, train } from './fixtures.ts';

export const BITS = [8, 4, 2];
export const HAS_BITS: HasSpec = { mode: 'two-level', tws: [2], bits: BITS, settleEpochs: 2 };

export const simulation = valueOf(
  planSimulation({
    network: toyNetwork,
    systems: ['spikex', 'ptb'],
    tws: [3],
    arch: presetArch('spikex-8x8'),
    energy: presetTable('paper'),
  }),
);
const costOf: TrainingHooks['costOf'] = (samples, tws, bits) =>
  averageNetwork({ ...simulation, network: storedNetwork(toyNetwork, bits), tws }, samples);

export const bitsSpec = (has: HasSpec = HAS_BITS, beta = 0.5): TrainSettings =>
  settings({
    epochs: 8,
    pretrainEpochs: 2,
    batch: 4,
    hardwareLoss: { mode: 'proxy', beta, objective: 'per-layer', has },
  });

export const bitsModel = (spec: TrainSettings, state: Parameters<typeof hardwareInLoop>[3] = null) =>
  hardwareInLoop(spec, simulation, costOf, state)!;

export const bitsOptions = { hooks: { costOf }, samplesPerEpoch: 4, samplesAtEnd: 8 };

export const runBits = (spec: TrainSettings) =>
  train(toyPlan(spec), { ...bitsOptions, hardware: bitsModel(spec) });
