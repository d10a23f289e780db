/**
 * The sidecar of an exported network: integer weights and their scales, which NIR has no field for (its metadata must
 * not be relied on). Symmetric, one scale per layer: q = round(w / scale), halves away from zero. Layers that were
 * trained with few bits keep the scale of the training; for the others scale = max|w| / (2^(bits-1) - 1). JSON,
 * schema `spikex-nir-weights/1`, keys are the node names of the NIR file.
 */
import type { NirGraph } from './graph.ts';

export interface IntegerLayer {
  readonly bits: number;
  readonly scale: number;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface IntegerWeights {
  readonly schema: 'spikex-nir-weights/1';
  /** How neurons fire in the network that was exported: at the threshold. */
  readonly firing: 'reached';
  /** Seconds per time step. */
  readonly dtS: number;
  readonly nodes: Readonly<Record<string, IntegerLayer>>;
}

export interface LayerScale {
  readonly bits: number;
  readonly scale: number;
}

/** trained: by node name, for layers that were trained with few bits. */
export function integerWeights(
  graph: NirGraph,
  bits: number,
  dtS: number,
  trained: ReadonlyMap<string, LayerScale>,
): IntegerWeights {
  const nodes: Record<string, IntegerLayer> = {};
  for (const [name, node] of graph.nodes) {
    if (!('weight' in node)) continue;
    const { shape, values } = node.weight;
    const own = trained.get(name) ?? { bits, scale: largestOf(values) / (2 ** (bits - 1) - 1) || 1 };
    nodes[name] = { ...own, shape, values: Array.from(values, (value) => rounded(value / own.scale)) };
  }
  return { schema: 'spikex-nir-weights/1', firing: 'reached', dtS, nodes };
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

const rounded = (x: number): number => Math.sign(x) * Math.round(Math.abs(x)) + 0;
