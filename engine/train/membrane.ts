/**
 * Membrane potential of one neuron over time, from the spikes that enter its layer (formulas: docs/training.md), for
 * every kind of layer and neuron. Shown before the reset, so a spike stands where the potential reaches the threshold.
 * Plain loops, float64: a picture, not the kernels' arithmetic (a spike right at the threshold may differ).
 */
import type { LayerSpec, NetworkSpec, SpikeTensor } from '../contract/index.ts';
import { geometryOf, type LayerGeometry } from '../kernels/geometry.ts';
import { groupOf, NEURON, type ParameterKind } from '../kernels/parameters.ts';
import { neuronOf, synapseOf } from '../workload/neuron.ts';
import { addWeightedCurrents } from './membrane-currents.ts';

export interface NeuronPlace {
  readonly channel: number;
  readonly position: number;
}

/** Spikes of one sample: what enters each layer, and what each layer fires. */
export interface Activity {
  readonly inputs: readonly SpikeTensor[];
  readonly outputs: readonly SpikeTensor[];
}

export interface Trace {
  /** Per step, before the reset. */
  readonly potential: readonly number[];
  readonly threshold: number;
}

/** weights: canonical, as the kernels run them (checkpointWeights). */
export function membraneTrace(
  network: NetworkSpec,
  weights: Float32Array,
  layer: number,
  place: NeuronPlace,
  activity: Activity,
): Trace {
  const geometry = geometryOf(network).layers[layer];
  const spec = network.layers[layer];
  const parameters = (kind: ParameterKind): Float32Array | null => {
    const group = groupOf(geometry, kind);
    return group
      ? weights.subarray(group.canonicalOffset, group.canonicalOffset + group.canonicalLength)
      : null;
  };
  const { leak, threshold, synapse, subtracts } = neuronAt(network, spec, parameters('neuron'));
  const bias = parameters('bias')?.[place.channel] ?? 0;
  const current = new Float64Array(network.timesteps).fill(bias);
  addCurrents(network, layer, place, activity, geometry, parameters, current);
  let [u, filtered] = [0, 0];
  const potential = Array.from(current, (value) => {
    filtered = synapse * filtered + (1 - synapse) * value;
    const x = leak * u + filtered;
    u = x < threshold ? x : subtracts ? x - threshold : 0;
    return x;
  });
  return { potential, threshold };
}

/** OR pooling counts the inputs of one step against 1. */
function neuronAt(network: NetworkSpec, spec: LayerSpec, learned: Float32Array | null) {
  const neuron = neuronOf(network, spec);
  if (spec.pool === 'or') return { leak: 0, threshold: 1, synapse: 0, subtracts: false };
  return {
    leak: learned?.[NEURON.leak] ?? (neuron.model === 'if' ? 1 : neuron.leak),
    threshold: learned?.[NEURON.threshold] ?? neuron.threshold,
    synapse: synapseOf(neuron),
    subtracts: neuron.reset === 'subtract',
  };
}

function addCurrents(
  network: NetworkSpec,
  layer: number,
  place: NeuronPlace,
  { inputs, outputs }: Activity,
  geometry: LayerGeometry,
  parameters: (kind: ParameterKind) => Float32Array | null,
  current: Float64Array,
): void {
  const spec = network.layers[layer];
  addWeightedCurrents(spec, parameters('weights'), place, inputs[layer], current);
  if (layer === 0 && network.input.coding === 'direct')
    spread(current, parameters('bias')?.[place.channel] ?? 0);
  if (spec.add !== undefined) {
    const source = network.layers.findIndex(({ name }) => name === spec.add);
    for (const [t, channel] of spikesAt(outputs[source], place.position))
      if (channel === place.channel) current[t]++;
  }
  const recurrent = parameters('recurrent');
  if (!recurrent) return;
  for (const [t, from] of spikesAt(outputs[layer], 0))
    if (t + 1 < current.length) current[t + 1] += recurrent[place.channel * geometry.outputs + from];
}

/** Direct coding: every input counts with its mean rate at every step. */
function spread(current: Float64Array, bias: number): void {
  const mean = current.reduce((sum, value) => sum + value - bias, 0) / current.length;
  current.fill(bias + mean);
}

/** [step, channel] of the spikes at one position. */
function* spikesAt({ ptr, events }: SpikeTensor, position: number): Generator<[number, number]> {
  for (let e = ptr[position]; e < ptr[position + 1]; e++) yield [events[e] >>> 16, events[e] & 0xffff];
}
