/**
 * Datasets of variable length, as Spiking Heidelberg Digits keep the spikes of a sample in one row: read some rows at a
 * time, because the library needs memory for them beside the file, and paid for as they come, since their lengths are
 * known only then. Half floats (IEEE 754 binary16) become 32 bits.
 */
import { arrayOf, isHalf, reverseEach } from './elements.ts';
import type { Dataset, Hdf5Library, Metadata } from './h5wasm.ts';
import type { Budget } from './read-values.ts';
import type { Hdf5Ragged } from './tree.ts';

const ROWS_AT_ONCE = 64;
/** What a row costs beside its values, while it is an array of its own. */
const ROW_BYTES = 128;

/** `element`: the type of one value. */
export function readRows(
  library: Hdf5Library,
  dataset: Dataset,
  element: Metadata,
  budget: Budget,
): Pick<Hdf5Ragged, 'starts' | 'values'> {
  const rows = dataset.metadata.shape?.[0] ?? 0;
  const spend = (bytes: number): void => {
    budget.bytesLeft -= bytes;
    if (budget.bytesLeft < 0) budget.refuse(`longer rows in ${dataset.path}`);
  };
  spend(rows * ROW_BYTES);
  const parts: Uint8Array[] = [];
  const starts = new Float64Array(rows + 1);
  for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - first);
    library.rawRows(dataset, first, count, element.size).forEach((row, i) => {
      spend(row.length);
      parts.push(row);
      starts[first + i + 1] = starts[first + i] + row.length / element.size;
    });
  }
  const bytes = new Uint8Array(starts[rows] * element.size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  // The library turns single numbers into little-endian ones, but not those in rows.
  if (!element.littleEndian) reverseEach(bytes, element.size);
  return { starts, values: isHalf(element) ? fromHalves(bytes) : arrayOf(element, bytes.buffer) };
}

/** Sign, 5 bits of exponent (bias 15), 10 bits of fraction. */
function fromHalves(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(bytes.buffer);
  const table = Float32Array.from({ length: 2 ** 16 }, (_, half) => {
    const [sign, exponent, fraction] = [half >>> 15 ? -1 : 1, (half >>> 10) & 31, half & 1023];
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return exponent
      ? sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
      : sign * (fraction / 1024) * 2 ** -14;
  });
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i]];
  return values;
}
