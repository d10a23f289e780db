/**
 * The sum of what flows into one node in a step: a double per element, zero between steps, and the list of blocks (the
 * channels of one position) that anything was added to. Sums are in double precision, so that single-precision
 * weights of ordinary range add without rounding in any order.
 */
import type { Arena } from './arena.ts';

const COUNTER_BYTES = 16;

export class Current {
  readonly size: number;
  /** Elements per block. */
  readonly width: number;
  readonly addresses: { readonly sums: number; readonly isTouched: number; readonly touched: number };
  sum = new Float64Array(0);
  touched = new Int32Array(0);
  private isTouched = new Uint8Array(0);
  private counter = new Int32Array(1);

  constructor(arena: Arena, size: number, width: number) {
    this.size = size;
    this.width = width;
    const blocks = size / width;
    const sums = arena.place(size * 8);
    const isTouched = arena.place(blocks);
    const touched = arena.place(COUNTER_BYTES + blocks * 4) + COUNTER_BYTES;
    this.addresses = { sums, isTouched, touched };
    arena.onOpen((buffer) => {
      this.sum = new Float64Array(buffer, sums, size);
      this.isTouched = new Uint8Array(buffer, isTouched, blocks);
      this.touched = new Int32Array(buffer, touched, blocks);
      this.counter = new Int32Array(buffer, touched - 4, 1);
    });
  }

  get touchedCount(): number {
    return this.counter[0];
  }

  touch(block: number): void {
    if (this.isTouched[block] !== 0) return;
    this.isTouched[block] = 1;
    this.touched[this.counter[0]++] = block;
  }

  /** Forgets the touched blocks; their sums must be 0 again. */
  forget(): void {
    for (let i = 0; i < this.counter[0]; i++) this.isTouched[this.touched[i]] = 0;
    this.counter[0] = 0;
  }

  clear(): void {
    this.sum.fill(0);
    this.forget();
  }
}
