/**
 * What the kernels run is not always what is trained: batch normalisation is folded into weights and bias, then weights
 * are quantised; where bits are chosen (HAS) to the mean over the bits, weighed by their probabilities. `fold` makes the effective parameters from the trained ones; `pull` turns the gradient of the
 * effective ones into that of the trained ones, in place, and updates the running statistics.
 *   f = gamma / sqrt(variance + eps);  w' = f w;  b' = beta - f mean      (Ioffe and Szegedy 2015)
 * Statistics are running means in training as well (no difference between training and inference), taken as constants.
 * One step size per layer serves its recurrent weights, too, as one accumulator adds both.
 */
import type { NetworkSpec } from '../contract/index.ts';
import { packWeights, type LayerGeometry, type NetworkGeometry } from '../kernels/geometry.ts';
import { groupOf, NEURON, type ParameterKind } from '../kernels/parameters.ts';
import { argmax } from '../math/relaxation.ts';
import { neuronOf } from '../workload/neuron.ts';
import type { Checkpoint } from './checkpoint.ts';
import { perLayer } from './per-layer.ts';
import type { Segment } from './optimiser.ts';
import { FLOAT_BITS, passStraight, projection, quantise, sharesOf, type BitsShare } from './quantise.ts';

const EPSILON = 1e-5;
/** Share of a batch's statistics in the running ones. */
const MOMENTUM = 0.05;
const SMALLEST_FACTOR = 1e-6;

type Mixture = readonly Pick<BitsShare, 'bits' | 'share'>[];

export class EffectiveParameters {
  /** True where trained and effective parameters are the same. */
  readonly trivial: boolean;
  private readonly geometry: NetworkGeometry;
  /** Per layer; empty = float. */
  private mixtures: readonly Mixture[] = [];
  /** Of the last fold. */
  private readonly shares: BitsShare[][];

  /** bits: per layer. choosing: `mix` will say otherwise. */
  constructor(geometry: NetworkGeometry, bits: readonly number[], choosing = false) {
    this.geometry = geometry;
    this.shares = bits.map(() => []);
    this.take(bits);
    this.trivial =
      !choosing &&
      bits.every((value) => value === FLOAT_BITS) &&
      geometry.layers.every((layer) => !groupOf(layer, 'gain'));
  }

  /** From the next fold on: these bits per layer. */
  take(bits: readonly number[]): void {
    this.mixtures = bits.map((own) => (own === FLOAT_BITS ? [] : [{ bits: own, share: 1 }]));
  }

  /** From the next fold on: bits mixed by the shares of each layer. */
  mix(bits: readonly number[], shares: readonly (readonly number[])[]): void {
    this.mixtures = shares.map((row) => row.map((share, k) => ({ bits: bits[k], share })));
  }

  /** trained and effective: packed vectors; they may be the same only if `trivial`. */
  fold(trained: Float32Array, effective: Float32Array): void {
    if (effective !== trained) effective.set(trained);
    this.geometry.layers.forEach((layer, l) => {
      if (groupOf(layer, 'gain')) this.normalise(layer, trained, effective);
      if (this.mixtures[l].length === 0 || layer.pools) return;
      const parts = weightParts(layer, effective);
      this.shares[l] = sharesOf(parts, this.mixtures[l]);
      for (const part of parts) quantise(part, this.shares[l]);
    });
  }

  /**
   * Derivatives of the loss by the share of each of these bits, per layer: <g, w at b bits>, 0 for layers without weights.
   * gradient: of the effective weights, before `pull`.
   */
  project(gradient: Float32Array, trained: Float32Array, bits: readonly number[]): number[][] {
    return this.geometry.layers.map((layer) => {
      if (layer.pools) return bits.map(() => 0);
      const values = this.foldedParts(layer, trained);
      const steps = sharesOf(
        values,
        bits.map((own) => ({ bits: own, share: 1 })),
      );
      return steps.map((own) =>
        weightParts(layer, gradient).reduce((sum, part, i) => sum + projection(part, values[i], own), 0),
      );
    });
  }

  /** samples: how many the gradient sums over. */
  pull(gradient: Float32Array, trained: Float32Array, samples: number): void {
    this.geometry.layers.forEach((layer, l) => {
      if (this.mixtures[l].length > 0 && !layer.pools) {
        const values = this.foldedParts(layer, trained);
        weightParts(layer, gradient).forEach((part, i) => passStraight(part, values[i], this.shares[l]));
      }
      if (!groupOf(layer, 'gain')) return;
      const factors = this.factors(layer, trained);
      const statistics = this.takeStatistics(layer, gradient, samples);
      this.pullNormalised(layer, gradient, trained, factors);
      this.track(layer, trained, factors, statistics);
    });
  }

  private normalise(layer: LayerGeometry, trained: Float32Array, effective: Float32Array): void {
    const factors = this.factors(layer, trained);
    scaleChannels(layer, effective, factors);
    const [bias, mean] = [part(layer, effective, 'bias'), part(layer, trained, 'mean')];
    for (let m = 0; m < layer.outputs; m++) bias[m] -= factors[m] * mean[m];
  }

  private factors(layer: LayerGeometry, trained: Float32Array): Float64Array {
    const [gain, variance] = [part(layer, trained, 'gain'), part(layer, trained, 'variance')];
    return Float64Array.from({ length: layer.outputs }, (_, m) => gain[m] / Math.sqrt(variance[m] + EPSILON));
  }

  /** A layer's weights after folding, before they are quantised. */
  private foldedParts(layer: LayerGeometry, trained: Float32Array): Float32Array[] {
    const [weights, ...recurrent] = weightParts(layer, trained);
    if (!groupOf(layer, 'gain')) return [weights, ...recurrent];
    const folded = weights.slice();
    scaleChannels({ ...layer, packedOffset: 0 }, folded, this.factors(layer, trained));
    return [folded, ...recurrent];
  }

  /** Mean and mean square of the effective currents; clears their places, which are not trained. */
  private takeStatistics(layer: LayerGeometry, gradient: Float32Array, samples: number) {
    const [sums, squares] = [part(layer, gradient, 'mean'), part(layer, gradient, 'variance')];
    const count = samples * layer.positions * this.geometry.timesteps;
    const mean = Float64Array.from(sums, (sum) => sum / count);
    const square = Float64Array.from(squares, (sum) => sum / count);
    sums.fill(0);
    squares.fill(0);
    return { mean, square };
  }

  private pullNormalised(
    layer: LayerGeometry,
    gradient: Float32Array,
    trained: Float32Array,
    factors: Float64Array,
  ): void {
    const dot = new Float64Array(layer.outputs);
    forEachTap(layer, (i, m) => {
      dot[m] += gradient[i] * trained[i];
      gradient[i] *= factors[m];
    });
    const [mean, variance] = [part(layer, trained, 'mean'), part(layer, trained, 'variance')];
    const [bias, gain] = [part(layer, gradient, 'bias'), part(layer, gradient, 'gain')];
    for (let m = 0; m < layer.outputs; m++)
      gain[m] = (dot[m] - bias[m] * mean[m]) / Math.sqrt(variance[m] + EPSILON);
  }

  /** Running statistics are those of the currents before the scale. */
  private track(
    layer: LayerGeometry,
    trained: Float32Array,
    factors: Float64Array,
    batch: { readonly mean: Float64Array; readonly square: Float64Array },
  ): void {
    const [mean, variance] = [part(layer, trained, 'mean'), part(layer, trained, 'variance')];
    for (let m = 0; m < layer.outputs; m++) {
      if (Math.abs(factors[m]) < SMALLEST_FACTOR) continue;
      const spread = Math.max(0, batch.square[m] - batch.mean[m] ** 2);
      mean[m] += MOMENTUM * (batch.mean[m] / factors[m] - mean[m]);
      variance[m] += MOMENTUM * (spread / factors[m] ** 2 - variance[m]);
    }
  }
}

/** What the optimiser may change: all but running statistics and the leak or threshold that stays fixed. */
export function trainedSegments(network: NetworkSpec, geometry: NetworkGeometry): Segment[] {
  return geometry.layers.flatMap(({ groups }, l) =>
    groups.flatMap(({ kind, packedOffset, packedLength }): Segment[] => {
      if (kind === 'mean' || kind === 'variance') return [];
      if (kind === 'neuron') {
        const learned = neuronOf(network, network.layers[l]).learn ?? [];
        return learned.map((name) => ({ offset: packedOffset + NEURON[name], length: 1, decays: false }));
      }
      const decays = kind === 'weights' || kind === 'recurrent';
      return [{ offset: packedOffset, length: packedLength, decays }];
    }),
  );
}

/** Weight bits per layer that a checkpoint's network runs with, 32 = float: those of its training, or the most probable ones. */
export function checkpointBits({ network, settings, hardware }: Checkpoint): readonly number[] {
  const candidates = settings.hardwareLoss.has?.bits;
  const alphas = hardware?.choice?.bits?.alphas;
  if (candidates && alphas) return alphas.map((row) => candidates[argmax(row)]);
  return perLayer(settings.bits, network.layers.length);
}

/** What the kernels run with a checkpoint's trained parameters; packed. */
export function checkpointWeights(geometry: NetworkGeometry, checkpoint: Checkpoint): Float32Array {
  const trained = packWeights(geometry, checkpoint.weights);
  const effective = trained.slice();
  new EffectiveParameters(geometry, checkpointBits(checkpoint)).fold(trained, effective);
  return effective;
}

/** View of one group of a layer in a packed vector. */
export function part(layer: LayerGeometry, packed: Float32Array, kind: ParameterKind): Float32Array {
  const group = groupOf(layer, kind);
  if (!group) throw new Error(`layer ${layer.name} has no ${kind}`);
  return packed.subarray(group.packedOffset, group.packedOffset + group.packedLength);
}

/** Weights and recurrent weights of a layer as views. */
export function weightParts(layer: LayerGeometry, packed: Float32Array): Float32Array[] {
  const weights = packed.subarray(layer.packedOffset, layer.packedOffset + layer.packedLength);
  return groupOf(layer, 'recurrent') ? [weights, part(layer, packed, 'recurrent')] : [weights];
}

function forEachTap(layer: LayerGeometry, visit: (index: number, output: number) => void): void {
  const { packedOffset, packedLength, chunkLength, width, outputs } = layer;
  for (let i = 0; i < packedLength; i++) {
    const output = Math.floor(i / chunkLength) * width + (i % width);
    if (output < outputs) visit(packedOffset + i, output);
  }
}

function scaleChannels(layer: LayerGeometry, packed: Float32Array, factors: Float64Array): void {
  forEachTap(layer, (i, m) => {
    packed[i] *= factors[m];
  });
}
