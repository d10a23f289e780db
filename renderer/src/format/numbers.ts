/** Numbers as text: digits, thousands, signs, exponents. Units are in quantities.ts. */

/** Narrow no-break space between groups of three digits. */
export const THIN = '\u202F';
/** No-break space between a number and its unit. */
export const GAP = '\u00A0';
export const MINUS = '\u2212';
/** What stands where there is no value; never 0. */
export const MISSING = '–';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export const isMissing = (value: number | null | undefined): value is null | undefined =>
  value === null || value === undefined || Number.isNaN(value);

/** Groups of three digits from four digits on, and a true minus: `-12363.5` → `−12 363.5`. */
function typeset(plain: string): string {
  const [whole, fraction] = plain.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  const sign = plain.startsWith('-') && /[1-9]/.test(plain) ? MINUS : '';
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`);
}

/** Exact whole numbers: counts. */
export function count(value: number | null | undefined): string {
  if (isMissing(value)) return MISSING;
  return Number.isFinite(value) ? typeset(Math.round(value).toFixed(0)) : infinite(value);
}

export function fixed(value: number | null | undefined, decimals: number): string {
  if (isMissing(value)) return MISSING;
  return Number.isFinite(value) ? typeset(value.toFixed(decimals)) : infinite(value);
}

/** Derived values: three significant digits; powers of ten outside 10⁻⁴ … 10⁷. */
export function significant(value: number | null | undefined, digits = 3): string {
  if (isMissing(value)) return MISSING;
  if (!Number.isFinite(value)) return infinite(value);
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size < 1e-4 || size >= 1e7) return scientific(rounded, digits);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return typeset(rounded.toFixed(decimals));
}

function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  const raised = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');
  return `${typeset(mantissa)}${GAP}×${GAP}10${power < 0 ? '⁻' : ''}${raised}`;
}

const infinite = (value: number): string => (value < 0 ? `${MINUS}∞` : '∞');

/** What a person typed, in its shortest form, which can be typed again: `0.01`, `5e-4`. */
export function setting(value: number | null | undefined): string {
  if (isMissing(value)) return MISSING;
  const plain = String(value);
  const exponent = value.toExponential();
  return exponent.length < plain.length ? exponent.replace('e+', 'e') : plain;
}

/** `−72 %`, `+4.1 %`: a change with its sign; two digits below ten percent. */
export function signedPercent(fraction: number | null | undefined): string {
  if (isMissing(fraction)) return MISSING;
  const percent = fraction * 100;
  const decimals = Math.abs(percent) < 9.95 && percent !== 0 ? 1 : 0;
  const text = fixed(percent, decimals);
  return `${percent > 0 && /[1-9]/.test(text) ? '+' : ''}${text}${GAP}%`;
}
