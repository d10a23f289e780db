/**
 * Numbers in a table of text, straight from the bytes: sign, digits, fraction, exponent, or true and false. A number is
 * kept as mantissa and power of ten, so that seconds become µs without a rounding error on the way; digits beyond
 * 2^53 are rounded off. Separators are blanks, tabs, commas and semicolons. Left out: decimal commas, digit groups,
 * infinity and not-a-number.
 */
const LF = 10;
const CR = 13;
const POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MOST_EXPONENT = 1e4;

export class NumberScanner {
  at: number;
  private readonly bytes: Uint8Array;
  private mantissa = 0;
  private power = 0;
  /** Digits have been rounded off. */
  private full = false;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Goes on to the next number of the line; false at its end. */
  next(): boolean {
    while (isSeparator(this.bytes[this.at])) this.at++;
    return !this.atLineEnd();
  }

  atLineEnd(): boolean {
    return this.at >= this.bytes.length || this.bytes[this.at] === LF || this.bytes[this.at] === CR;
  }

  /** To the beginning of the next line. */
  nextLine(): void {
    const end = this.bytes.indexOf(LF, this.at);
    this.at = end < 0 ? this.bytes.length : end + 1;
  }

  /** Reads the number that begins here; false where none does. */
  read(): boolean {
    const { bytes } = this;
    this.power = 0;
    const sign = bytes[this.at];
    if (isLetter(sign)) return this.readWord();
    if (sign === 0x2b || sign === 0x2d) this.at++;
    this.mantissa = 0;
    this.full = false;
    let digits = this.readDigits(0);
    if (bytes[this.at] === 0x2e) {
      this.at++;
      digits += this.readDigits(1);
    }
    if (digits === 0) return false;
    if ((bytes[this.at] | 0x20) === 0x65 && !this.readExponent()) return false;
    if (sign === 0x2d) this.mantissa = -this.mantissa;
    return this.atLineEnd() || isSeparator(bytes[this.at]);
  }

  /** The number times ten to `power`; one correctly rounded operation wherever the powers of ten are exact. */
  times10(power: number): number {
    const total = this.power + power;
    if (total === 0 || this.mantissa === 0) return this.mantissa;
    if (total > 0) return this.mantissa * (POWERS[total] ?? 10 ** total);
    return this.mantissa / (POWERS[-total] ?? 10 ** -total);
  }

  /** `fraction` 1: behind the point. */
  private readDigits(fraction: 0 | 1): number {
    const { bytes } = this;
    const start = this.at;
    for (; this.at < bytes.length; this.at++) {
      const digit = bytes[this.at] - 0x30;
      if (digit < 0 || digit > 9) break;
      const longer = this.mantissa * 10 + digit;
      if (!this.full && longer <= Number.MAX_SAFE_INTEGER) {
        this.mantissa = longer;
        this.power -= fraction;
      } else {
        if (!this.full && digit >= 5) this.mantissa++;
        this.full = true;
        this.power += 1 - fraction;
      }
    }
    return this.at - start;
  }

  private readExponent(): boolean {
    const { bytes } = this;
    this.at++;
    const sign = bytes[this.at];
    if (sign === 0x2b || sign === 0x2d) this.at++;
    const start = this.at;
    let exponent = 0;
    for (; this.at < bytes.length; this.at++) {
      const digit = bytes[this.at] - 0x30;
      if (digit < 0 || digit > 9) break;
      exponent = Math.min(MOST_EXPONENT, exponent * 10 + digit);
    }
    this.power += sign === 0x2d ? -exponent : exponent;
    return this.at > start;
  }

  private readWord(): boolean {
    let word = '';
    while (word.length < 6 && isLetter(this.bytes[this.at]))
      word += String.fromCharCode(this.bytes[this.at++] | 0x20);
    this.mantissa = word === 'true' ? 1 : 0;
    return (word === 'true' || word === 'false') && (this.atLineEnd() || isSeparator(this.bytes[this.at]));
  }
}

const isSeparator = (byte: number): boolean => byte === 0x20 || byte === 0x2c || byte === 9 || byte === 0x3b;
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
