/**
 * The sidecar of an exported network: integer weights and their scales, which NIR has no field for (its metadata must
 * not be relied on). Symmetric, one scale per layer: q = round(w / scale), scale = max|w| / (2^(bits-1) - 1), ties
 * away from zero. JSON, schema `spikex-nir-weights/1`, keys are the node names of the NIR file.
 */
import type { NirGraph } from './graph.ts';

export interface IntegerWeights {
  readonly schema: 'spikex-nir-weights/1';
  readonly bits: number;
  /** How neurons fire in the network that was exported: at the threshold. */
  readonly firing: 'reached';
  /** Seconds per time step. */
  readonly dtS: number;
  readonly nodes: Readonly<
    Record<
      string,
      { readonly shape: readonly number[]; readonly scale: number; readonly values: readonly number[] }
    >
  >;
}

export function integerWeights(graph: NirGraph, bits: number, dtS: number): IntegerWeights {
  const nodes: Record<string, IntegerWeights['nodes'][string]> = {};
  const most = 2 ** (bits - 1) - 1;
  for (const [name, node] of graph.nodes) {
    if (!('weight' in node)) continue;
    const { shape, values } = node.weight;
    let largest = 0;
    for (const value of values) largest = Math.max(largest, Math.abs(value));
    const scale = largest > 0 ? largest / most : 1;
    nodes[name] = { shape, scale, values: Array.from(values, (value) => rounded(value / scale)) };
  }
  return { schema: 'spikex-nir-weights/1', bits, firing: 'reached', dtS, nodes };
}

const rounded = (x: number): number => Math.sign(x) * Math.round(Math.abs(x)) + 0;
