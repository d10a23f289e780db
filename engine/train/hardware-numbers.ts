/**
 * A trained network on the accelerator's numbers. Per layer: whole weights q of b bits (w = s q), potentials in units of s
 * that are whole, saturate at `potentialBits` bits (an overflow) and never wrap; the threshold is the nearest whole
 * number of steps, at least 1; the leak is a fraction of 1/256 and its product is rounded to the nearest whole.
 * Saturation is applied to the sum of a time step, not between the additions of one step.
 * A pooling layer has s = its pooling weight. Left out: filtered synapses and analog input, which the array lacks.
 */
import { errorAt, type Issue, type NetworkSpec } from '../contract/index.ts';
import type { NetworkGeometry } from '../kernels/geometry.ts';
import type { HardwareNeuron } from '../kernels/kernels.ts';
import { groupOf, NEURON } from '../kernels/parameters.ts';
import { neuronOf } from '../workload/neuron.ts';
import { EffectiveParameters, part, weightParts } from './effective.ts';
import { FLOAT_BITS, stepOf, wholeOf } from './quantise.ts';

export interface HardwareBits {
  readonly weight: number;
  readonly potential: number;
}

export interface HardwareNumbers {
  /** Packed, whole. */
  readonly weights: Float32Array;
  readonly neurons: readonly HardwareNeuron[];
  /** Weight bits per layer. */
  readonly weightBits: readonly number[];
}

const LEAK_FRACTIONS = 256;
const MOST_WEIGHT_BITS = 16;

/** Why a network has no hardware numbers, by name; none when it has. */
export function hardwareIssues(network: NetworkSpec): Issue[] {
  const issues: Issue[] = [];
  const refuse = (path: string, what: string) =>
    issues.push(
      errorAt(
        path,
        'train/not-on-hardware',
        `must not be ${what} for an accuracy on the hardware's numbers (the array has no such unit); read the float accuracy`,
      ),
    );
  if (network.input.coding === 'direct') refuse('network.input.coding', 'direct');
  network.layers.forEach((layer, l) => {
    if (neuronOf(network, layer).model === 'cuba-lif') refuse(`network.layers[${l}]`, 'of model cuba-lif');
  });
  return issues;
}

/** bits: those of the training, per layer; the hardware's are used where it was in float or finer. trained: packed. */
export function hardwareNumbers(
  network: NetworkSpec,
  geometry: NetworkGeometry,
  bits: readonly number[],
  trained: Float32Array,
  hardware: HardwareBits,
): HardwareNumbers {
  const weightBits = bits.map((value) => Math.min(value, hardware.weight, MOST_WEIGHT_BITS));
  const floats = trained.slice();
  new EffectiveParameters(
    geometry,
    bits.map(() => FLOAT_BITS),
  ).fold(trained, floats);
  const weights = new Float32Array(floats.length);
  const ceiling = 2 ** (hardware.potential - 1);
  const neurons = geometry.layers.map((layer, l): HardwareNeuron => {
    const spec = network.layers[l];
    const own = groupOf(layer, 'neuron');
    const neuron = neuronOf(network, spec);
    const leak = own ? trained[own.packedOffset + NEURON.leak] : neuron.model === 'if' ? 1 : neuron.leak;
    const threshold = own ? trained[own.packedOffset + NEURON.threshold] : neuron.threshold;
    const parts = weightParts(layer, floats);
    const pooled = spec.pool === 'average' ? 1 / (spec.E * spec.E) : 1;
    const step = layer.pools
      ? pooled
      : stepOf(Float32Array.from(parts.flatMap((values) => [...values])), weightBits[l]);
    weightParts(layer, weights).forEach((target, i) => {
      for (let j = 0; j < target.length; j++) target[j] = wholeOf(parts[i][j], step, weightBits[l]);
    });
    if (groupOf(layer, 'bias')) {
      const from = part(layer, floats, 'bias');
      const to = part(layer, weights, 'bias');
      for (let m = 0; m < layer.outputs; m++) to[m] = Math.round(from[m] / step);
    }
    const or = spec.pool === 'or';
    return {
      leak: or ? 0 : Math.round(leak * LEAK_FRACTIONS) / LEAK_FRACTIONS,
      threshold: or ? 1 : Math.max(1, Math.round(threshold / step)),
      skipWeight: Math.round(1 / step),
      ceiling,
    };
  });
  return { weights, neurons, weightBits };
}
