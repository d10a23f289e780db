/** Edits of a draft network that concern more than one field. Shapes that follow are the host's work. */
import type { LayerSpec, NetworkSpec } from '../../../../engine/contract/index.ts';

/**
 * A new layer after the given one, but in front of the last, which gives the classes: fully connected after a fully
 * connected one, else a 3 × 3 convolution that keeps side and channels. index -1: at the input.
 */
export function withLayerAfter(
  network: NetworkSpec,
  index: number,
): { readonly network: NetworkSpec; readonly place: number } {
  const place = Math.min(index + 1, network.layers.length - 1);
  const before = network.layers[place - 1];
  const kind = before?.kind === 'fc' ? 'fc' : 'conv';
  const layer: LayerSpec =
    kind === 'fc'
      ? { name: freeName(network, kind), kind, H: 1, R: 1, E: 1, C: 1, M: 64, stride: 1, pad: 0 }
      : {
          name: freeName(network, kind),
          kind,
          H: 1,
          R: 1,
          E: 3,
          C: 1,
          M: before?.M ?? 16,
          stride: 1,
          pad: 1,
        };
  return { network: { ...network, layers: network.layers.toSpliced(place, 0, layer) }, place };
}

export const withoutLayer = (network: NetworkSpec, index: number): NetworkSpec => ({
  ...network,
  layers: network.layers.toSpliced(index, 1),
});

/** Null where the layer is at that end already. */
export function withLayerMoved(network: NetworkSpec, index: number, by: -1 | 1): NetworkSpec | null {
  const to = index + by;
  const moved = network.layers[index];
  if (!moved || to < 0 || to >= network.layers.length) return null;
  return { ...network, layers: network.layers.toSpliced(index, 1).toSpliced(to, 0, moved) };
}

/** A kind change keeps what both kinds have. */
export function withKind(layer: LayerSpec, kind: LayerSpec['kind']): LayerSpec {
  if (layer.kind === kind) return layer;
  const { name, H, R, C, M, neuron } = layer;
  const kept = { name, H, R, C, M, ...(neuron ? { neuron } : {}) };
  if (kind === 'fc') return { ...kept, kind, H: 1, R: 1, E: 1, stride: 1, pad: 0 };
  return kind === 'pool'
    ? { ...kept, kind, E: 2, stride: 2, pad: 0, pool: 'average' }
    : { ...kept, kind, E: 3, stride: 1, pad: 1 };
}

function freeName(network: NetworkSpec, kind: LayerSpec['kind']): string {
  const taken = new Set(network.layers.map(({ name }) => name));
  const stem = kind === 'fc' ? 'FC' : 'CONV';
  for (let number = 1; ; number++) {
    const name = `${stem}${number}`;
    if (!taken.has(name)) return name;
  }
}
