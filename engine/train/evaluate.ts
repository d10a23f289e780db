/**
 * Evaluation of the weights on the board over a whole set, and the recordings that cost figures are made from. Which
 * held-out samples are simulated is a seeded choice that stays the same over epochs and settings, so that costs
 * compare; a larger number of samples contains the smaller one.
 */
import { accept, refuse, type LayerActivity, type Outcome, type SpikeTensor } from '../contract/index.ts';
import { NetworkKernels } from '../kernels/kernels.ts';
import { sampleAt, type SampleSet } from '../workload/sample-set.ts';
import { Tally } from './metrics.ts';
import type { TrainingPlan } from './plan.ts';
import { recordActivity } from './record.ts';
import { kernelRule, readoutRule } from './rule.ts';
import { epochOrder } from './schedule.ts';
import type { Team } from './team.ts';

/**
 * Half width of the last layer's surrogate, in thresholds. Wrong classes are driven far below the threshold; a narrow
 * triangle would end their learning there (measured on N-MNIST, 8 epochs: 65 % with 1, 88 % with 2, 91 % with 4).
 */
export const READOUT_HALF_WIDTH = 4;

/** Kernels of one's own for a plan, with weights still zero. */
export function kernelsOf(plan: TrainingPlan): NetworkKernels {
  return new NetworkKernels(plan.wasm, plan.network, {
    surrogateHalfWidth: plan.settings.surrogateHalfWidth,
    readoutHalfWidth: READOUT_HALF_WIDTH,
    tws: plan.sizes,
    rule: kernelRule(plan.settings.rule, Infinity),
    readoutRule: readoutRule(plan.settings.rule),
    cutoff: plan.settings.rule.cutoffSteps,
  });
}

/** Null when stopped. tws: sizes of the window densities. */
export function evaluateSet(
  plan: TrainingPlan,
  team: Team,
  set: 'train' | 'test',
  shouldStop: () => boolean,
  tws: readonly number[] = plan.tws,
): Outcome<Tally | null> {
  const { count, labels } = set === 'test' ? plan.test : plan.train;
  const samples = Uint32Array.from({ length: count }, (_, i) => i);
  const verdict = team.run({ kind: 'evaluate', set, samples }, shouldStop);
  if (!verdict.ok) return refuse(...verdict.issues);
  if (verdict.value === 'stopped') return accept(null);
  const tally = new Tally(plan, tws);
  tally.add(plan.board, samples, labels);
  return accept(tally);
}

/** Seeded choice of samples for cost figures. */
export function costSamples(set: SampleSet, wanted: number): Uint32Array {
  return epochOrder(set.count, COST_SEED, 0).subarray(0, Math.min(wanted, set.count));
}
const COST_SEED = 1;

/** Recorded activity of the samples, one at a time, with the weights that `kernels` holds. */
export function* recordings(
  kernels: NetworkKernels,
  set: SampleSet,
  samples: Uint32Array,
): Generator<readonly SpikeTensor[]> {
  for (const sample of samples) yield recordActivity(kernels, sampleAt(set, sample));
}

/** Densities of held-out samples beside the active fractions of training samples. */
export function mergeActivity(
  tested: readonly LayerActivity[],
  trained: readonly LayerActivity[],
): LayerActivity[] {
  return tested.map((layer, l) => ({ ...layer, activeFraction: trained[l].activeFraction }));
}
