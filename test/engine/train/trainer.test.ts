/** The training loop as a whole, on a toy set that a tiny network learns in a fraction of a second. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN, type SpikeTensor } from '../../../engine/contract/index.ts';
import {
  checkTrainSpec,
  decodeCheckpoint,
  evaluateSet,
  inlineTeam,
  planTraining,
} from '../../../engine/train/index.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { pair, sketchNetwork, toySet, wasm } from '../kernels/networks.ts';
import { linearLoss, resultOf, settings, toyNetwork, toyPlan, train } from './fixtures.ts';

const never = () => false;

describe('training', () => {
  const plan = toyPlan({
    epochs: 12,
    hardwareLoss: { mode: 'off', beta: 0, objective: 'per-layer' as const },
  });
  const trained = train(plan);
  const result = resultOf(trained);

  it('learns', () => {
    expect(result.state).toBe('done');
    expect(result.evaluation?.accuracy).toBeGreaterThan(0.9);
    expect(trained.epochs[11].lossAccuracy).toBeLessThan(trained.epochs[0].lossAccuracy / 2);
    expect(result.best.accuracy).toBe(Math.max(...trained.epochs.map((epoch) => epoch.testAccuracy)));
  });

  it('reports an evaluation that adds up', () => {
    const { confusion, correct, total, accuracy, layers } = result.evaluation!;
    expect(total).toBe(30);
    expect(confusion.map((row) => row.reduce((a, b) => a + b, 0))).toEqual([10, 10, 10]);
    expect(confusion.reduce((sum, row, j) => sum + row[j], 0)).toBe(correct);
    expect(accuracy).toBe(correct / total);
    for (const layer of layers) {
      // A filled window of 3 steps (4 windows in 10 steps, the last 1 long) holds 1 to 3 spikes.
      expect(layer.twDensity * 4).toBeLessThanOrEqual(layer.spikeDensity * 10 + 1e-12);
      expect(layer.twDensity * 4 * 3).toBeGreaterThanOrEqual(layer.spikeDensity * 10);
      expect(layer.activeFraction).toBeGreaterThan(0);
      expect(layer.activeFraction).toBeLessThanOrEqual(1);
    }
  });

  it('evaluates like the plain loops with the final weights', () => {
    const tally = evaluateSet(plan, inlineTeam(plan), 'test', never);
    expect(tally.ok && tally.value?.correct).toBe(result.evaluation?.correct);
    const { dense } = pair(plan.network, result.weights, {
      surrogateHalfWidth: 0.5,
      readoutHalfWidth: 4,
      tws: plan.tws,
    });
    let spikes = 0;
    let filled = 0;
    for (let i = 0; i < plan.test.count; i++) {
      dense.forward(sampleAt(plan.test, i));
      spikes += dense.layers[0].spikes.reduce((a, b) => a + b, 0);
      filled += dense.filledWindows(0);
    }
    const neurons = 4 * 4 * 8;
    // Float32 sums in another order may move a spike now and then.
    expect(result.evaluation!.layers[0].spikeDensity).toBeCloseTo(spikes / (30 * neurons * 10), 3);
    expect(result.evaluation!.layers[0].twDensity).toBeCloseTo(filled / (30 * neurons * 4), 3);
  });

  it('has live layers from the first epoch', () => {
    for (const layer of trained.epochs[0].layers) expect(layer.spikeDensity).toBeGreaterThan(0.002);
    expect(trained.outcome.ok && trained.outcome.warnings).toEqual([]);
  });
});

describe('determinism', () => {
  const first = train(toyPlan());

  it('gives the same bits for the same seed, others for another', () => {
    const second = train(toyPlan());
    expect(second.last).toEqual(first.last);
    expect(second.epochs).toEqual(first.epochs);
    const other = train(toyPlan({ seed: 12 }));
    expect(resultOf(other).weights).not.toEqual(resultOf(first).weights);
  });

  it('continues bit for bit from every epoch', () => {
    for (const at of [0, 1, 2]) {
      const checkpoint = decodeCheckpoint(first.last[at], 'last');
      if (!checkpoint.ok) throw new Error('checkpoint refused');
      const resumed = train(toyPlan(), { resume: checkpoint.value });
      expect(resumed.last).toEqual(first.last.slice(at + 1));
      expect(resultOf(resumed).weights).toEqual(resultOf(first).weights);
      expect(resultOf(resumed).best).toEqual(resultOf(first).best);
    }
  });

  it('refuses to continue under other settings, naming each', () => {
    const checkpoint = decodeCheckpoint(first.last[1], 'last');
    if (!checkpoint.ok) throw new Error('checkpoint refused');
    const { outcome } = train(toyPlan({ batch: 8, epochs: 2 }), { resume: checkpoint.value });
    expect(outcome.ok ? [] : outcome.issues.map((issue) => `${issue.path}: ${issue.message}`)).toEqual([
      'epochs: must be as in the checkpoint, 4 (got 2); keep it, or use the checkpoint as `init`',
      'batch: must be as in the checkpoint, 10 (got 8); keep it, or use the checkpoint as `init`',
      'epochs: must be above the 2 epochs already done (got 2); the training is complete',
    ]);
  });

  it('starts from given weights', () => {
    const { weights } = resultOf(first);
    const epochs = train(toyPlan({ epochs: 1, learningRate: 1e-9, weightDecay: 0 }), {
      init: weights,
    }).epochs;
    expect(epochs[0].testAccuracy).toBe(first.epochs[3].testAccuracy);
  });
});

describe('hardware loss', () => {
  it('lowers window density as beta grows, and is off before its epoch', () => {
    const density = [0, 1, 30].map((beta) => {
      const plan = toyPlan({ epochs: 8, hardwareLoss: { mode: 'proxy', beta, objective: 'per-layer' } });
      const { epochs } = train(plan, { hardware: linearLoss() });
      return epochs[7].layers[0].twDensity;
    });
    expect(density[1]).toBeLessThan(density[0]);
    expect(density[2]).toBeLessThan(density[1] / 2);
    const late = train(
      toyPlan({ pretrainEpochs: 3, hardwareLoss: { mode: 'proxy', beta: 30, objective: 'per-layer' } }),
      { hardware: linearLoss() },
    ).epochs;
    const off = train(
      toyPlan({ hardwareLoss: { mode: 'off', beta: 0, objective: 'per-layer' as const } }),
    ).epochs;
    expect(late.map((epoch) => epoch.betaNow)).toEqual([0, 0, 0, 30]);
    expect(late[2].testAccuracy).toBe(off[2].testAccuracy);
    expect(late[3].layers[0].twDensity).toBeLessThan(off[3].layers[0].twDensity);
    expect(late[3].lossTotal).toBeCloseTo(late[3].lossAccuracy + 30 * late[3].lossHardware, 10);
  });

  it('warns when it has silenced a layer', () => {
    const { outcome } = train(
      toyPlan({
        epochs: 6,
        learningRate: 0.05,
        hardwareLoss: { mode: 'proxy', beta: 1e5, objective: 'per-layer' },
      }),
      { hardware: linearLoss() },
    );
    expect(outcome.ok && outcome.warnings.map((issue) => issue.code)).toContain('train/silent-layer');
  });
});

describe('recordings', () => {
  it('hands the spikes entering each layer to costOf, every epoch and at the end', () => {
    const seen: number[] = [];
    const first: SpikeTensor[][] = [];
    train(toyPlan({ epochs: 2 }), {
      samplesPerEpoch: 3,
      samplesAtEnd: 5,
      hooks: {
        costOf(samples) {
          const all = [...samples];
          seen.push(all.length);
          first.push([...all[0]]);
          for (const [input, hidden] of all) {
            expect([input.channels, input.height, hidden.channels, hidden.height]).toEqual([2, 9, 8, 4]);
            expect(hidden.ptr[16]).toBe(hidden.events.length);
          }
          return [];
        },
      },
    });
    expect(seen).toEqual([3, 3, 5]);
    // The same samples each time, so that costs compare.
    expect(first[1][0]).toEqual(first[0][0]);
    expect(first[2]).toEqual(first[1]);
  });
});

describe('stopping', () => {
  it('ends between samples and keeps what is done', () => {
    const seen: number[] = [];
    const trained = train(toyPlan(), {
      hooks: {
        onProgress: ({ epoch, step }) => seen.push(epoch, step),
        shouldStop: () => seen.at(-2) === 2 && seen.at(-1) === 3,
      },
    });
    expect(resultOf(trained)).toMatchObject({ state: 'stopped', evaluation: null, epochsDone: 1 });
    expect(resultOf(trained).best.epoch).toBe(1);
    expect(trained.last).toHaveLength(1);
    // The third update of the second epoch is the last.
    expect(seen.slice(-2)).toEqual([2, 3]);
  });

  it('ends before the first update, too', () => {
    const trained = train(toyPlan(), { hooks: { shouldStop: () => true } });
    expect(resultOf(trained)).toMatchObject({
      state: 'stopped',
      epochsDone: 0,
      best: { epoch: 0, accuracy: 0 },
    });
    expect(trained.last).toEqual([]);
  });

  it('stops with a clear issue when numbers explode', () => {
    const init = new Float32Array(toyNetwork.layers[0].M * 18 + 3 * 128).fill(Number.NaN);
    const { outcome } = train(toyPlan({ weightDecay: 0 }), { init });
    expect(outcome.ok ? [] : outcome.issues).toEqual([
      expect.objectContaining({ code: 'train/not-finite', path: 'learningRate' }),
    ]);
  });
});

describe('planning', () => {
  const sets = { train: toySet(toyNetwork, 6, 1), test: toySet(toyNetwork, 6, 2) };
  const planWith = (changes: object) => {
    const outcome = planTraining({
      network: toyNetwork,
      settings: settings(),
      tws: [3],
      wasm,
      ...sets,
      ...changes,
    });
    return outcome.ok ? [] : outcome.issues.map((issue) => `${issue.path}: ${issue.message}`);
  };

  it('reports every mistake at once', () => {
    const wrong = settings({ epochs: 0, batch: 2.5, learningRate: Number.NaN, surrogateHalfWidth: 2 });
    expect(planWith({ settings: wrong, tws: [3, 0, 5] })).toEqual([
      'surrogateHalfWidth: must be above 0 and at most 1 threshold, so that a neuron at rest has no gradient (got 2); 0.5 is usual',
      'epochs: must be a whole number, 1 to 100000 (got 0); 20 is usual',
      'batch: must be a whole number, 1 to 4096 (got 2.5); 16 is usual',
      'learningRate: must be above 0 and at most 1 (got NaN); 0.003 is usual',
      'cost.tws: must hold 1 value or one per layer, 2 (got 3); add or remove some',
      'cost.tws[1]: must be a whole number of time steps, at least 1 (got 0); 2, 3, 5 or 10 are usual',
    ]);
  });

  it('checks a whole spec without the data', () => {
    const spec = { ...DEFAULT_TRAIN, workers: 0 };
    expect(checkTrainSpec(spec, toyNetwork).map((issue) => `${issue.path}: ${issue.message}`)).toEqual([
      'workers: must be a whole number, 1 to 64 (got 0); use the number of cores',
      'data.bins.timesteps: must be 10, the time steps of sketch (got 30); change the bins or the network',
    ]);
    const { bins } = DEFAULT_TRAIN.data;
    const fitting = { ...DEFAULT_TRAIN, data: { ...DEFAULT_TRAIN.data, bins: { ...bins, timesteps: 10 } } };
    expect(checkTrainSpec(fitting, toyNetwork)).toEqual([]);
  });

  it('keeps only the settings of a whole spec', () => {
    const outcome = planTraining({ network: toyNetwork, settings: DEFAULT_TRAIN, tws: [3], wasm, ...sets });
    expect(outcome.ok && Object.keys(outcome.value.settings).sort()).toEqual(Object.keys(settings()).sort());
  });

  it('refuses samples that do not fit the network', () => {
    const other = sketchNetwork({ side: 8, channels: 2, timesteps: 10, leak: 0.5, layers: [5] });
    expect(planWith({ test: toySet(other, 5, 1) })).toEqual([
      "data.test: must have the network's input shape 9x9x2, 10 steps (got 8x8x2, 10 steps); choose another network or other bins",
    ]);
    const classes = sketchNetwork({ side: 9, channels: 2, timesteps: 10, leak: 0.5, layers: [5] });
    expect(planWith({ train: toySet(classes, 5, 1) })).toEqual([
      "data.train: must have labels below 3, the network's classes (got 4); choose a network with more classes",
    ]);
  });
});
