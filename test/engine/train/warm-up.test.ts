/** TSSL-BP trains as well as the surrogate on the toy set; its warm-up brings a network back whose neurons are half silent. */
import { expect, it } from 'vitest';
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';
import { geometryOf, packWeights, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { initialWeights, kernelsOf } from '../../../engine/train/index.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { resultOf, settings, toyNetwork, toyPlan, train } from './fixtures.ts';

const quiet = { ...settings().hardwareLoss, mode: 'off' as const, beta: 0 };
const tsslbp = (warmupEpochs: number) => ({ ...DEFAULT_TRAIN.rule, kind: 'tsslbp', warmupEpochs }) as const;
/** Channels of the hidden layer that fire on any of the test samples. */
function firing(weights: Float32Array): number {
  const plan = toyPlan();
  const kernels = kernelsOf(plan);
  kernels.weights.set(packWeights(geometryOf(toyNetwork), weights));
  const seen = new Set<number>();
  for (let i = 0; i < plan.test.count; i++) {
    kernels.load(sampleAt(plan.test, i));
    kernels.forward(false);
    for (const code of kernels.output(0).events) seen.add(code & 0xffff);
  }
  return seen.size;
}

/** Fresh weights whose channels 0 to 3 of 8 get no input at all. */
function halfSilent(): Float32Array {
  const plan = toyPlan();
  const kernels = kernelsOf(plan);
  const weights = initialWeights(plan, kernels);
  const perChannel = geometryOf(toyNetwork).layers[0].canonicalLength / 8;
  weights.fill(0, 0, 4 * perChannel);
  return unpackWeights(geometryOf(toyNetwork), packWeights(geometryOf(toyNetwork), weights));
}

it('learns by TSSL-BP', () => {
  const plan = toyPlan({ epochs: 12, hardwareLoss: quiet, rule: tsslbp(4) });
  expect(resultOf(train(plan)).evaluation?.accuracy).toBeGreaterThan(0.9);
});

it('revives silent neurons in the warm-up, which no other rule can', () => {
  const init = halfSilent();
  expect(firing(init)).toBe(4);
  const after = (changes: Parameters<typeof toyPlan>[0]) =>
    firing(
      resultOf(train(toyPlan({ epochs: 12, weightDecay: 0, hardwareLoss: quiet, ...changes }), { init }))
        .weights,
    );
  expect(after({ rule: tsslbp(0) })).toBe(4);
  expect(after({})).toBe(4); // triangle of half a threshold
  expect(after({ rule: tsslbp(12), learningRate: 0.01 })).toBeGreaterThanOrEqual(7);
});
