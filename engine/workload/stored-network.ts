/**
 * A network as an accelerator stores it: weights trained on fewer bits than `bits.weight` take that many in every memory and
 * on every bus (packed), so bytes, stalls and what fits a buffer follow; an accumulation costs the same at any width.
 */
import type { NetworkSpec } from '../contract/index.ts';

const FLOAT_BITS = 32;

/** bits: per layer, 32 = float, stored with what the accelerator has. Null = the network as it is. */
export function storedNetwork(network: NetworkSpec, bits: readonly number[] | null): NetworkSpec {
  if (!bits) return network;
  const layers = network.layers.map((layer, l) => {
    const { weightBits: _before, ...plain } = layer;
    const own = bits[l] ?? FLOAT_BITS;
    return own === FLOAT_BITS || layer.kind === 'pool' ? plain : { ...plain, weightBits: own };
  });
  return { ...network, layers };
}
