/** Carries signals into the kernels' memory, piece by piece. */
import type { Arena } from './arena.ts';
import type { Signal } from './signal.ts';

const CAPACITY = 4096;

export class Staging {
  private readonly indices: number;
  private readonly values: number;
  private indexView = new Int32Array(0);
  private valueView = new Float64Array(0);

  constructor(arena: Arena) {
    this.indices = arena.place(CAPACITY * 4);
    this.values = arena.place(CAPACITY * 8);
    arena.onOpen((buffer) => {
      this.indexView = new Int32Array(buffer, this.indices, CAPACITY);
      this.valueView = new Float64Array(buffer, this.values, CAPACITY);
    });
  }

  /** work: addresses of indices (i32) and values (f64), and how many. */
  send(
    { indices, values, count }: Signal,
    work: (indices: number, values: number, count: number) => void,
  ): void {
    for (let start = 0; start < count; start += CAPACITY) {
      const end = Math.min(count, start + CAPACITY);
      for (let i = start; i < end; i++) {
        this.indexView[i - start] = indices[i];
        this.valueView[i - start] = values[i];
      }
      work(this.indices, this.values, end - start);
    }
  }
}
