/** What a user can get wrong in a training, and what he reads then. */
import { describe, expect, it } from 'vitest';
import type { Issue, NetworkSpec, Outcome } from '../../../engine/contract/index.ts';
import { checkKernelLimits, checkMemory, checkSimd } from '../../../engine/kernels/limits.ts';
import {
  checkFits,
  decodeCheckpoint,
  encodeCheckpoint,
  planTraining,
  type Checkpoint,
} from '../../../engine/train/index.ts';
import { checkSettings } from '../../../engine/train/settings.ts';
import { packSamples, sampleAt, type SampleSet } from '../../../engine/workload/sample-set.ts';
import { sketchNetwork, toySet, wasm } from '../kernels/networks.ts';
import { resultOf, settings, toyNetwork, toyPlan, train } from './fixtures.ts';

const labelled = (labels: readonly number[]): SampleSet => {
  const set = toySet(toyNetwork, labels.length, 1);
  return packSamples(
    labels.map((_, i) => sampleAt(set, i)),
    labels,
  );
};
const plan = (training: SampleSet) =>
  planTraining({
    network: toyNetwork,
    settings: settings(),
    tws: [3],
    wasm,
    train: training,
    test: toySet(toyNetwork, 6, 2),
  });
const checkpoint = (): Checkpoint => {
  const trained = train(toyPlan({ epochs: 1 }));
  const decoded = decodeCheckpoint(trained.last[0], 'last');
  if (!decoded.ok) throw new Error(decoded.issues[0].message);
  return decoded.value;
};
const issuesOf = (outcome: Outcome<unknown>): readonly Issue[] =>
  outcome.ok ? outcome.warnings : outcome.issues;
const other = (changes: Partial<NetworkSpec>): NetworkSpec => ({ ...toyNetwork, ...changes });

const CASES: Record<string, [() => readonly Issue[], string]> = {
  'labels out of range': [
    () => issuesOf(plan(labelled([0, 1, 7]))),
    "data.train: must have labels below 3, the network's classes (got 7); choose a network with more classes",
  ],
  'a learning rate that begins anew at nothing': [
    () => checkSettings(settings({ hardwareLoss: { mode: 'proxy', beta: 1, objective: 'network', restartRate: 0 } })),
    'hardwareLoss.restartRate: must be above 0 and at most 1 (got 0); twice the learning rate is a start; leave it out and the schedule goes on',
  ],
  'a ramp longer than the training': [
    () => checkSettings(settings({ epochs: 3, rampEpochs: 4 })),
    'rampEpochs: must be 0 to 3, the epochs (got 4); 1 is usual',
  ],
  'a class missing in training': [
    () => issuesOf(plan(labelled([0, 2, 2]))),
    'data.train: must hold samples of every class for the network to learn it (got none of class 1); raise the cap or change the split',
  ],
  'NaN weights in a checkpoint': [
    () => {
      const damaged = checkpoint();
      damaged.weights[5] = Number.NaN;
      return issuesOf(decodeCheckpoint(encodeCheckpoint(damaged), 'w.spikexckpt'));
    },
    'w.spikexckpt: must hold finite numbers (got NaN as weight 5); use an earlier checkpoint',
  ],
  'a checkpoint of another network': [
    () => checkFits(checkpoint(), sketchNetwork({ side: 9, channels: 2, timesteps: 10, leak: 0.5, layers: [[6, 3, 2, 0], 3] }), 'w.spikexckpt'),
    'w.spikexckpt: layer conv0 must have M = 6 (got 8, network sketch); choose a checkpoint of sketch',
  ],
  'more steps than the kernels take': [
    () => checkKernelLimits(other({ timesteps: 70_000 })),
    'network.timesteps: must be a whole number, 1 to 65535 (got 70000); choose another one',
  ],
  'more channels than the kernels take': [
    () => checkKernelLimits(other({ input: { ...toyNetwork.input, channels: 65_536 } })),
    'network.input.channels: must be a whole number, 1 to 65535 (got 65536); choose another one',
  ],
  'no SIMD': [
    () => checkSimd(false),
    'runtime: must have WebAssembly SIMD, which the kernels are compiled to (got none); use a newer processor or runtime',
  ],
  'little memory': [
    () => checkMemory(toyNetwork, 64, 8, 2 ** 20),
    'workers: must leave room for 3 MiB of kernels and gradients (got 1 MiB free with 64 threads); use fewer workers, time steps or neurons',
  ],
  'bits that no layer has': [
    () => issuesOf(planTraining({ network: toyNetwork, settings: settings({ bits: [8, 4, 1] }), tws: [3], wasm, train: labelled([0, 1, 2]), test: labelled([0]) })),
    'bits[2]: must be 32 (float) or a whole number, 2 to 8 (got 1); 8 is what the accelerator reads',
  ],
}; // prettier-ignore

describe.each(Object.entries(CASES))('%s', (_, [check, text]) => {
  it('is said exactly', () => {
    expect(check().map(({ path, message }) => `${path}: ${message}`)).toContain(text);
  });
});

it('trains on one core and with enough memory', () => {
  expect([...checkSimd(true), ...checkMemory(toyNetwork, 1, 8, 2 ** 30)]).toEqual([]);
  expect(resultOf(train(toyPlan({ epochs: 1 }))).state).toBe('done');
});
