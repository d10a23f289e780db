// Small event streams for tests.
import type { EventStream } from '../../engine/contract/index.ts';

/** [x, y, p, t in µs] per event. */
export type EventRow = readonly [number, number, number, number];

export function streamOf(rows: readonly EventRow[], width = 34, height = 34): EventStream {
  return {
    width,
    height,
    x: Uint16Array.from(rows, ([x]) => x),
    y: Uint16Array.from(rows, ([, y]) => y),
    p: Uint8Array.from(rows, ([, , p]) => p),
    tUs: Float64Array.from(rows, ([, , , t]) => t),
  };
}

export function rowsOf({ x, y, p, tUs }: EventStream): EventRow[] {
  return Array.from(x, (_, i) => [x[i], y[i], p[i], tUs[i]]);
}
