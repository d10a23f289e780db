/**
 * UTF-8 without TextEncoder, which this part of the house does not have (it knows neither Node nor DOM).
 * Encoding takes well-formed text, which JSON.stringify always gives (it escapes lone surrogates). Decoding is
 * strict (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
 */
const CHUNK = 4096;

export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isPair(text, i)) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}

/** Writes `text` at `at`; returns the position after it. */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      target[at++] = unit;
    } else if (unit < 0x800) {
      target[at++] = 0xc0 | (unit >> 6);
      target[at++] = 0x80 | (unit & 63);
    } else if (isPair(text, i)) {
      const point = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(++i) & 0x3ff);
      target[at++] = 0xf0 | (point >> 18);
      target[at++] = 0x80 | ((point >> 12) & 63);
      target[at++] = 0x80 | ((point >> 6) & 63);
      target[at++] = 0x80 | (point & 63);
    } else {
      target[at++] = 0xe0 | (unit >> 12);
      target[at++] = 0x80 | ((unit >> 6) & 63);
      target[at++] = 0x80 | (unit & 63);
    }
  }
  return at;
}

/** The text of bytes [from, to), or null where they are not UTF-8. */
export function readUtf8(bytes: Uint8Array, from: number, to: number): string | null {
  const parts: string[] = [];
  let units: number[] = [];
  let at = from;
  while (at < to) {
    const first = bytes[at++];
    const extra =
      first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
    if (extra < 0 || at + extra > to) return null;
    let point = extra === 0 ? first : first & (0x3f >> extra);
    for (let k = 0; k < extra; k++) {
      const next = bytes[at++];
      if ((next & 0xc0) !== 0x80) return null;
      point = (point << 6) | (next & 63);
    }
    if (extra === 2 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) return null;
    if (extra === 3 && (point < 0x10000 || point > 0x10ffff)) return null;
    if (point < 0x10000) units.push(point);
    else units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
    if (units.length >= CHUNK) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join('');
}

function isPair(text: string, i: number): boolean {
  const high = text.charCodeAt(i);
  const low = text.charCodeAt(i + 1);
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}
