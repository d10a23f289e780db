/** Axis ranges and ticks: decades on log axes (1-2-5 under two decades, finer under one), round steps on linear ones. */

export interface AxisRange {
  readonly min: number;
  readonly max: number;
  /** Labelled positions, ascending. */
  readonly ticks: readonly number[];
}

const finite = (values: readonly number[]): number[] => values.filter((value) => Number.isFinite(value));

/** Rounds away the last binary digits, so that 3 * 0.1 prints as 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** The largest of 1, 2, 5 × 10^k that gives at least `count` steps over `span`. */
export function roundStep(span: number, count: number): number {
  const rough = span / count;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / decade;
  return tidy((lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * decade);
}

function ticksBetween(min: number, max: number, step: number): number[] {
  const ticks: number[] = [];
  for (let index = Math.ceil(tidy(min / step)); index * step <= max + step * 1e-9; index++) {
    ticks.push(tidy(index * step));
  }
  return ticks;
}

/** Round limits around the values. With `zero` the axis starts at 0, as bars and energies must. */
export function linearRange(
  values: readonly number[],
  options: { zero?: boolean; count?: number } = {},
): AxisRange {
  const known = finite(values);
  const high = known.length ? Math.max(...known) : 1;
  const low = options.zero ? Math.min(0, ...known) : known.length ? Math.min(...known) : 0;
  // Values that are equal to within rounding get an axis of their own size instead of a zoom into noise.
  const scale = Math.max(Math.abs(high), Math.abs(low));
  const distinct = high - low > scale * 1e-6 && scale > 1e-300;
  const span = distinct ? high - low : scale > 1e-300 ? scale : 1;
  const step = roundStep(span, options.count ?? 4);
  const min = options.zero && low >= 0 ? 0 : tidy(Math.floor(tidy(low / step)) * step);
  const max = tidy(Math.max(Math.ceil(tidy(high / step)) * step, min + step));
  return { min, max, ticks: ticksBetween(min, max, step) };
}

/** Percentage points: below this, differences are noise of the seed and not worth a zoom. */
const LEAST_ACCURACY_SPAN = 1;

/**
 * Percent accuracy: the range hugs the runs, keeps at least one point of air and never passes 100.
 * It starts at 0 only where a run is really that bad.
 */
export function accuracyRange(percents: readonly number[]): AxisRange {
  const known = finite(percents);
  if (known.length === 0) return { min: 90, max: 100, ticks: [90, 92, 94, 96, 98, 100] };
  const low = Math.min(...known);
  const high = Math.max(...known);
  const air = Math.max((high - low) * 0.08, (LEAST_ACCURACY_SPAN - (high - low)) / 2);
  const step = roundStep((high - low + 2 * air) * 1.1, 4);
  const min = Math.max(0, tidy(Math.floor(tidy((low - air) / step)) * step));
  const max = Math.min(100, tidy(Math.ceil(tidy((high + air) / step)) * step));
  return { min, max, ticks: ticksBetween(min, max, step) };
}

/** Positive values on a log axis, with air on both sides (little where points have no labels); empty data get 1 to 10 000. */
export function logRange(values: readonly number[], { labelled = true } = {}): AxisRange {
  const positive = finite(values).filter((value) => value > 0);
  if (positive.length === 0) return { min: 1, max: 10_000, ticks: [1, 10, 100, 1000, 10_000] };
  let low = Math.log10(Math.min(...positive));
  let high = Math.log10(Math.max(...positive));
  const air = Math.max((high - low) * 0.08, labelled ? 0.12 : 0.02);
  // Labels stand to the left of their points.
  low -= labelled ? 1.75 * air : air;
  high += air;
  const min = tidy(10 ** low);
  const max = tidy(10 ** high);
  return { min, max, ticks: logTicks(min, max, leadsFor(high - low)) };
}

const leadsFor = (decades: number): number[] =>
  decades < 0.35
    ? [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]
    : decades < 0.8
      ? [1, 1.5, 2, 3, 5, 7]
      : decades < 2
        ? [1, 2, 5]
        : [1];

function logTicks(min: number, max: number, leads: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(min)); decade <= Math.ceil(Math.log10(max)); decade++) {
    for (const lead of leads) {
      const tick = tidy(lead * 10 ** decade);
      if (tick >= min && tick <= max) ticks.push(tick);
    }
  }
  // At most eight labels fit: very wide axes keep every second or third decade.
  const every = Math.ceil(ticks.length / 8);
  return ticks.filter((_, index) => index % every === 0);
}

/** Epoch axis: 0 to the planned end, so that a live chart never rescales. */
export function epochRange(planned: number): AxisRange {
  const max = Math.max(planned, 1);
  const step = Math.max(1, roundStep(max, 4));
  const ticks = ticksBetween(0, max, step);
  if (ticks.at(-1) !== max) {
    // The planned end is always labelled; a neighbour that would touch it gives way.
    if (max - (ticks.at(-1) ?? 0) < step * 0.5) ticks.pop();
    ticks.push(max);
  }
  return { min: 0, max, ticks };
}

/** Tick text: 10, 100, 1k, 1M; small values as decimals, tiny ones as powers. The minus sign is U+2212. */
export function tickText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? '\u2212' : '';
  if (size >= 1e15 || size < 1e-4)
    return sign + tidy(size).toExponential().replace('e+', 'e').replace('-', '\u2212');
  if (size >= 1e12) return `${sign}${tidy(size / 1e12)}T`;
  if (size >= 1e9) return `${sign}${tidy(size / 1e9)}G`;
  if (size >= 1e6) return `${sign}${tidy(size / 1e6)}M`;
  if (size >= 1e3) return `${sign}${tidy(size / 1e3)}k`;
  return `${sign}${tidy(size)}`;
}

/** All labels of a linear axis with as many decimals as its step needs: 97.6, 97.8, 98.0. */
export function evenTickText(range: AxisRange): (value: number) => string {
  const decimals = Math.max(0, ...range.ticks.map((tick) => decimalsOf(tick)));
  const large = Math.max(Math.abs(range.min), Math.abs(range.max)) >= 1000;
  return (value) =>
    large || decimals > 4 ? tickText(value) : value.toFixed(decimals).replace('-', '\u2212');
}

function decimalsOf(value: number): number {
  const text = String(tidy(value));
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}
