/**
 * Fresh weights whose layers are alive from the first step: normal weights with deviation threshold/sqrt(fan in), then each
 * layer in turn is scaled until its mean output density on a few training samples reaches a target (in the manner
 * of layer-sequential unit-variance initialisation, Mishkin and Matas 2016, with spike density in place of
 * variance). Spikes grow with the scale, so bisection on its logarithm finds it. Deterministic in the seed.
 */
import type { NetworkKernels } from '../kernels/kernels.ts';
import { unpackWeights } from '../kernels/geometry.ts';
import type { LayerGeometry } from '../kernels/geometry.ts';
import { groupOf, type ParameterKind } from '../kernels/parameters.ts';
import { Random, streamSeed } from '../math/random.ts';
import { sampleAt } from '../workload/sample-set.ts';
import { neuronOf } from '../workload/neuron.ts';
import { part } from './effective.ts';
import { loadCoded } from './load-coded.ts';
import { startNeurons } from './neuron-parameters.ts';
import type { TrainingPlan } from './plan.ts';
import { epochOrder } from './schedule.ts';

/** Output densities that the layers are brought to, 0..1. */
const HIDDEN_DENSITY = 0.03;
const READOUT_DENSITY = 0.05;
const CALIBRATION_SAMPLES = 16;
const BISECTIONS = 9;
const SMALLEST_SCALE = 2 ** -4;
const LARGEST_SCALE = 2 ** 6;
const WEIGHT_STREAM = 0x77656967;
const RECURRENT_STREAM = 0x72656375;
const RECURRENT_GAIN = 0.3;
const LEAST_VARIANCE = 1e-4;
const SAMPLE_STREAM = 0x63616c69;

/** Canonical weights. A stop request cuts the calibration short; the weights are of no use then. */
export function initialWeights(
  plan: TrainingPlan,
  kernels: NetworkKernels,
  shouldStop: () => boolean = () => false,
): Float32Array {
  const { geometry } = kernels;
  const order = epochOrder(plan.train.count, streamSeed(plan.settings.seed, SAMPLE_STREAM), 0);
  const samples = order.subarray(0, CALIBRATION_SAMPLES);
  kernels.weights.fill(0);
  startNeurons(plan.network, geometry, kernels.weights);
  kernels.refresh();
  geometry.layers.forEach((layer, i) => {
    if (layer.pools) return;
    startRecurrence(plan, layer, i, kernels.weights);
    const random = new Random(streamSeed(plan.settings.seed, WEIGHT_STREAM, i));
    const base = randomLayer(layer, neuronOf(plan.network, plan.network.layers[i]).threshold, random);
    const place = kernels.weights.subarray(layer.packedOffset, layer.packedOffset + layer.packedLength);
    const target = i === geometry.layers.length - 1 ? READOUT_DENSITY : HIDDEN_DENSITY;
    const densityAt = (scale: number): number => {
      for (let j = 0; j < base.length; j++) place[j] = base[j] * scale;
      return densityOf(plan, kernels, samples, i);
    };
    let low = SMALLEST_SCALE;
    let high = LARGEST_SCALE;
    for (let step = 0; step < BISECTIONS && !shouldStop(); step++) {
      const middle = Math.sqrt(low * high);
      if (densityAt(middle) < target) low = middle;
      else high = middle;
    }
    densityAt(high);
  });
  startNormalisation(plan, kernels, samples);
  return unpackWeights(geometry, kernels.weights);
}

/** Mean output density of layer `index` over the samples; layers above it still hold zero weights. */
function densityOf(plan: TrainingPlan, kernels: NetworkKernels, samples: Uint32Array, index: number): number {
  let spikes = 0;
  for (const sample of samples) {
    loadCoded(kernels, sampleAt(plan.train, sample));
    for (let l = 0; l <= index; l++) kernels.forwardLayer(l);
    spikes += kernels.spikes(index);
  }
  return spikes / (samples.length * kernels.geometry.layers[index].neurons * plan.network.timesteps);
}

/** Recurrent weights weak enough to leave the calibrated density to the inputs. */
function startRecurrence(
  plan: TrainingPlan,
  layer: LayerGeometry,
  index: number,
  weights: Float32Array,
): void {
  if (!groupOf(layer, 'recurrent')) return;
  const random = new Random(streamSeed(plan.settings.seed, RECURRENT_STREAM, index));
  const { threshold } = neuronOf(plan.network, plan.network.layers[index]);
  const deviation = (RECURRENT_GAIN * threshold) / Math.sqrt(layer.outputs);
  const recurrent = part(layer, weights, 'recurrent');
  const chunkLength = layer.outputs * layer.width;
  for (let i = 0; i < recurrent.length; i++) {
    const to = Math.floor(i / chunkLength) * layer.width + (i % layer.width);
    if (to < layer.outputs) recurrent[i] = random.normal() * deviation;
  }
}

/** Batch normalisation starts as the identity: scale and shift undo the statistics of the calibrated currents. */
function startNormalisation(plan: TrainingPlan, kernels: NetworkKernels, samples: Uint32Array): void {
  const normalised = kernels.geometry.layers.filter((layer) => groupOf(layer, 'gain'));
  if (normalised.length === 0) return;
  kernels.gradient.fill(0);
  for (const sample of samples) {
    loadCoded(kernels, sampleAt(plan.train, sample));
    kernels.forward(true);
  }
  for (const layer of normalised) {
    const count = samples.length * layer.positions * plan.network.timesteps;
    const at = (kind: ParameterKind) => part(layer, kernels.weights, kind);
    for (let m = 0; m < layer.outputs; m++) {
      const mean = part(layer, kernels.gradient, 'mean')[m] / count;
      const square = part(layer, kernels.gradient, 'variance')[m] / count;
      const variance = Math.max(LEAST_VARIANCE, square - mean * mean);
      at('mean')[m] = mean;
      at('variance')[m] = variance;
      at('gain')[m] = Math.sqrt(variance);
      at('bias')[m] = mean;
    }
  }
}

/** Packed weights of one layer, padding zero. */
function randomLayer(layer: LayerGeometry, threshold: number, random: Random): Float32Array {
  const fanIn = layer.channels * layer.kernelWidth * layer.kernelHeight;
  const deviation = threshold / Math.sqrt(fanIn);
  const weights = new Float32Array(layer.packedLength);
  for (let m = 0; m < layer.outputs; m++) {
    const chunk = Math.floor(m / layer.width) * layer.chunkLength;
    for (let tap = 0; tap < fanIn; tap++)
      weights[chunk + tap * layer.width + (m % layer.width)] = random.normal() * deviation;
  }
  return weights;
}
