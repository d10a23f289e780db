/**
 * What moves in the motion set, as log light at a place and time: a bar, a grating, a polygon. Edges are one pixel
 * wide, so that light changes gradually as they pass. Places in pixels of the sensor (centre of the first pixel 0.5),
 * times in s, angles in rad clockwise on the screen (y downwards).
 */

/** Where the pattern is at time 0 and how it moves: known exactly, so that estimates of motion can be held against it. */
export interface Motion {
  readonly x: number;
  readonly y: number;
  /** Pixels per second. */
  readonly vx: number;
  readonly vy: number;
  readonly angle: number;
  /** Radians per second. */
  readonly spin: number;
}

/** Log light relative to the ground. */
export type Light = (x: number, y: number, timeS: number) => number;

const covered = (depth: number): number => Math.min(1, Math.max(0, 0.5 + depth));

/** Endless across its direction of motion, which is its normal. */
export function barLight({ x: x0, y: y0, vx, vy }: Motion, widthPx: number, contrast: number): Light {
  const speed = Math.hypot(vx, vy);
  const [nx, ny] = [vx / speed, vy / speed];
  return (x, y, timeS) => {
    const along = (x - x0) * nx + (y - y0) * ny - speed * timeS;
    return contrast * covered(widthPx / 2 - Math.abs(along));
  };
}

/** A sine over the whole sensor; `contrast`: from its darkest to its brightest. */
export function gratingLight({ x: x0, y: y0, vx, vy }: Motion, periodPx: number, contrast: number): Light {
  const speed = Math.hypot(vx, vy);
  const [nx, ny] = [vx / speed, vy / speed];
  return (x, y, timeS) => {
    const along = (x - x0) * nx + (y - y0) * ny - speed * timeS;
    return (contrast / 2) * Math.sin((2 * Math.PI * along) / periodPx);
  };
}

/** Regular, of `sides` corners; `radiusPx`: from its centre to a side. */
export function polygonLight(motion: Motion, sides: number, radiusPx: number, contrast: number): Light {
  const sector = (2 * Math.PI) / sides;
  return (x, y, timeS) => {
    const dx = x - motion.x - motion.vx * timeS;
    const dy = y - motion.y - motion.vy * timeS;
    const distance = Math.hypot(dx, dy);
    if (distance > radiusPx / Math.cos(sector / 2) + 1) return 0;
    const turned = Math.atan2(dy, dx) - motion.angle - motion.spin * timeS;
    const within = turned - sector * Math.round(turned / sector);
    return contrast * covered(radiusPx - distance * Math.cos(within));
  };
}
