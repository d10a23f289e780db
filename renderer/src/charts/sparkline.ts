/** A line without axes for table cells: from zero to the largest value, over the planned epochs. */

export interface SparklineInput {
  readonly values: readonly number[];
  /** Slots on the x axis; more than there are values while a run is going on. */
  readonly planned: number;
  readonly width: number;
  readonly height: number;
}

const ROOM = 2;

/** SVG path data; empty below two values, as one point is no trend. */
export function sparklinePath({ values, planned, width, height }: SparklineInput): string {
  if (values.length < 2) return '';
  const top = Math.max(...values);
  const slots = Math.max(planned, values.length) - 1;
  return values
    .map((value, index) => {
      const x = (index / slots) * width;
      const y = height - 1 - (top > 0 ? value / top : 0) * (height - 1 - ROOM);
      return `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`;
    })
    .join('');
}

/** x of the border between two slots, for the mark where a phase begins. */
export const sparklineX = (slot: number, planned: number, width: number): number =>
  planned > 1 ? round((slot / (planned - 1)) * width) : 0;

const round = (value: number): number => Math.round(value * 10) / 10;
