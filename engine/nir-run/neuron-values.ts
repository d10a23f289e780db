/** Neuron parameters as doubles per element, in the order of signal.ts, with what the run options make of them. */
import { NEURON_DEFAULTS, isSpiking } from '../exchange/nir/graph.ts';
import type { NeuronField, NirNeuron, NirTensor } from '../exchange/nir/graph.ts';
import { resetsBySubtraction } from '../exchange/nir/mapping/neuron-rule.ts';
import type { Shape } from '../exchange/nir/shapes.ts';
import type { NirRunOptions } from '../contract/index.ts';
import { inverse, placesOf } from './signal.ts';

export interface NeuronValues {
  readonly size: number;
  /** False for I, LI and CubaLI, whose output is their potential. */
  readonly isSpiking: boolean;
  readonly isLeaky: boolean;
  /** Synaptic current first (CubaLI, CubaLIF). */
  readonly isCurrentBased: boolean;
  /** Leaky: share of the way to rest per step. Else the factor from input to potential. */
  readonly rate: Float64Array;
  readonly r: Float64Array;
  readonly rest: Float64Array;
  readonly synapticRate: Float64Array;
  readonly inputWeight: Float64Array;
  readonly threshold: Float64Array;
  readonly resetTo: Float64Array;
  readonly resetBySubtraction: boolean;
  /** Fires at v >= threshold instead of above it. */
  readonly firesWhenReached: boolean;
}

export function neuronValues(neuron: NirNeuron, shape: Shape, options: NirRunOptions): NeuronValues {
  const order = inverse(placesOf(shape));
  const spread = (tensor: NirTensor | undefined, fallback: number): Float64Array =>
    tensor
      ? Float64Array.from(order, (index) => tensor.values[tensor.values.length === 1 ? 0 : index])
      : new Float64Array(order.length).fill(fallback);
  const field = (name: NeuronField): Float64Array => spread(neuron.fields[name], NEURON_DEFAULTS[name] ?? 0);
  const { dtS } = options;
  const share = (tau: Float64Array): Float64Array =>
    tau.map((seconds) => (options.integration === 'euler' ? dtS / seconds : -Math.expm1(-dtS / seconds)));
  const isCurrentBased = neuron.type === 'CubaLI' || neuron.type === 'CubaLIF';
  const isLeaky = isCurrentBased || neuron.type === 'LI' || neuron.type === 'LIF';
  const r = field('r');
  const ofInput = options.integrator === 'current' ? r.map((value) => value * dtS) : r;
  return {
    size: order.length,
    isSpiking: isSpiking(neuron),
    isLeaky,
    isCurrentBased,
    rate: isLeaky ? share(field(isCurrentBased ? 'tau_mem' : 'tau')) : ofInput,
    r,
    rest: field('v_leak'),
    synapticRate: isCurrentBased ? share(field('tau_syn')) : new Float64Array(0),
    inputWeight: field('w_in'),
    threshold: field('v_threshold'),
    resetTo: field('v_reset'),
    resetBySubtraction: resetsBySubtraction(neuron, options.reset),
    firesWhenReached: options.firing === 'reached',
  };
}
