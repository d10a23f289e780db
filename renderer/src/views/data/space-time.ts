/**
 * Projection of events (x, y, t) to the picture plane: time runs to the right and back, x to the left and back,
 * y down. An oblique parallel projection, so equal times stay parallel planes.
 */
export interface Cube {
  /** Picture size in pixels. */
  readonly width: number;
  readonly height: number;
}

export type Vector = readonly [number, number];

/** Directions of the unit axes in units of the cube's side. */
const T_AXIS: Vector = [0.92, 0.24];
const X_AXIS: Vector = [-0.5, 0.28];
const Y_AXIS: Vector = [0, 0.86];
const AIR = 36;

export interface Projection {
  /** x, y, t each 0..1. */
  (x: number, y: number, t: number): Vector;
}

/** Fits the whole cube into the picture, centred. */
export function projection({ width, height }: Cube): Projection {
  const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((t) => raw(x, y, t))));
  const xs = corners.map(([h]) => h);
  const ys = corners.map(([, v]) => v);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = Math.max(1, Math.min((width - 2 * AIR) / (right - left), (height - 2 * AIR) / (bottom - top)));
  const originX = (width - side * (right - left)) / 2 - side * left;
  const originY = (height - side * (bottom - top)) / 2 - side * top;
  return (x, y, t) => {
    const [h, v] = raw(x, y, t);
    return [originX + side * h, originY + side * v];
  };
}

function raw(x: number, y: number, t: number): Vector {
  return [T_AXIS[0] * t + X_AXIS[0] * x + Y_AXIS[0] * y, T_AXIS[1] * t + X_AXIS[1] * x + Y_AXIS[1] * y];
}
