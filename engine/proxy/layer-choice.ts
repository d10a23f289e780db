/**
 * The relaxed choice of every layer among the same candidates inside a training (HAS, SpikeX section IV-B): probabilities
 * softmax(alpha / tau), moved by Adam on the expected loss, tau falling geometrically while the search goes on. Window
 * sizes and weight bits are one such choice each.
 */
import {
  alphaStep,
  argmax,
  freshAlphas,
  RELAXATION,
  softmax,
  type AlphaState,
  type Weighing,
} from '../math/relaxation.ts';

/** Adam moves a logit by its rate at most, so this many units are what a whole search can go. */
const REACH = 20;
const SLOWEST = 0.02;
const FASTEST = 0.5;

export class LayerChoice {
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

  /** Most probable candidate per layer. */
  get chosen(): number[] {
    return this.current.alphas.map((alphas) => this.candidates[argmax(alphas)]);
  }

  /** losses[layer][candidate]; `relative`: above 0, what counts is their ratio. steps: how many the whole search takes. */
  step(losses: readonly (readonly number[])[], steps: number, weighing: Weighing): void {
    const rate = Math.min(FASTEST, Math.max(SLOWEST, REACH / steps));
    this.current = alphaStep(this.current, losses, tauAt(this.done), rate, weighing);
    this.done = Math.min(1, this.current.step / steps);
  }
}

const tauAt = (progress: number): number =>
  RELAXATION.tauStart * (RELAXATION.tauEnd / RELAXATION.tauStart) ** progress;
