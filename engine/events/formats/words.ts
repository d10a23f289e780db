/**
 * Reading the binary part of a file: a view from an offset without a copy, and a 32-bit clock in µs put in one line.
 * The clock has wrapped where it falls by more than half its range (2^32 µs are 71.6 minutes); smaller falls are
 * events out of order and stay as they are. Left out: clocks that were set back to 0 after more than 35.8 minutes,
 * which look the same as a wrap.
 */
import { warningAt } from '../../contract/index.ts';
import type { Issue } from '../../contract/index.ts';

export const CLOCK_RANGE_US = 2 ** 32;

export function viewFrom(bytes: Uint8Array, start: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
}

export class UnsignedClock {
  private epochUs = 0;
  private previous = 0;

  read(t: number): number {
    if (this.previous - t > CLOCK_RANGE_US / 2) this.epochUs += CLOCK_RANGE_US;
    this.previous = t;
    return this.epochUs + t;
  }

  warnings(path: string): Issue[] {
    const wraps = this.epochUs / CLOCK_RANGE_US;
    if (wraps === 0) return [];
    return [
      warningAt(
        path,
        'events/time-wrapped',
        `should hold times without a wrap of the 32-bit clock (got ${wraps}); later times were put on top`,
      ),
    ];
  }
}
