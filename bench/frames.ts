/** Times between the frames of a page. */
export interface FrameFigures {
  readonly frames: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

/** Runs in the page; `window.stopFrames()` answers the times between frames in milliseconds. */
export const FRAME_PROBE = `(() => {
  const deltas = [];
  let last = performance.now();
  let running = true;
  const frame = (now) => {
    deltas.push(now - last);
    last = now;
    if (running) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.stopFrames = () => {
    running = false;
    return deltas.slice(1);
  };
})()`;

export function frameFigures(deltasMs: readonly number[]): FrameFigures {
  const sorted = [...deltasMs].sort((a, b) => a - b);
  const p99Ms = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? NaN;
  return { frames: sorted.length, p99Ms, longestMs: sorted.at(-1) ?? NaN };
}
