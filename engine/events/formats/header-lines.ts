/**
 * Text lines before binary data, as AEDAT ('#') and Prophesee ('%') files have them. A line belongs to the header
 * if it begins with the mark and is text up to its line feed: a first binary byte may happen to equal the mark,
 * but binary data soon holds a control byte. Both CR LF and LF occur. At most MOST_KEPT lines are kept as text (jAER
 * writes its preferences, hundreds of kB, into the header); all are skipped.
 */
export interface HeaderLines {
  /** Without the line end. */
  readonly lines: readonly string[];
  /** Where the data begin. */
  readonly dataStart: number;
}

const MOST_KEPT = 1000;
const MOST_KEPT_CHARACTERS = 256;
const MOST_LINE_BYTES = 2 ** 20;
const TAB = 9;
const LF = 10;
const CR = 13;

/** `endLine`: the line after which the header ends whatever follows, in lower case. */
export function readHeaderLines(bytes: Uint8Array, mark: string, endLine: string): HeaderLines {
  const lines: string[] = [];
  let start = 0;
  while (startsWith(bytes, start, mark)) {
    const end = lineEnd(bytes, start);
    if (end === null) break;
    const line = textOf(bytes, start, Math.min(end, start + MOST_KEPT_CHARACTERS)).trimEnd();
    if (lines.length < MOST_KEPT) lines.push(line);
    start = Math.min(end + 1, bytes.length);
    if (line.toLowerCase() === endLine) break;
  }
  return { lines, dataStart: start };
}

export function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** ASCII and Latin-1. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

/** Position of the line feed, or of the end of the file; null where the line is no text. */
function lineEnd(bytes: Uint8Array, start: number): number | null {
  const limit = Math.min(bytes.length, start + MOST_LINE_BYTES);
  for (let i = start; i < limit; i++) {
    const byte = bytes[i];
    if (byte === LF) return i;
    if ((byte < 0x20 && byte !== TAB && byte !== CR) || byte === 0x7f) return null;
  }
  return limit === bytes.length ? limit : null;
}
