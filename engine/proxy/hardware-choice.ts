/**
 * What every layer chooses while a training searches: its window size and, where they are asked for, the bits of its
 * weights. Both are relaxed (layer-choice.ts), so the hardware loss of a layer is sum_kb p_k q_b L_kb. Sizes do not change
 * what the network computes, so only the ratio of their losses counts; bits do, so theirs is the whole loss:
 *   L_b = beta * sum_k p_k L_kb + <g, w_b>,  g = dL/dw of the mixed weights sum_b q_b w_b, w_b = the weights at b bits
 */
import type { AlphaState } from '../math/relaxation.ts';
import type { LayerPoint, LayerSetting } from './fit-proxy.ts';
import { LayerChoice } from './layer-choice.ts';

/** Plain data: it goes into checkpoints. */
export interface HardwareChoiceState {
  readonly alphas: AlphaState;
  readonly progress: number;
  /** Where weight bits are chosen, too. */
  readonly bits?: AlphaState;
  /** Mean exact cost of the first layer, whose input is the data, at every setting. */
  readonly firstLayer: readonly LayerPoint[];
}

/** What the accuracy says of the bits: weight of the hardware loss beside it, and <g, w_b> per layer and choice. */
export interface BitsLoss {
  readonly beta: number;
  readonly products: readonly (readonly number[])[];
}

export class HardwareChoice {
  readonly tws: LayerChoice;
  readonly bits: LayerChoice | null;

  constructor(
    sizes: readonly number[],
    bits: readonly number[] | null,
    layers: number,
    kept: HardwareChoiceState | null,
  ) {
    const progress = kept?.progress ?? 0;
    this.tws = new LayerChoice(sizes, layers, kept?.alphas ?? null, progress);
    this.bits = bits && new LayerChoice(bits, layers, kept?.bits ?? null, progress);
  }

  /** Every size with every choice of bits, sizes first. */
  get settings(): LayerSetting[] {
    return this.tws.candidates.flatMap((tws) =>
      (this.bits?.candidates ?? [null]).map((bits): LayerSetting => ({ tws, bits })),
    );
  }

  stateWith(firstLayer: readonly LayerPoint[]): HardwareChoiceState {
    const { tws, bits } = this;
    const chosen = { alphas: tws.state, progress: tws.progress, firstLayer };
    return bits ? { ...chosen, bits: bits.state } : chosen;
  }

  /** losses[layer][size][bits], of the hardware, above 0. steps: of the whole search. */
  step(losses: readonly (readonly (readonly number[])[])[], steps: number, bitsLoss: BitsLoss | null): void {
    const { tws, bits } = this;
    if (!bits || !bitsLoss) {
      tws.step(
        losses.map((sizes) => sizes.map(([loss]) => loss)),
        steps,
        'relative',
      );
      return;
    }
    const [p, q] = [tws.probabilities, bits.probabilities];
    const bySize = losses.map((sizes, l) => sizes.map((row) => dot(q[l], row)));
    const byBits = losses.map((sizes, l) =>
      bits.candidates.map(
        (_, b) =>
          bitsLoss.products[l][b] +
          bitsLoss.beta *
            dot(
              p[l],
              sizes.map((row) => row[b]),
            ),
      ),
    );
    tws.step(bySize, steps, 'relative');
    bits.step(byBits, steps, 'absolute');
  }
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);
