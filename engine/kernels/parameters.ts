/**
 * What a layer holds besides its weights, as groups that follow each other in the packed and canonical vectors:
 *   recurrent           fc layers with recurrence: [to][from]
 *   bias                shift beta of batch normalisation; the kernels read the folded bias there
 *   gain                scale gamma of batch normalisation
 *   mean, variance      its running statistics (not trained); in the gradient: sum and sum of squares of the currents
 *   neuron              leak, threshold, where either is learned
 * A layer without any of these has one group, its weights.
 */
import type { LayerSpec, NetworkSpec } from '../contract/index.ts';
import { neuronOf } from '../workload/neuron.ts';
import type { LayerSizes } from './geometry.ts';

export type ParameterKind = 'weights' | 'recurrent' | 'bias' | 'gain' | 'mean' | 'variance' | 'neuron';

export interface ParameterGroup {
  readonly kind: ParameterKind;
  readonly packedOffset: number;
  readonly packedLength: number;
  readonly canonicalOffset: number;
  readonly canonicalLength: number;
}

/** Places in the `neuron` group. */
export const NEURON = { leak: 0, threshold: 1, length: 4 } as const;

export function parameterGroups(
  network: NetworkSpec,
  spec: LayerSpec,
  sizes: LayerSizes,
  packedStart: number,
  canonicalStart: number,
): ParameterGroup[] {
  const { outputs, chunks, width, chunkLength, kernelHeight, kernelWidth, channels, pools } = sizes;
  const perChannel = [chunks * width, outputs] as const;
  const wanted: [ParameterKind, packed: number, canonical: number][] = [
    ['weights', chunks * chunkLength, pools ? 0 : outputs * channels * kernelHeight * kernelWidth],
  ];
  if (spec.recurrent) wanted.push(['recurrent', chunks * outputs * width, outputs * outputs]);
  if (spec.normalise)
    for (const kind of ['bias', 'gain', 'mean', 'variance'] as const) wanted.push([kind, ...perChannel]);
  if (neuronOf(network, spec).learn?.length) wanted.push(['neuron', NEURON.length, 2]);
  let packedOffset = packedStart;
  let canonicalOffset = canonicalStart;
  return wanted.map(([kind, packedLength, canonicalLength]) => {
    const group = { kind, packedOffset, packedLength, canonicalOffset, canonicalLength };
    packedOffset += packedLength;
    canonicalOffset += canonicalLength;
    return group;
  });
}

/** The layer's group of a kind, if it has one. */
export function groupOf(
  layer: { readonly groups: readonly ParameterGroup[] },
  kind: ParameterKind,
): ParameterGroup | undefined {
  return layer.groups.find((group) => group.kind === kind);
}
