/**
 * Rate coding of a binned sample: every input fires at each step with the probability that is its mean rate over the steps
 * of the recording. In place; the random stream is the caller's, so a sample is drawn the same wherever it is run.
 */
import type { Random } from '../math/random.ts';

interface Events {
  readonly ptr: Uint32Array;
  readonly events: Uint32Array;
}

/** input: CSR by position, codes t << 16 | channel, with room for every channel at every step. */
export function drawRates(input: Events, channels: number, timesteps: number, random: Random): void {
  const { ptr, events } = input;
  const positions = ptr.length - 1;
  const source = events.slice(0, ptr[positions]);
  const counts = new Uint32Array(channels);
  let from = 0;
  let at = 0;
  for (let p = 0; p < positions; p++) {
    const end = ptr[p + 1];
    if (end > from) {
      counts.fill(0);
      for (let e = from; e < end; e++) counts[source[e] & 0xffff]++;
      for (let t = 0; t < timesteps; t++)
        for (let c = 0; c < channels; c++)
          if (counts[c] > 0 && random.uniform() * timesteps < counts[c]) events[at++] = ((t << 16) | c) >>> 0;
    }
    from = end;
    ptr[p + 1] = at;
  }
}
