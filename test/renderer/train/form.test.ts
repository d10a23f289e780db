import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, errorAt, type NetworkSpec, type TrainSpec } from '../../../engine/contract/index.ts';
import {
  fieldOf,
  formOf,
  sortIssues,
  specOf,
  withHardwareLoss,
  withNetwork,
} from '../../../renderer/src/views/train/form.ts';
import { FIELD_GROUPS } from '../../../renderer/src/views/train/fields.ts';
import { withRule } from '../../../renderer/src/views/train/learning-form.ts';

const network = (timesteps: number, side: number): NetworkSpec => ({
  schema: 'spikex-network/1',
  name: 'preset',
  title: 'Preset',
  description: '',
  source: '',
  timesteps,
  input: { width: side, height: side, channels: 2 },
  neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
  classes: ['0', '1'],
  layers: [],
});

describe('specOf', () => {
  it('gives back the specification that the form was made from', () => {
    expect(specOf(formOf(DEFAULT_TRAIN))).toEqual(DEFAULT_TRAIN);
    const withLoss = {
      ...DEFAULT_TRAIN,
      pretrainEpochs: 10,
      rampEpochs: 1,
      hardwareLoss: {
        mode: 'proxy' as const,
        beta: 0.05,
        objective: 'per-layer' as const,
        restartRate: 6e-3,
      },
      cost: { ...DEFAULT_TRAIN.cost, tws: [2, 3, 2, 5] },
      data: { ...DEFAULT_TRAIN.data, split: null, maxTrain: 100 },
    };
    expect(specOf(formOf(withLoss))).toEqual(withLoss);
    const emptied = specOf({ ...formOf(withLoss), rampEpochs: null, restartRate: null }, withLoss);
    expect(emptied).not.toHaveProperty('rampEpochs');
    expect(emptied.hardwareLoss).not.toHaveProperty('restartRate');
  });

  it('keeps every setting of the learning', () => {
    const learning = {
      ...DEFAULT_TRAIN,
      rule: { kind: 'tsslbp', surrogate: 'arctan', warmupEpochs: 3, cutoffSteps: 12 } as const,
      surrogateHalfWidth: 0.25,
      loss: { kind: 'van-rossum', rightRate: 0.35, wrongRate: 0.07, tauSteps: 4 } as const,
      optimiser: { kind: 'sgd', momentum: 0.8 } as const,
      clipNorm: 0.5,
      bits: [8, 4, 2],
      patience: 7,
      dropout: 0.29,
      augment: { shiftPixels: 2, rotateDegrees: 12, scale: 0.07, dropEvents: 0.14 },
    };
    expect(specOf(formOf(learning))).toEqual(learning);
  });

  it('warms TSSL-BP up, and nothing else', () => {
    const form = withRule(formOf(DEFAULT_TRAIN), 'tsslbp');
    expect(specOf(form).rule).toEqual({ ...DEFAULT_TRAIN.rule, kind: 'tsslbp', warmupEpochs: 5 });
    expect(specOf(withRule(form, 'surrogate')).rule).toEqual(DEFAULT_TRAIN.rule);
  });

  it('shows an issue of the learning at its field', () => {
    const paths = ['rule.warmupEpochs', 'bits[2]', 'loss.tauSteps', 'augment.scale', 'optimiser.momentum'];
    expect(paths.map(fieldOf)).toEqual(['warmupEpochs', 'bits', 'tauSteps', 'scalePercent', 'momentum']);
  });

  it('leaves an empty field to the host to refuse', () => {
    expect(specOf({ ...formOf(DEFAULT_TRAIN), epochs: null }).epochs).toBeNaN();
  });

  it('reads one time window size per layer', () => {
    expect(specOf({ ...formOf(DEFAULT_TRAIN), tws: '2, 3 2,5' }).cost.tws).toEqual([2, 3, 2, 5]);
  });

  it('sends no beta and no pre-training while the hardware loss is off', () => {
    const form = { ...formOf(DEFAULT_TRAIN), beta: 0.5, pretrainEpochs: 4, hardwareLoss: 'off' as const };
    expect(specOf(form).hardwareLoss).toEqual({ ...DEFAULT_TRAIN.hardwareLoss, mode: 'off', beta: 0 });
    expect(specOf(form).pretrainEpochs).toBe(0);
  });
});

describe('withNetwork', () => {
  it('cuts a 300 ms recording into the steps of the network', () => {
    // 300 000 us / 300 steps = 1000 us
    const form = withNetwork(formOf(DEFAULT_TRAIN), network(300, 34));
    expect([form.timesteps, form.windowUs, form.binMode]).toEqual([300, 1000, 'window']);
  });

  it('takes the step that the network states', () => {
    const { input, ...rest } = network(300, 64);
    const form = withNetwork(formOf(DEFAULT_TRAIN), { ...rest, input: { ...input, stepUs: 5000 } });
    expect([form.timesteps, form.windowUs, form.binMode]).toEqual([300, 5000, 'window']);
  });

  it('bins recordings of unknown length from first to last event', () => {
    expect(withNetwork(formOf(DEFAULT_TRAIN), network(300, 64)).binMode).toBe('span');
  });

  it('keeps what the user named', () => {
    const form = { ...formOf(DEFAULT_TRAIN), source: '/data', experiment: 'mine', seed: 9 };
    const next = withNetwork(form, network(30, 34));
    expect([next.source, next.experiment, next.seed]).toEqual(['/data', 'mine', 9]);
  });
});

describe('withHardwareLoss', () => {
  it('brings a beta and a third of the epochs as pre-training', () => {
    const form = withHardwareLoss({ ...formOf(DEFAULT_TRAIN), epochs: 30 }, 'proxy');
    expect(form.beta).toBeGreaterThan(0);
    expect(form.pretrainEpochs).toBe(10);
  });

  it('keeps what was typed before', () => {
    expect(withHardwareLoss({ ...formOf(DEFAULT_TRAIN), beta: 0.5 }, 'exact').beta).toBe(0.5);
  });
});

describe('fieldOf', () => {
  it('finds the field with or without a prefix or an index', () => {
    expect(fieldOf('data.source')).toBe('source');
    expect(fieldOf('train.data.bins.windowUs')).toBe('windowUs');
    expect(fieldOf('spec.epochs')).toBe('epochs');
    expect(fieldOf('cost.tws[2]')).toBe('tws');
    expect(fieldOf('cost.archOverrides.array.rows')).toBe('arch');
    expect(fieldOf('hardwareLoss.objective')).toBe('objective');
  });

  it('does not guess', () => {
    expect(fieldOf('epochsTypo')).toBeNull();
    expect(fieldOf('')).toBeNull();
  });
});

describe('sortIssues', () => {
  it('puts the file of the start weights at its field', () => {
    const form = { ...formOf(DEFAULT_TRAIN), init: '/runs/a.spikexckpt' };
    const sorted = sortIssues([errorAt('/runs/a.spikexckpt', 'file', 'must exist')], form);
    expect([...sorted.fields.keys()]).toEqual(['init']);
  });

  it('puts a file inside the dataset folder at the dataset field', () => {
    const form = { ...formOf(DEFAULT_TRAIN), source: '/data/nmnist' };
    const inside = errorAt('/data/nmnist/Train/0/00001.bin', 'events/short', 'must hold whole events');
    const epochs = errorAt('epochs', 'train/epochs', 'must be at least 1 (got 0)');
    const other = errorAt('database', 'store/locked', 'is locked');
    const { fields, general } = sortIssues([inside, epochs, other], form);
    expect(fields.get('source')).toEqual([inside]);
    expect(fields.get('epochs')).toEqual([epochs]);
    expect(general).toEqual([other]);
  });
});

/** Places that have a control of their own beside the fields, or none: what joins pixels follows from the network. */
const ELSEWHERE = ['data.transforms', 'data.bins.factor'];

/** Dotted places of everything that a specification can hold. */
function placesOf(value: unknown, path = ''): string[] {
  if (ELSEWHERE.includes(path)) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, path ? `${path}.${key}` : key));
}

describe('the fields', () => {
  const fields = FIELD_GROUPS.flatMap((group) => group.fields);
  const full: Required<TrainSpec> = {
    ...DEFAULT_TRAIN,
    rampEpochs: 1,
    hardwareLoss: {
      restartRate: 6e-3,
      mode: 'proxy',
      beta: 0.01,
      objective: 'network',
      exponent: 0.5,
      has: { mode: 'joint', tws: [2, 3], bits: [4, 8], settleEpochs: 4 },
    },
    init: '/runs/a.spikexckpt',
  };

  it.each(placesOf(full))('%s can be set, with help', (path) => {
    const shown = fields.find(({ key }) => key === fieldOf(path));
    expect(shown?.label).toMatch(/\p{L}/u);
    // A help text says more than the label.
    expect(shown?.help).not.toBe(shown?.label);
    expect(shown?.help).toMatch(/\p{L}{2}/u);
  });

  it('keeps exponent, search and start weights', () => {
    const { hardwareLoss, init } = specOf(formOf(full));
    expect(init).toBe(full.init);
    expect(hardwareLoss).toMatchObject({ exponent: 0.5, has: { mode: 'joint' } });
  });
});
