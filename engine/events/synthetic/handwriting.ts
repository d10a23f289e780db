/**
 * One written digit: a style of the glyph, varied as hands vary: shaken control points, slant, tilt, proportions,
 * a smooth elastic warp, pen width and pressure. Then normalised as MNIST digits are (LeCun et al. 1998): the ink
 * fits a 20x20 box, its centre of mass lies at the origin. Units: pixels of the 28x28 MNIST frame.
 * Left out: pen lifts inside a stroke, smudges, and other writers' habits than those in `glyphs.ts`.
 */
import type { Random } from '../../math/random.ts';
import { GLYPHS } from './glyphs.ts';
import type { Glyph, GlyphStyle, Point } from './glyphs.ts';

/** A short straight piece of ink with the pen's radius at its ends. */
export interface Segment {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly r0: number;
  readonly r1: number;
}

const BOX_PX = 20;
const PIECES_PER_SPAN = 6;

/** Spreads of the variation, in box units, radians or shares; chosen to match the moments of MNIST digits. */
const HAND = {
  shake: 0.036,
  slantMean: 0.15,
  slantSpread: 0.25,
  tiltSpread: 0.08,
  warp: 0.05,
  sloppinessSpread: 0.35,
  pressureSpread: 0.12,
  penMeanPx: 1.2,
  penSpread: 0.27,
} as const;

export function writtenDigit(digit: number, random: Random): Segment[] {
  const glyph = GLYPHS[digit];
  const style = chosenStyle(glyph, random);
  const sloppiness = Math.exp(HAND.sloppinessSpread * random.normal());
  const warp = elasticWarp(HAND.warp * sloppiness, random);
  const place = affine(glyph, random);
  const strokes = style.strokes.map((stroke) =>
    smoothCurve(shaken(stroke, HAND.shake * sloppiness, random)).map((point) => place(warp(point))),
  );
  const radius = HAND.penMeanPx * Math.exp(HAND.penSpread * random.normal());
  return centred(inked(fitted(strokes, radius), radius, random));
}

function chosenStyle({ styles }: Glyph, random: Random): GlyphStyle {
  let left = random.uniform() * styles.reduce((sum, { share }) => sum + share, 0);
  return styles.find(({ share }) => (left -= share) < 0) ?? styles[0];
}

/** Moves points at random; a repeated point stays repeated, so corners stay corners. */
function shaken(stroke: readonly Point[], size: number, random: Random): Point[] {
  const moved: Point[] = [];
  stroke.forEach(([x, y], i) => {
    if (i > 0 && stroke[i - 1] === stroke[i]) moved.push(moved[i - 1]);
    else moved.push([x + size * random.normal(), y + size * random.normal()]);
  });
  return moved;
}

/** Catmull-Rom through the points; at a repeated point the curve stops and starts anew. */
function smoothCurve(points: readonly Point[]): Point[] {
  const curve: Point[] = [points[0]];
  for (let i = 0; i + 1 < points.length; i++) {
    const [p1, p2] = [points[i], points[i + 1]];
    if (p1 === p2) continue;
    const p0 = i > 0 && points[i - 1] !== p1 ? points[i - 1] : p1;
    const p3 = i + 2 < points.length && points[i + 2] !== p2 ? points[i + 2] : p2;
    for (let piece = 1; piece <= PIECES_PER_SPAN; piece++) {
      const u = piece / PIECES_PER_SPAN;
      curve.push([catmullRom(p0[0], p1[0], p2[0], p3[0], u), catmullRom(p0[1], p1[1], p2[1], p3[1], u)]);
    }
  }
  return curve;
}

function catmullRom(p0: number, p1: number, p2: number, p3: number, u: number): number {
  return p1 + 0.5 * u * (p2 - p0 + u * (2 * p0 - 5 * p1 + 4 * p2 - p3 + u * (3 * (p1 - p2) + p3 - p0)));
}

/** Displacement by two slow waves per axis: bends the whole digit without tearing it. */
function elasticWarp(spread: number, random: Random): (point: Point) => Point {
  const waves = Array.from({ length: 4 }, () => ({
    size: spread * random.normal(),
    kx: 3.5 * random.normal(),
    ky: 3.5 * random.normal(),
    phase: 2 * Math.PI * random.uniform(),
  }));
  const at = (i: number, x: number, y: number): number =>
    waves[i].size * Math.sin(waves[i].kx * x + waves[i].ky * y + waves[i].phase);
  return ([x, y]) => [x + at(0, x, y) + at(1, x, y), y + at(2, x, y) + at(3, x, y)];
}

/** Proportions, slant (tops lean right) and tilt. */
function affine({ aspect, aspectSpread }: Glyph, random: Random): (point: Point) => Point {
  const width = aspect * Math.exp(aspectSpread * random.normal());
  const slant = HAND.slantMean + HAND.slantSpread * random.normal();
  const tilt = HAND.tiltSpread * random.normal();
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  return ([x, y]) => {
    const u = (x - 0.5) * width - slant * (y - 0.5);
    const v = y - 0.5;
    return [cos * u - sin * v, sin * u + cos * v];
  };
}

/** Scales the strokes so that the ink, pen included, is 20 px high or wide. */
function fitted(strokes: readonly Point[][], radius: number): Point[][] {
  const points = strokes.flat();
  const extent = (axis: 0 | 1): number =>
    Math.max(...points.map((point) => point[axis])) - Math.min(...points.map((point) => point[axis]));
  const scale = (BOX_PX - 2 * radius) / Math.max(extent(0), extent(1));
  return strokes.map((stroke) => stroke.map(([x, y]) => [x * scale, y * scale]));
}

/** Pen pressure drifts along each stroke. */
function inked(strokes: readonly Point[][], radius: number, random: Random): Segment[] {
  return strokes.flatMap((stroke) => {
    const start = HAND.pressureSpread * random.normal();
    const end = HAND.pressureSpread * random.normal();
    const pen = (i: number): number => radius * Math.exp(start + ((end - start) * i) / stroke.length);
    return stroke.slice(1).map(([x1, y1], i) => ({
      x0: stroke[i][0],
      y0: stroke[i][1],
      x1,
      y1,
      r0: pen(i),
      r1: pen(i + 1),
    }));
  });
}

/** Moves the centre of mass to the origin. */
function centred(segments: readonly Segment[]): Segment[] {
  let [mass, mx, my] = [0, 0, 0];
  for (const { x0, y0, x1, y1, r0, r1 } of segments) {
    const weight = Math.hypot(x1 - x0, y1 - y0) * (r0 + r1);
    mass += weight;
    mx += (weight * (x0 + x1)) / 2;
    my += (weight * (y0 + y1)) / 2;
  }
  const [cx, cy] = [mx / mass, my / mass];
  return segments.map(({ x0, y0, x1, y1, r0, r1 }) => ({
    x0: x0 - cx,
    y0: y0 - cy,
    x1: x1 - cx,
    y1: y1 - cy,
    r0,
    r1,
  }));
}
