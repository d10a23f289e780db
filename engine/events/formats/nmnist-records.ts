/**
 * The inner loop of the N-MNIST .bin reader. Four records of 5 bytes are five 32-bit words, so on little-endian
 * machines four events come out of five loads; what is left over, and bytes that do not start on a word, go byte by
 * byte. Both ways give the same events. Record: x, y, polarity and 23-bit time, big-endian.
 */
export interface Records {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly p: Uint8Array;
  readonly tUs: Float64Array;
  readonly maxX: number;
  readonly maxY: number;
}

type Columns = { -readonly [K in keyof Records]: Records[K] };

export const RECORD_BYTES = 5;
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

export function decodeRecords(bytes: Uint8Array): Records {
  const n = bytes.length / RECORD_BYTES;
  const columns = {
    x: new Uint16Array(n),
    y: new Uint16Array(n),
    p: new Uint8Array(n),
    tUs: new Float64Array(n),
    maxX: 0,
    maxY: 0,
  };
  const byWords = LITTLE_ENDIAN && bytes.byteOffset % 4 === 0 ? n - (n % 4) : 0;
  if (byWords) decodeWords(new Uint32Array(bytes.buffer, bytes.byteOffset, (byWords / 4) * 5), columns);
  decodeBytes(bytes, byWords, columns);
  return columns;
}

/** Two functions rather than two loops: each is compiled for itself, however seldom the other runs. */
function decodeWords(words: Uint32Array, columns: Columns): void {
  const { x, y, p, tUs } = columns;
  let maxX = 0;
  let maxY = 0;
  for (let i = 0, w = 0; w < words.length; i += 4, w += 5) {
    // Bytes, lowest first: x0 y0 h0 m0 | l0 x1 y1 h1 | m1 l1 x2 y2 | h2 m2 l2 x3 | y3 h3 m3 l3.
    const w0 = words[w];
    const w1 = words[w + 1];
    const w2 = words[w + 2];
    const w3 = words[w + 3];
    const w4 = words[w + 4];
    const x0 = w0 & 0xff;
    const y0 = (w0 >>> 8) & 0xff;
    const x1 = (w1 >>> 8) & 0xff;
    const y1 = (w1 >>> 16) & 0xff;
    const x2 = (w2 >>> 16) & 0xff;
    const y2 = w2 >>> 24;
    const x3 = w3 >>> 24;
    const y3 = w4 & 0xff;
    x[i] = x0;
    y[i] = y0;
    p[i] = (w0 >>> 23) & 1;
    tUs[i] = (w0 & 0x7f0000) | ((w0 >>> 16) & 0xff00) | (w1 & 0xff);
    x[i + 1] = x1;
    y[i + 1] = y1;
    p[i + 1] = w1 >>> 31;
    tUs[i + 1] = ((w1 >>> 8) & 0x7f0000) | ((w2 & 0xff) << 8) | ((w2 >>> 8) & 0xff);
    x[i + 2] = x2;
    y[i + 2] = y2;
    p[i + 2] = (w3 >>> 7) & 1;
    tUs[i + 2] = ((w3 & 0x7f) << 16) | (w3 & 0xff00) | ((w3 >>> 16) & 0xff);
    x[i + 3] = x3;
    y[i + 3] = y3;
    p[i + 3] = (w4 >>> 15) & 1;
    tUs[i + 3] = ((w4 & 0x7f00) << 8) | ((w4 >>> 8) & 0xff00) | (w4 >>> 24);
    // Against the running maximum: branches that are soon never taken, unlike comparisons between neighbours.
    if (x0 > maxX) maxX = x0;
    if (x1 > maxX) maxX = x1;
    if (x2 > maxX) maxX = x2;
    if (x3 > maxX) maxX = x3;
    if (y0 > maxY) maxY = y0;
    if (y1 > maxY) maxY = y1;
    if (y2 > maxY) maxY = y2;
    if (y3 > maxY) maxY = y3;
  }
  columns.maxX = maxX;
  columns.maxY = maxY;
}

function decodeBytes(bytes: Uint8Array, from: number, columns: Columns): void {
  const { x, y, p, tUs } = columns;
  for (let i = from, b = from * RECORD_BYTES; i < x.length; i++, b += RECORD_BYTES) {
    const high = bytes[b + 2];
    x[i] = bytes[b];
    y[i] = bytes[b + 1];
    p[i] = high >>> 7;
    tUs[i] = ((high & 0x7f) << 16) | (bytes[b + 3] << 8) | bytes[b + 4];
    columns.maxX = Math.max(columns.maxX, x[i]);
    columns.maxY = Math.max(columns.maxY, y[i]);
  }
}
