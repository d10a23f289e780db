/**
 * Ink segments to a picture, as the camera's pixels see it: coverage of a pen line under a Gaussian blur (screen,
 * lens and MNIST's own soft edges together), in closed form across the line, the strongest where lines meet.
 * Output 0..1 on a square grid of `scale` samples per pixel around the origin. Left out: ink that adds up at crossings.
 */
import type { Segment } from './handwriting.ts';

export interface Raster {
  readonly coverage: Float32Array;
  readonly side: number;
  readonly scale: number;
}

export function rasterise(
  segments: readonly Segment[],
  sidePx: number,
  scale: number,
  blurPx: number,
): Raster {
  const side = sidePx * scale;
  const coverage = new Float32Array(side * side);
  for (const segment of segments) drawSegment(coverage, side, scale, blurPx, segment);
  return { coverage, side, scale };
}

function drawSegment(
  coverage: Float32Array,
  side: number,
  scale: number,
  blurPx: number,
  { x0, y0, x1, y1, r0, r1 }: Segment,
): void {
  const reach = Math.max(r0, r1) + 3 * blurPx;
  const sample = (px: number): number => px * scale + side / 2 - 0.5;
  const clamp = (value: number): number => Math.min(side - 1, Math.max(0, value));
  const fromX = clamp(Math.ceil(sample(Math.min(x0, x1) - reach)));
  const toX = clamp(Math.floor(sample(Math.max(x0, x1) + reach)));
  const fromY = clamp(Math.ceil(sample(Math.min(y0, y1) - reach)));
  const toY = clamp(Math.floor(sample(Math.max(y0, y1) + reach)));
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = dx * dx + dy * dy || 1;
  for (let j = fromY; j <= toY; j++) {
    const py = (j + 0.5 - side / 2) / scale;
    for (let i = fromX; i <= toX; i++) {
      const px = (i + 0.5 - side / 2) / scale;
      const along = Math.min(1, Math.max(0, ((px - x0) * dx + (py - y0) * dy) / lengthSquared));
      const ex = px - x0 - along * dx;
      const ey = py - y0 - along * dy;
      const distance = Math.sqrt(ex * ex + ey * ey);
      const radius = r0 + along * (r1 - r0);
      const value = blurredStep((radius - distance) / blurPx) - blurredStep((-radius - distance) / blurPx);
      const at = j * side + i;
      if (value > coverage[at]) coverage[at] = value;
    }
  }
}

/** Normal distribution function from a table; exact to 1e-4, and the same on every machine. */
const STEP_RANGE = 4;
const STEP_CELLS = 512;
const STEP_TABLE = Float64Array.from({ length: 2 * STEP_CELLS + 1 }, (_, i) =>
  normalCdf(((i - STEP_CELLS) / STEP_CELLS) * STEP_RANGE),
);

function blurredStep(z: number): number {
  if (z <= -STEP_RANGE) return 0;
  if (z >= STEP_RANGE) return 1;
  const at = (z / STEP_RANGE + 1) * STEP_CELLS;
  const cell = Math.floor(at);
  return STEP_TABLE[cell] + (at - cell) * (STEP_TABLE[Math.min(cell + 1, 2 * STEP_CELLS)] - STEP_TABLE[cell]);
}

/** Simpson's rule from 0; smooth enough for 1e-9 with 64 intervals. */
function normalCdf(z: number): number {
  const n = 64;
  const h = z / n;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const weight = i === 0 || i === n ? 1 : i % 2 ? 4 : 2;
    sum += weight * Math.exp((-i * h * i * h) / 2);
  }
  return 0.5 + (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}
