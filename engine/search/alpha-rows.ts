/** The probabilities of HAS that are kept: every fourth step and the last one. Steps count from 0. */
import type { AlphaTrack, SearchSpace } from '../contract/index.ts';

const EVERY_STEPS = 4;

export interface AlphaRows {
  /** Step of each row of the tracks. */
  readonly steps: readonly number[];
  readonly tracks: readonly AlphaTrack[];
}

export const NO_ALPHAS: AlphaRows = { steps: [], tracks: [] };

/**
 * track[step][parameter][value]. after: step up to which they are kept already, -1 = none. ended: the last step of the
 * track is the last of the search.
 */
export function alphaRows(
  { parameters }: SearchSpace,
  track: readonly (readonly (readonly number[])[])[],
  after: number,
  ended: boolean,
): AlphaRows {
  const last = track.length - 1;
  const steps = track
    .map((_, step) => step)
    .filter((step) => step > after && (step % EVERY_STEPS === 0 || (ended && step === last)));
  const tracks = parameters.map(({ key, values }, i) => ({
    key,
    values,
    probabilities: steps.map((step) => track[step][i]),
  }));
  return steps.length ? { steps, tracks } : NO_ALPHAS;
}
