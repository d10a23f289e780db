/** What a checkpoint's layers run with, layer by layer in canonical order: for files of other tools. */
import { geometryOf, packWeights, unpackWeights } from '../kernels/geometry.ts';
import { groupOf, NEURON, type ParameterKind } from '../kernels/parameters.ts';
import { neuronOf } from '../workload/neuron.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointBits, checkpointWeights, EffectiveParameters, weightParts } from './effective.ts';
import { perLayer } from './per-layer.ts';
import { FLOAT_BITS, stepOf } from './quantise.ts';

export interface DeployedLayer {
  /** [output][channel][ky][kx], batch normalisation folded, quantised; empty for pools. */
  readonly weights: Float32Array;
  /** [to][from] */
  readonly recurrent: Float32Array | null;
  readonly bias: Float32Array | null;
  readonly leak: number;
  readonly threshold: number;
  /** 32: float. */
  readonly bits: number;
  /** Of the whole numbers behind quantised weights; null: float. */
  readonly step: number | null;
}

export function deployedLayers(checkpoint: Checkpoint): DeployedLayer[] {
  const { network } = checkpoint;
  const geometry = geometryOf(network);
  const count = geometry.layers.length;
  const bits = checkpointBits(checkpoint);
  const canonical = unpackWeights(geometry, checkpointWeights(geometry, checkpoint));
  const trained = packWeights(geometry, checkpoint.weights);
  const folded = trained.slice();
  new EffectiveParameters(geometry, perLayer([FLOAT_BITS], count)).fold(trained, folded);
  return geometry.layers.map((layer, l) => {
    const group = (kind: ParameterKind): Float32Array | null => {
      const found = groupOf(layer, kind);
      return found
        ? canonical.slice(found.canonicalOffset, found.canonicalOffset + found.canonicalLength)
        : null;
    };
    const neuron = neuronOf(network, network.layers[l]);
    const learned = group('neuron');
    const isQuantised = bits[l] !== FLOAT_BITS && !layer.pools;
    const parts = isQuantised ? weightParts(layer, folded) : [];
    const all = parts.length === 1 ? parts[0] : Float32Array.from(parts.flatMap((values) => [...values]));
    return {
      weights: group('weights') ?? new Float32Array(0),
      recurrent: group('recurrent'),
      bias: group('bias'),
      leak: learned ? learned[NEURON.leak] : neuron.leak,
      threshold: learned ? learned[NEURON.threshold] : neuron.threshold,
      bits: bits[l],
      step: isQuantised ? stepOf(all, bits[l]) : null,
    };
  });
}
