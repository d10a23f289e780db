/** Geometry of bars that grow up (ON) and down (OFF) from one line. */
import { linearRange } from '../../charts/axis.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Bars {
  /** One SVG path per polarity: thousands of bars stay two elements. */
  readonly up: string;
  readonly down: string;
  readonly zeroY: number;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
}

export const plotWidth = ({ width, left, right }: Frame): number => Math.max(1, width - left - right);

/** `scale` turns a count into the unit of the axis. `share` of the slot is bar, the rest air. */
export function mirroredBars(
  up: ArrayLike<number>,
  down: ArrayLike<number>,
  scale: number,
  frame: Frame,
): Bars {
  const values = [...Array.from(up), ...Array.from(down)].map((count) => count * scale);
  const { max } = linearRange(values, { zero: true, count: 2 });
  const tall = frame.height - frame.top - frame.bottom;
  const zeroY = Math.round(frame.top + tall / 2) + 0.5;
  const perUnit = tall / 2 / max;
  const slot = plotWidth(frame) / Math.max(1, up.length);
  const air = slot >= 3 ? 1 : 0;
  const path = (counts: ArrayLike<number>, sign: 1 | -1): string => {
    let d = '';
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue;
      const x = frame.left + i * slot;
      const y = zeroY - sign * counts[i] * scale * perUnit;
      d += `M${x.toFixed(2)} ${zeroY}V${y.toFixed(1)}h${(slot - air).toFixed(2)}V${zeroY}z`;
    }
    return d;
  };
  const ticks = [max, max / 2, 0, -max / 2, -max].map((value) => ({
    value: Math.abs(value),
    y: zeroY - value * perUnit,
  }));
  return { up: path(up, 1), down: path(down, -1), zeroY, ticks };
}
