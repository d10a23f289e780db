/**
 * One part of the figure: a tapered round bar as a camera with a slightly soft lens sees it, darker towards its rim
 * (a cylinder lit from the front) and with folds along it. Light is linear, positions in pixels, pixel centres at
 * whole numbers. Shading is the same on both sides, so that a limb looks alike whichever way it moves.
 */
export interface Bar {
  readonly x0: number;
  readonly y0: number;
  readonly r0: number;
  readonly x1: number;
  readonly y1: number;
  readonly r1: number;
}

export interface Surface {
  readonly light: number;
  /** Share of the light that is missing at the rim, and in the valleys between folds. */
  readonly rim: number;
  readonly foldDepth: number;
  readonly folds: number;
}

/** Half the width of the soft edge. */
const SOFT_PX = 1.1;

export class Capsule {
  readonly top: number;
  readonly bottom: number;
  private readonly bar: Bar;
  private readonly surface: Surface;
  private readonly left: number;
  private readonly right: number;
  private readonly dx: number;
  private readonly dy: number;
  private readonly perLengthSquared: number;
  /** Half the length of a row's cut through the bar, taken as endless. */
  private readonly halfCut: number;

  constructor(bar: Bar, surface: Surface) {
    const reach = Math.max(bar.r0, bar.r1) + SOFT_PX;
    this.bar = bar;
    this.surface = surface;
    this.top = Math.ceil(Math.min(bar.y0, bar.y1) - reach);
    this.bottom = Math.floor(Math.max(bar.y0, bar.y1) + reach);
    this.left = Math.min(bar.x0, bar.x1) - reach;
    this.right = Math.max(bar.x0, bar.x1) + reach;
    this.dx = bar.x1 - bar.x0;
    this.dy = bar.y1 - bar.y0;
    const lengthSquared = this.dx * this.dx + this.dy * this.dy || 1;
    this.perLengthSquared = 1 / lengthSquared;
    this.halfCut = (reach * Math.sqrt(lengthSquared)) / Math.max(Math.abs(this.dy), 1e-9);
  }

  /** Largest displacement of an end from the other bar's. */
  movedBy({ bar }: Capsule): number {
    const { x0, y0, x1, y1 } = this.bar;
    return Math.max(
      Math.abs(x0 - bar.x0),
      Math.abs(y0 - bar.y0),
      Math.abs(x1 - bar.x1),
      Math.abs(y1 - bar.y1),
    );
  }

  /** First and last pixel of row y that the bar may cover. */
  from(y: number): number {
    return Math.ceil(Math.max(this.left, this.axisAt(y) - this.halfCut));
  }

  to(y: number): number {
    return Math.floor(Math.min(this.right, this.axisAt(y) + this.halfCut));
  }

  private axisAt(y: number): number {
    const { x0, y0 } = this.bar;
    return Math.abs(this.dy) < 1e-9 ? x0 : x0 + ((y - y0) * this.dx) / this.dy;
  }

  /** Paints over the light of row y between two pixels. */
  paint(row: Float64Array, y: number, first: number, last: number): void {
    const { dx, dy, perLengthSquared } = this;
    const { x0, y0, r0, r1 } = this.bar;
    const { light, rim, foldDepth, folds } = this.surface;
    const from = Math.max(first, this.from(y));
    const to = Math.min(last, this.to(y));
    const py = y - y0;
    for (let x = from; x <= to; x++) {
      const px = x - x0;
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) * perLengthSquared));
      const ex = px - along * dx;
      const ey = py - along * dy;
      const radius = r0 + along * (r1 - r0);
      const apartSquared = ex * ex + ey * ey;
      const outer = radius + SOFT_PX;
      if (apartSquared >= outer * outer) continue;
      let seen = light * (1 - rim * Math.min(1, apartSquared / (radius * radius)));
      if (foldDepth > 0) {
        const fold = along * folds - Math.floor(along * folds);
        seen *= 1 - foldDepth * 4 * fold * (1 - fold);
      }
      const inner = radius - SOFT_PX;
      if (inner > 0 && apartSquared <= inner * inner) {
        row[x] = seen;
        continue;
      }
      const depth = Math.min(1, (outer - Math.sqrt(apartSquared)) / (2 * SOFT_PX));
      row[x] += (seen - row[x]) * depth * depth * (3 - 2 * depth);
    }
  }
}
