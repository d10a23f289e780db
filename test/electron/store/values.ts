// Whole values with one line to change, a clock to foresee, outcomes unwrapped. Also used by child processes.
import type { Issue, Outcome } from '../../../engine/contract/issues.ts';
import type { Provenance } from '../../../engine/contract/runs.ts';
import type { LayerCost, SystemCost } from '../../../engine/contract/simulation.ts';
import type { EnergyTable } from '../../../engine/contract/tech.ts';
import type { EpochMetrics, EvaluationReport } from '../../../engine/contract/training.ts';
import type { NewRun, RunEnd } from '../../../electron/store/index.ts';

export const PROVENANCE: Provenance = {
  appVersion: '0.1.0',
  gitCommit: '0123456789abcdef0123456789abcdef01234567',
  gitDirty: false,
  node: 'v24.0.0',
  platform: 'linux x64',
  cpu: 'a processor',
  cores: 2,
  dataHash: null,
  networkHash: null,
  energyTableHash: null,
};

export const TABLE: EnergyTable = {
  schema: 'spikex-energy/1',
  name: 'paper',
  title: 'A table',
  source: 'none',
  licence: 'CC0',
  fitted: true,
  notes: '',
  aluPj: 1,
  rfPjPerByte: 1,
  lbufPjPerByte: 2,
  glbPjPerByte: 6,
  dramPjPerByte: 200,
};

export function newRun(over: Partial<NewRun> = {}): NewRun {
  return {
    name: 'first',
    kind: 'train',
    experiment: 'trials',
    seed: 7,
    network: 'nmnist',
    dataset: 'synthetic-nmnist',
    beta: 0.25,
    epochs: 3,
    spec: { network: 'nmnist', epochs: 3, hardwareLoss: { beta: 0.25 } },
    provenance: PROVENANCE,
    energyTable: null,
    ...over,
  };
}

export function layerCost(over: Partial<LayerCost> = {}): LayerCost {
  return {
    name: 'conv1',
    tws: 3,
    mode: 'spikex-t',
    cycles: 1000.5,
    latencyUs: 2.001,
    energyPj: 4321.25,
    utilization: 0.75,
    spikes: 812.5,
    counts: { 'RF.weight': 123, 'DRAM.spike': 45.5, 'ALU.alu': 6789 },
    byComponentPj: { ALU: 1, RF: 2, LBUF: 3, GLB: 4, DRAM: 5 },
    ...over,
  };
}

export function systemCost(over: Partial<SystemCost> = {}): SystemCost {
  return {
    system: 'spikex',
    tws: [3, 2],
    energyTable: 'paper',
    archName: 'spikex-8x8',
    samples: 8,
    cycles: 2001,
    latencyUs: 4.002,
    energyPj: 8642.5,
    edpJs: 3.4587285e-14,
    layers: [layerCost(), layerCost({ name: 'fc1', tws: 2, mode: 'spikex-s' })],
    ...over,
  };
}

export function epochMetrics(epoch: number, over: Partial<EpochMetrics> = {}): EpochMetrics {
  return {
    epoch,
    epochs: 3,
    lossTotal: 1 / epoch,
    lossAccuracy: 0.9 / epoch,
    lossHardware: 0.1 / epoch,
    betaNow: 0.25,
    learningRate: 0.002,
    trainAccuracy: 0.5 + epoch / 100,
    testAccuracy: 0.4 + epoch / 100,
    layers: [{ name: 'conv1', spikeDensity: 0.1, twDensity: 0.2, activeFraction: 0.3 }],
    costs: [systemCost()],
    samplesPerSecond: 123.4,
    epochSeconds: 5.5,
    secondsLeft: 11,
    predicted: [],
    proxy: null,
    ...over,
  };
}

export function evaluation(over: Partial<EvaluationReport> = {}): EvaluationReport {
  return {
    accuracy: 0.875,
    correct: 7,
    total: 8,
    loss: 0.31,
    confusion: [
      [4, 1],
      [0, 3],
    ],
    layers: [{ name: 'conv1', spikeDensity: 0.1, twDensity: 0.2, activeFraction: 0.3 }],
    costs: [systemCost()],
    ...over,
  };
}

export function runEnd(over: Partial<RunEnd> = {}): RunEnd {
  return {
    state: 'done',
    message: null,
    evaluation: evaluation(),
    costs: [systemCost()],
    checkpoint: { file: '/checkpoints/final.snn', sha256: 'ab'.repeat(32) },
    spikeDensity: 0.12,
    twDensity: 0.23,
    ...over,
  };
}

/** A clock that goes on by a second at every look. */
export function steppingClock(startMs = Date.UTC(2026, 0, 1)): () => number {
  let ms = startMs;
  return () => (ms += 1000);
}

export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.issues)}`);
  return outcome.value;
}

export function issues(outcome: Outcome<unknown>): readonly Issue[] {
  if (outcome.ok) throw new Error('accepted, though it had to be refused');
  return outcome.issues;
}

/** Codes of the warnings of a success. */
export function warnings(outcome: Outcome<unknown>): string[] {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.issues)}`);
  return outcome.warnings.map((issue) => issue.code);
}
