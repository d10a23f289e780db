// Figures and curves of a training run, from metrics as the host sends them.
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TRAIN,
  type EpochMetrics,
  type RunRow,
  type SystemCost,
} from '../../../engine/contract/index.ts';
import { curveOf } from '../../../renderer/src/views/train/curves.ts';
import { trainSpecOf } from '../../../renderer/src/views/train/spec.ts';
import { statsOf } from '../../../renderer/src/views/train/stats.ts';
import { PLAIN } from '../../support/run-notes.ts';

const cost = (system: 'spikex' | 'ptb', edpJs: number): SystemCost => ({
  system,
  tws: [3],
  energyTable: 'paper',
  archName: 'spikex-8x8',
  samples: 8,
  cycles: 1,
  latencyUs: 1,
  energyPj: 1,
  edpJs,
  layers: [],
});

const epoch = (number: number, change: Partial<EpochMetrics> = {}): EpochMetrics => ({
  epoch: number,
  epochs: 10,
  lossTotal: 1.5,
  lossAccuracy: 1,
  lossHardware: 50,
  betaNow: 0,
  learningRate: 1e-3,
  trainAccuracy: 0.6,
  testAccuracy: 0.5,
  layers: [
    { name: 'CONV1', spikeDensity: 0.02, twDensity: 0.05, activeFraction: 0.1 },
    { name: 'FC1', spikeDensity: 0.5, twDensity: 0.9, activeFraction: 0.1 },
  ],
  costs: [cost('spikex', 1e-12), cost('ptb', 1e-11)],
  samplesPerSecond: 1234,
  epochSeconds: 2,
  secondsLeft: 70,
  predicted: [],
  proxy: null,
  ...change,
});

const spec = {
  ...DEFAULT_TRAIN,
  epochs: 10,
  pretrainEpochs: 1,
  hardwareLoss: { mode: 'proxy' as const, beta: 0.01, objective: 'per-layer' as const },
};
const epochs = [
  epoch(1),
  epoch(2, { betaNow: 0.01, testAccuracy: 0.7, costs: [cost('spikex', 0.28e-12), cost('ptb', 1e-11)] }),
];
const row: RunRow = {
  id: 'a',
  name: 'a',
  kind: 'train',
  ...PLAIN,
  experiment: '',
  state: 'running',
  message: null,
  createdAtMs: 0,
  durationMs: null,
  seed: 1,
  network: 'nmnist',
  dataset: 'd',
  beta: 0.01,
  epochs: 10,
  epochsDone: 2,
  accuracy: null,
  bestAccuracy: null,
  bestEpoch: null,
  loss: null,
  spikeDensity: null,
  twDensity: null,
  costs: [],
};

/** Which kind of space stands before a unit is the formatter's business. */
const spaced = (text = ''): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');
const strip = (given: readonly EpochMetrics[], of: RunRow = row) =>
  statsOf({ row: of, spec, epochs: given, neurons: new Map() }).map(({ label, value, note }) => [
    label,
    spaced(typeof value === 'string' ? value : value.label),
    spaced(note),
  ]);

describe('statsOf', () => {
  it('says where the run stands, against the last epoch before the hardware loss', () => {
    expect(strip(epochs)).toEqual([
      ['Epoch', '2 of 10', 'hardware loss on'],
      ['Accuracy, held out', '70.00 %', 'training 60.00 %'],
      ['Best accuracy', '70.00 %', 'at epoch 2'],
      // 0.28 / 1 - 1 = -72 %
      ['EDP exact, SpikeX', '280 fJ·s', '\u221272 % since epoch 1'],
      ['Spike density', '2.00 %', '0 % since epoch 1'],
      ['Throughput', '1 230 samples/s', '2.0 s per epoch'],
      ['Time left', '1 min 10 s', '4.0 s elapsed'],
    ]);
  });

  it('shows gaps before the first epoch, not zeros', () => {
    const before = strip([], { ...row, epochsDone: 0 });
    expect(before[0]).toEqual(['Epoch', '0 of 10', 'hardware loss after epoch 1']);
    expect(before.slice(1, 6).map(([, value]) => value)).toEqual(['–', '–', '–', '–', '–']);
  });

  it('shows the time taken once it is over', () => {
    expect(strip(epochs, { ...row, state: 'done', durationMs: 61_000 }).at(-1)).toEqual([
      'Time',
      '1 min 1 s',
      'Done',
    ]);
  });
});

describe('curveOf', () => {
  const input = { epochs, spec, plannedEpochs: 10, log: true };
  it('draws the hardware loss with its factor, and only once it is on', () => {
    const hardware = curveOf('loss', input).series.find(({ id }) => id === 'hardware');
    // 0.01 * 50
    expect(hardware?.values).toEqual([null, 0.5]);
  });
  it('draws EDP per system in one unit', () => {
    const edp = curveOf('edp', input);
    expect(edp.unit).toBe('pJ·s');
    expect(edp.series.map(({ id, values }) => [id, values[0]])).toEqual([
      ['spikex', expect.closeTo(1)],
      ['ptb', expect.closeTo(10)],
    ]);
  });
  it('leaves a gap where an epoch was not simulated', () => {
    const edp = curveOf('edp', { ...input, epochs: [epoch(1, { costs: [] }), epochs[1]] });
    expect(edp.series[0].values[0]).toBeNull();
  });
  it('rings the best epoch', () => {
    expect(curveOf('accuracy', input).best).toEqual({ epoch: 2, value: 70 });
  });
  it('marks where the hardware loss begins in all of them', () => {
    for (const id of ['loss', 'density', 'edp', 'accuracy'] as const) {
      expect(curveOf(id, input).switchAfter).toBe(1);
    }
  });
});

describe('trainSpecOf', () => {
  it('takes a training specification and nothing else', () => {
    expect(trainSpecOf(spec)).toEqual(spec);
    expect(trainSpecOf({ network: 'nmnist', systems: ['ptb'] })).toBeNull();
    expect(trainSpecOf(null)).toBeNull();
  });
});
