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
  let at = from;
  while (at < to) {
    const end = asciiEnd(bytes, at, Math.min(to, at + CHUNK));
    // A run of ASCII is nearly everything in our messages, and is converted in one go.
    if (end > at) parts.push(Reflect.apply(String.fromCharCode, null, bytes.subarray(at, end)));
    at = end;
    if (at === to || bytes[at] < 0x80) continue;
    const point = pointAt(bytes, at, to);
    if (point < 0) return null;
    parts.push(String.fromCodePoint(point));
    at += point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return parts.join('');
}

function asciiEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] < 0x80) at++;
  return at;
}

/** The code point of two to four bytes from `at`; -1 where they are none. */
function pointAt(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at];
  const extra = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  if (extra === 0 || at + extra >= to) return -1;
  let point = first & (0x3f >> extra);
  for (let k = 1; k <= extra; k++) {
    if ((bytes[at + k] & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (bytes[at + k] & 63);
  }
  const least = extra === 1 ? 0x80 : extra === 2 ? 0x800 : 0x10000;
  const isSurrogate = point >= 0xd800 && point < 0xe000;
  return point < least || point > 0x10ffff || isSurrogate ? -1 : point;
}

function isPair(text: string, i: number): boolean {
  const high = text.charCodeAt(i);
  const low = text.charCodeAt(i + 1);
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}
