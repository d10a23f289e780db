/** HAS inside a training: its loss against plain sums, the choice against the simulator's exact costs, and what it takes to go on. */
import { describe, expect, it } from 'vitest';
import { hardwareInLoop } from '../../../electron/jobs/kinds/hardware-in-loop.ts';
import type { HasSpec } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { averageNetwork, planSimulation } from '../../../engine/sim/index.ts';
import { decodeCheckpoint, type TrainingHooks } from '../../../engine/train/index.ts';
import { ChoiceSearch } from '../../../engine/train/choice-search.ts';
import { checkSettings } from '../../../engine/train/settings.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';
import { presetArch, presetTable } from '../../support/presets.ts';
import { valueOf } from '../../support/outcomes.ts';
import { randomSample, randomWeights, wasm } from '../kernels/networks.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import { packWeights } from '../../../engine/kernels/geometry.ts';
import { resultOf, settings, toyNetwork, toyPlan, train } from './fixtures.ts';

const HAS: HasSpec = { mode: 'two-level', tws: [1, 2, 5, 10], settleEpochs: 2 };
const simulation = valueOf(
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
const specOf = (has: HasSpec, mode: 'proxy' | 'exact' = 'proxy', exponent = 1) =>
  settings({
    epochs: 9,
    pretrainEpochs: 2,
    batch: 4,
    hardwareLoss: { mode, beta: 0.5, objective: 'per-layer', exponent, has },
  });
type Own = ReturnType<typeof specOf>;
const model = (spec: Own, state: Parameters<typeof hardwareInLoop>[3] = null) =>
  hardwareInLoop(spec, simulation, costOf, state)!;
const run = (spec: Own) =>
  train(toyPlan(spec), { hardware: model(spec), hooks: { costOf }, samplesPerEpoch: 4, samplesAtEnd: 8 });

describe('several window sizes in the kernels', () => {
  it('add up what each of them gives alone', () => {
    const random = new Random(4);
    const weights = randomWeights(toyNetwork, 1.5, random);
    const gradientAt = (sizes: readonly number[], factors: readonly number[]) => {
      const kernels = new NetworkKernels(wasm, toyNetwork, {
        surrogateHalfWidth: 0.5,
        readoutHalfWidth: 4,
        tws: [sizes, [3]],
      });
      kernels.weights.set(packWeights(kernels.geometry, weights));
      kernels.load(randomSample(toyNetwork, 0.2, new Random(5)));
      kernels.forward(true);
      kernels.backward([0, 0, 0], [...factors, ...factors.map(() => 0)]);
      return { gradient: kernels.gradient.slice(), filled: sizes.map((_, k) => kernels.filledWindows(0, k)) };
    };
    const [two, five] = [gradientAt([2], [0.3]), gradientAt([5], [0.7])];
    const both = gradientAt([2, 5], [0.3, 0.7]);
    expect(both.filled).toEqual([...two.filled, ...five.filled]);
    expect(both.gradient.some((value) => value !== 0)).toBe(true);
    both.gradient.forEach((value, i) => expect(value).toBeCloseTo(two.gradient[i] + five.gradient[i], 5));
  });
});

describe.each(['two-level', 'joint'] as const)('HAS, %s', (mode) => {
  const spec = specOf({ ...HAS, mode });
  const trained = run(spec);
  const { has } = resultOf(trained).evaluation!;

  it('ends at the exact optimum of the simulator, certain of it', () => {
    expect(has!.tws).toEqual(has!.exactTws);
    expect(has!.excess).toEqual([1, 1]);
    for (const { probabilities, values } of has!.choices) {
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(Math.max(...probabilities)).toBeGreaterThan(0.9);
      expect(values).toEqual(HAS.tws);
    }
    expect(has!.rankCorrelation[0]).toBeNull();
    expect(has!.rankCorrelation[1]).toBeGreaterThan(0.8);
  });

  it('costs the network at the plan’s sizes before the search and at the chosen ones after it', () => {
    const { epochs } = trained;
    expect(epochs[1].costs[0].tws).toEqual([3, 3]);
    expect(epochs[8].costs[0].tws).toEqual(has!.tws);
    expect(resultOf(trained).evaluation!.costs[0].tws).toEqual(has!.tws);
    expect(epochs[1].choices!.every(({ probabilities }) => probabilities.every((p) => p === 0.25))).toBe(
      true,
    );
    // The choice is made when the settling begins.
    expect(epochs[8].choices).toEqual(epochs[6].choices);
    expect(epochs[5].choices).not.toEqual(epochs[6].choices);
  });

  it('goes on from a checkpoint in the middle of the search bit for bit', () => {
    for (const epoch of [2, 5, 8]) {
      const checkpoint = valueOf(decodeCheckpoint(trained.last[epoch - 1], 'file'));
      const rest = train(toyPlan(spec), {
        hardware: model(spec, checkpoint.hardware),
        hooks: { costOf },
        samplesPerEpoch: 4,
        samplesAtEnd: 8,
        resume: checkpoint,
      });
      expect(rest.last.at(-1)).toEqual(trained.last.at(-1));
      expect(resultOf(rest).evaluation).toEqual(resultOf(trained).evaluation);
    }
  });
});

it('follows the exponent: latency alone and energy alone may choose other sizes, each its own exact optimum', () => {
  for (const exponent of [0, 2]) {
    const { has } = resultOf(run(specOf(HAS, 'exact', exponent))).evaluation!;
    expect(has!.tws).toEqual(has!.exactTws);
  }
});

describe('the halves', () => {
  const plan = toyPlan(specOf(HAS));
  const search = new ChoiceSearch(plan, model(specOf(HAS)).choice!, 16);

  it('are disjoint, and weights see their own twice per epoch', () => {
    const order = [...search.order(3)];
    const seen = new Set(order);
    expect(order).toHaveLength(64);
    expect(seen.size).toBe(32);
    expect([...search.order(4)]).not.toEqual(order);
    for (const sample of seen) expect(order.filter((one) => one === sample)).toHaveLength(2);
  });

  it('mixes the losses by the probabilities, and takes one size otherwise', () => {
    search.writeShares(3);
    expect([...plan.board.shares.subarray(0, 5)]).toEqual([0.25, 0.25, 0.25, 0.25, 0]);
    search.writeShares(1);
    // Before the search: the plan's own size, which stands behind the candidates.
    expect([...plan.board.shares.subarray(0, 5)]).toEqual([0, 0, 0, 0, 1]);
    search.writeShares(9);
    expect([...plan.board.shares.subarray(0, 5)]).toEqual([1, 0, 0, 0, 0]);
  });
});

it('refuses by name what no search can work with', () => {
  const wrong = specOf({ mode: 'joint', tws: [2], settleEpochs: 7 });
  const issues = checkSettings({ ...wrong, hardwareLoss: { ...wrong.hardwareLoss, beta: 0, exponent: 3 } });
  expect(issues.map(({ path }) => path)).toEqual([
    'hardwareLoss.exponent',
    'hardwareLoss.has.tws.length',
    'hardwareLoss.has.settleEpochs',
    'hardwareLoss.beta',
  ]);
});
