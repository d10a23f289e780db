/**
 * Events in order of time, those of one time in the order they had. Bottom-up merging of runs that are already in
 * order, so that nearly sorted times cost little; a stream in order is returned as it is.
 */
import type { EventStream } from '../../contract/index.ts';
import { StreamWriter } from './stream-writer.ts';

export function sortedByTime(stream: EventStream): EventStream {
  const { tUs } = stream;
  const runs = runStarts(tUs);
  if (runs.length <= 2) return stream;
  const order = mergeRuns(tUs, runs);
  const writer = new StreamWriter(tUs.length);
  for (let i = 0; i < order.length; i++) writer.copy(stream, order[i]);
  return writer.finish(stream);
}

/** Where each run of times in order starts, and the end behind the last one. */
function runStarts(tUs: Float64Array): number[] {
  const starts = [0];
  for (let i = 1; i < tUs.length; i++) if (tUs[i] < tUs[i - 1]) starts.push(i);
  starts.push(tUs.length);
  return starts;
}

function mergeRuns(tUs: Float64Array, runs: number[]): Uint32Array {
  let from = Uint32Array.from(tUs, (_, i) => i);
  let to = new Uint32Array(tUs.length);
  let starts = runs;
  while (starts.length > 2) {
    const merged: number[] = [];
    for (let run = 0; run + 1 < starts.length; run += 2) {
      const end = starts[Math.min(run + 2, starts.length - 1)];
      mergePair(tUs, from, to, starts[run], starts[run + 1], end);
      merged.push(starts[run]);
    }
    merged.push(tUs.length);
    starts = merged;
    [from, to] = [to, from];
  }
  return from;
}

/** Merges from[start..middle) and from[middle..end) into to; the earlier run wins a tie. */
function mergePair(
  tUs: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takeLeft = left < middle && (right >= end || tUs[from[left]] <= tUs[from[right]]);
    to[at] = takeLeft ? from[left++] : from[right++];
  }
}
