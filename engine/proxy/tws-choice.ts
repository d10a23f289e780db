/**
 * The relaxed choice of every layer's time window size inside a training (HAS, SpikeX section IV-B): probabilities
 * softmax(alpha / tau) over the candidate sizes, moved by Adam on the expected hardware loss, tau falling geometrically
 * while the search goes on. Weights are not touched here: window sizes do not change what the network computes.
 */
import { alphaStep, argmax, freshAlphas, RELAXATION, softmax, type AlphaState } from '../math/relaxation.ts';

/** Adam moves a logit by its rate at most, so this many units are what a whole search can go. */
const REACH = 20;
const SLOWEST = 0.02;
const FASTEST = 0.5;

export class TwsChoice {
  readonly candidates: readonly number[];
  private current: AlphaState;
  private done: number;

  /** progress: share of the search that is done, 0..1. */
  constructor(candidates: readonly number[], layers: number, state: AlphaState | null, progress: number) {
    this.candidates = candidates;
    this.current = state ?? freshAlphas(Array.from({ length: layers }, () => candidates.length));
    this.done = progress;
  }

  get state(): AlphaState {
    return this.current;
  }

  /** Share of the search that is done, 0..1; sets the temperature. */
  get progress(): number {
    return this.done;
  }

  /** [layer][candidate], each row sums to 1. */
  get probabilities(): number[][] {
    return this.current.alphas.map((alphas) => softmax(alphas, tauAt(this.done)));
  }

  /** Most probable size per layer. */
  get tws(): number[] {
    return this.current.alphas.map((alphas) => this.candidates[argmax(alphas)]);
  }

  /** losses[layer][candidate], above 0. steps: how many the whole search takes. */
  step(losses: readonly (readonly number[])[], steps: number): void {
    const rate = Math.min(FASTEST, Math.max(SLOWEST, REACH / steps));
    this.current = alphaStep(this.current, losses, tauAt(this.done), rate);
    this.done = Math.min(1, this.current.step / steps);
  }
}

const tauAt = (progress: number): number =>
  RELAXATION.tauStart * (RELAXATION.tauEnd / RELAXATION.tauStart) ** progress;
