/** Values with units: text and unit apart (for cells and headline figures), label together, raw for copying. */
import { GAP, MISSING, count, fixed, isMissing, significant } from './numbers.ts';
import { formatTexts } from '../texts/format.ts';

export interface Quantity {
  readonly text: string;
  readonly unit: string;
  /** Text and unit in one. */
  readonly label: string;
  /** Full precision in the base unit, as Ctrl+C gives it; empty where there is no value. */
  readonly raw: string;
}

type Maybe = number | null | undefined;

const NOTHING: Quantity = { text: MISSING, unit: '', label: MISSING, raw: '' };

function quantity(text: string, unit: string, raw: string): Quantity {
  return { text, unit, label: unit ? `${text}${GAP}${unit}` : text, raw };
}

const PREFIXES = ['a', 'f', 'p', 'n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P'] as const;
const PREFIX_OF_ONE = 6;

/** A prefix for a column or an axis: `shown = value * factor`, in `unit`. */
export interface Scale {
  readonly factor: number;
  readonly unit: string;
}

/** The SI prefix that puts the value between 1 and 1000 after rounding to three digits. */
export function scaleFor(value: number, baseUnit: string): Scale {
  const size = Math.abs(Number(value.toPrecision(3)));
  const step = size > 0 && Number.isFinite(size) ? Math.floor(Math.log10(size) / 3 + 1e-12) : 0;
  const index = Math.min(PREFIXES.length - 1, Math.max(0, step + PREFIX_OF_ONE));
  return { factor: 10 ** (-3 * (index - PREFIX_OF_ONE)), unit: PREFIXES[index] + baseUnit };
}

/** One unit for a whole column: the prefix of its middle value. */
export function columnScale(values: readonly Maybe[], baseUnit: string): Scale {
  const sizes = values
    .filter((value): value is number => !isMissing(value) && Number.isFinite(value) && value !== 0)
    .map(Math.abs)
    .sort((a, b) => a - b);
  return scaleFor(sizes[sizes.length >> 1] ?? 1, baseUnit);
}

/** A base-unit value in the unit of its column. */
export function scaled(value: Maybe, scale: Scale, rawUnit: string): Quantity {
  if (isMissing(value)) return NOTHING;
  return quantity(significant(value * scale.factor), scale.unit, `${value} ${rawUnit}`);
}

function inBaseUnit(value: Maybe, unit: string): Quantity {
  return isMissing(value) ? NOTHING : scaled(value, scaleFor(value, unit), unit);
}

export const energy = (energyPj: Maybe): Quantity => inBaseUnit(times(energyPj, 1e-12), 'J');
export const latency = (latencyUs: Maybe): Quantity => inBaseUnit(times(latencyUs, 1e-6), 's');
export const power = (powerMw: Maybe): Quantity => inBaseUnit(times(powerMw, 1e-3), 'W');
export const edp = (edpJs: Maybe): Quantity => inBaseUnit(edpJs, 'J·s');

/** The product without the noise of binary fractions, so that the raw value can be read. */
const times = (value: Maybe, factor: number): Maybe =>
  isMissing(value) ? value : Number((value * factor).toPrecision(15));

/** Of a fraction 0..1. Accuracies take two decimals. */
export function percent(fraction: Maybe, decimals = 2): Quantity {
  if (isMissing(fraction)) return NOTHING;
  return quantity(fixed(fraction * 100, decimals), '%', String(fraction));
}

/** Densities are small: three significant digits, at most two decimals. */
export function density(fraction: Maybe): Quantity {
  if (isMissing(fraction)) return NOTHING;
  const value = fraction * 100;
  const decimals = value >= 10 ? 1 : value >= 0.01 || value === 0 ? 2 : 4;
  return quantity(fixed(value, decimals), '%', String(fraction));
}

export function ratio(value: Maybe): Quantity {
  if (isMissing(value)) return NOTHING;
  const text = `${significant(value)}×`;
  return { text, unit: '', label: text, raw: String(value) };
}

/** 1 KB = 1024 B, as in the paper; the raw value gives the bytes. */
export function bytes(value: Maybe): Quantity {
  if (isMissing(value)) return NOTHING;
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (Number(size.toPrecision(3)) >= 1000 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return quantity(unit === 0 ? count(size) : significant(size), units[unit], `${value} B`);
}

/** `125 k events/s`: the prefix stands at the number, because "kev" reads as an energy. */
export function rate(perSecond: Maybe, unit: string): Quantity {
  if (isMissing(perSecond)) return NOTHING;
  const { factor, unit: prefix } = perSecond >= 1000 ? scaleFor(perSecond, '') : { factor: 1, unit: '' };
  return quantity(
    significant(perSecond * factor),
    `${prefix ? `${prefix} ` : ''}${unit}`,
    `${perSecond} ${unit}`,
  );
}

export const eventRate = (perSecond: Maybe): Quantity => rate(perSecond, formatTexts.eventsPerSecond);

/** Exact whole numbers. */
export function counted(value: Maybe, unit = ''): Quantity {
  return isMissing(value) ? NOTHING : quantity(count(value), unit, String(value));
}
