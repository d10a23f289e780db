/**
 * A NIR neuron as the leaky integrate-and-fire rule of the hardware, u = leak u + C, spike, reset: which leak, what
 * factor brings weights to the threshold 1, and what the rule cannot express. Per-neuron factors are folded into the
 * weights; a leak that differs between neurons is not. States are exact in the recorded activity whatever the rule
 * says: these reasons are about what hardware that skips silent windows would miss.
 */
import type { NeuronSpec, NirRunOptions } from '../../../contract/index.ts';
import { isNeuron, isSpiking } from '../graph.ts';
import type { NeuronField, NirNeuron, NirThreshold } from '../graph.ts';

export const GIVES_POTENTIAL = 'it gives its potential, not spikes: it counts as neurons that never fire';

export interface NeuronRule {
  readonly neuron: NeuronSpec;
  /** C-order element -> factor from the weighted sum to units of the threshold. */
  factor(element: number): number;
  /** Where spikes can come without input, or the rule differs: each with its reason. */
  readonly differences: readonly string[];
  /** A window without input may hold spikes. */
  readonly firesInSilence: boolean;
  /** False where weights and threshold alone do not give the same spikes: it cannot be trained on here. */
  readonly isTrainable: boolean;
}

export function neuronRule(node: NirNeuron | NirThreshold, options: NirRunOptions): NeuronRule {
  if (!isNeuron(node)) {
    const at = reader(node.threshold.values);
    const neuron: NeuronSpec = { model: 'lif', leak: 0, threshold: 1, reset: 'zero' };
    return { neuron, factor: (i) => 1 / at(i), differences: [], firesInSilence: false, isTrainable: true };
  }
  const { fields } = node;
  const field = (name: NeuronField, fallback: number): ((i: number) => number) =>
    fields[name] ? reader(fields[name].values) : () => fallback;
  const share = (seconds: number): number =>
    options.integration === 'euler' ? options.dtS / seconds : -Math.expm1(-options.dtS / seconds);
  const isCurrentBased = node.type === 'CubaLI' || node.type === 'CubaLIF';
  const isLeaky = isCurrentBased || node.type === 'LI' || node.type === 'LIF';
  const tau = field(isCurrentBased ? 'tau_mem' : 'tau', Infinity);
  const [r, threshold, inputWeight] = [field('r', 1), field('v_threshold', 1), field('w_in', 1)];
  const leak = isLeaky ? 1 - share(tau(0)) : 1;
  const differences: string[] = [];
  const hard: string[] = [];
  if (isLeaky && !isUniform(fields[isCurrentBased ? 'tau_mem' : 'tau']?.values))
    hard.push('its time constants differ between neurons; the hardware has one leak per layer');
  if (!isZero(fields.v_leak?.values)) hard.push('v_leak is not 0: potentials move without input');
  const subtracts = resetsBySubtraction(node, options.reset);
  if (!isZero(fields.v_reset?.values))
    hard.push('v_reset is not 0: a spike leaves a potential that no weight stands for');
  if (subtracts) differences.push('reset by subtraction: a neuron can fire again without input');
  if (isCurrentBased)
    differences.push('its synaptic current outlives the input: a neuron can fire without input');
  if (leak === 1 && !subtracts && isSpiking(node))
    differences.push('it has no leak: silent windows keep the potential');
  if (!isSpiking(node)) hard.push(GIVES_POTENTIAL);
  const gain = (i: number): number =>
    isLeaky ? share(tau(i)) * r(i) : r(i) * (options.integrator === 'current' ? options.dtS : 1);
  return {
    neuron: {
      model: 'lif',
      leak: Math.min(1, Math.max(0, leak)),
      threshold: 1,
      reset: 'zero',
    },
    factor: (i) => (gain(i) * (isCurrentBased ? inputWeight(i) : 1)) / threshold(i),
    differences: [...hard, ...differences],
    firesInSilence: subtracts || isCurrentBased || !isZero(fields.v_leak?.values),
    isTrainable: hard.length === 0 && !subtracts && !isCurrentBased,
  };
}

export function resetsBySubtraction(neuron: NirNeuron, reset: NirRunOptions['reset']): boolean {
  if (reset === 'auto') return neuron.type === 'IF' && neuron.fields.v_reset === undefined;
  return reset === 'subtract';
}

const reader =
  (values: ArrayLike<number>) =>
  (i: number): number =>
    values[values.length === 1 ? 0 : i];

function isUniform(values: ArrayLike<number> | undefined): boolean {
  return !values || Array.prototype.every.call(values, (value: number) => value === values[0]);
}

function isZero(values: ArrayLike<number> | undefined): boolean {
  return !values || Array.prototype.every.call(values, (value: number) => value === 0);
}
