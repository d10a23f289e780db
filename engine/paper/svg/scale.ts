/** Axes of printed charts: from values to a range with round ticks, from a value to a place. */

export interface Scale {
  readonly ticks: readonly number[];
  readonly least: number;
  readonly most: number;
  /** Share of the axis, 0..1; values beyond the range are held at its ends. */
  at(value: number): number;
}

export function linearScale(values: readonly number[], fromZero: boolean): Scale {
  const known = values.filter(Number.isFinite);
  const low = Math.min(...(known.length ? known : [0]), ...(fromZero ? [0] : []));
  const high = Math.max(...(known.length ? known : [1]), ...(fromZero ? [0] : []));
  const span = high - low || Math.abs(high) || 1;
  const step = roundStep(span / 5);
  const least = Math.floor(low / step + 1e-9) * step;
  const most = Math.max(Math.ceil(high / step - 1e-9) * step, least + step);
  const ticks: number[] = [];
  for (let i = 0; least + i * step <= most + step / 2; i++) ticks.push(tidy(least + i * step));
  return { ticks, least, most, at: (value) => held((value - least) / (most - least)) };
}

/** Values that are not positive stand at the lower end. decades: end at powers of ten, however narrow the values. */
export function logScale(values: readonly number[], decades = false): Scale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.log10(positive.length ? Math.min(...positive) : 1);
  const high = Math.log10(positive.length ? Math.max(...positive) : 10);
  const isWide = high - low > 1.3;
  const least10 = Math.floor(low + 1e-9);
  const ends =
    isWide || decades
      ? [least10, Math.max(Math.ceil(high - 1e-9), least10 + 1)]
      : [low - Math.max(0.05, 0.08 * (high - low)), high + Math.max(0.05, 0.08 * (high - low))];
  const [least, most] = [10 ** ends[0], 10 ** ends[1]];
  const ticks: number[] = [];
  for (let decade = Math.floor(ends[0]); decade <= Math.ceil(ends[1]); decade++)
    for (const lead of ends[1] - ends[0] > 1.5 ? [1] : [1, 1.5, 2, 3, 5, 7]) {
      const tick = tidy(lead * 10 ** decade);
      if (tick >= least * 0.999 && tick <= most * 1.001) ticks.push(tick);
    }
  const every = Math.ceil(ticks.length / 7);
  return {
    ticks: ticks.filter((_, i) => i % every === 0),
    least,
    most,
    at: (value) => (value > 0 ? held((Math.log10(value) - ends[0]) / (ends[1] - ends[0])) : 0),
  };
}

/** From the least to the greatest value without rounding: for an axis whose ticks are the values themselves. */
export function exactScale(values: readonly number[], log: boolean): (value: number) => number {
  const of = (value: number): number => (log ? Math.log10(value) : value);
  const known = values.filter((value) => Number.isFinite(of(value)));
  const low = Math.min(...known.map(of));
  const span = Math.max(...known.map(of)) - low;
  return (value) => (span > 0 ? held((of(value) - low) / span) : 0.5);
}

const held = (share: number): number => Math.min(1, Math.max(0, share));
const tidy = (value: number): number => Number(value.toPrecision(12));

/** 1, 2, 2.5 or 5 times a power of ten, at least `size`. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const lead = [1, 2, 2.5, 5, 10].find((one) => one * power >= size * (1 - 1e-9)) ?? 10;
  return lead * power;
}

const PREFIXES = ['', 'k', 'M', 'G', 'T'];

/** 0, 0.02, 15, 1k, 2.5M; below a ten-thousandth as a power. */
export function tickText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const minus = value < 0 ? '−' : '';
  if (size < 1e-4) {
    const power = Math.floor(Math.log10(size) + 1e-9);
    const lead = tidy(size / 10 ** power);
    return `${minus}${lead === 1 ? '' : `${lead}×`}10${superscript(power)}`;
  }
  const group = size < 1000 ? 0 : Math.min(PREFIXES.length - 1, Math.floor(Math.log10(size) / 3 + 1e-9));
  return `${minus}${tidy(size / 1000 ** group)}${PREFIXES[group]}`;
}

const superscript = (power: number): string =>
  [...String(power)].map((sign) => '⁰¹²³⁴⁵⁶⁷⁸⁹'['0123456789'.indexOf(sign)] ?? '⁻').join('');
