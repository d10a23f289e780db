/**
 * Values that cross the edge of the array for one matrix product, and how often they come from the global buffer.
 * What a tile keeps (os: nothing but outputs) is read once; what streams past is read again for every tile along the
 * other axis. The local buffer saves the second fetch where all that streams past one tile fits its share.
 *   os  inputs Mg K per column tile, weights K N per row tile, outputs once
 *   ws  weights K N once, inputs Mg K per column tile, partial sums Mg N per row tile (read again but for the first)
 *   is  inputs K Mg once, weights K N per column tile, partial sums Mg N per row tile
 */
import type { Dataflow, Folds, Gemm } from './gemm.ts';

export interface EdgeTraffic {
  /** Values read from the local buffer. */
  readonly inputs: number;
  readonly weights: number;
  /** Partial sums and outputs, written and read. */
  readonly psums: number;
  /** Values that the global buffer hands over. */
  readonly inputsFromGlb: number;
  readonly weightsFromGlb: number;
}

export interface Shares {
  /** Values of either kind that the local buffer's shares hold. */
  readonly inputs: number;
  readonly weights: number;
}

export function edgeTraffic(
  flow: Dataflow,
  { Mg, N, K }: Gemm,
  folds: Folds,
  array: { readonly rows: number; readonly cols: number },
  shares: Shares,
): EdgeTraffic {
  const [inputsOnce, weightsOnce, outputs] = [Mg * K, K * N, Mg * N];
  switch (flow) {
    case 'os': {
      const [inputs, weights] = [inputsOnce * folds.cols, weightsOnce * folds.rows];
      const stripStays = Math.min(Mg, array.rows) * K <= shares.inputs;
      const allWeightsStay = weightsOnce <= shares.weights;
      return {
        inputs,
        weights,
        psums: outputs,
        inputsFromGlb: stripStays ? inputsOnce : inputs,
        weightsFromGlb: allWeightsStay ? weightsOnce : weights,
      };
    }
    case 'ws': {
      const inputs = inputsOnce * folds.cols;
      const stripStays = Mg * Math.min(K, array.rows) <= shares.inputs;
      return {
        inputs,
        weights: weightsOnce,
        psums: outputs * (2 * folds.rows - 1),
        inputsFromGlb: stripStays ? inputsOnce : inputs,
        weightsFromGlb: weightsOnce,
      };
    }
    case 'is': {
      const weights = weightsOnce * folds.cols;
      const stripStays = N * Math.min(K, array.rows) <= shares.weights;
      return {
        inputs: inputsOnce,
        weights,
        psums: outputs * (2 * folds.rows - 1),
        inputsFromGlb: inputsOnce,
        weightsFromGlb: stripStays ? weightsOnce : weights,
      };
    }
  }
}
