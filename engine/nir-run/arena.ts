/**
 * Memory that the compiled kernels work on. Parts of a program first ask for their places, then the memory is made once
 * at its full size and the parts take their views of it.
 */
interface Exports {
  heapBase(): number;
  scatterEvents(block: number, indices: number, values: number, count: number): void;
  fireTouched(block: number): number;
}

const PAGE_BYTES = 65_536;
/** Memory of one program. */
export const MOST_ARENA_BYTES = 2 ** 30;

export class Arena {
  readonly kernels: Exports;
  private readonly memory = new WebAssembly.Memory({ initial: 1 });
  private readonly binders: ((buffer: ArrayBuffer) => void)[] = [];
  private end: number;

  /** wasm: bytes of the compiled kernels. */
  constructor(wasm: Uint8Array) {
    const { memory } = this;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env: { memory } });
    this.kernels = exports as unknown as Exports;
    this.end = this.kernels.heapBase();
  }

  /** Address of a place of so many bytes, aligned to 16. */
  place(bytes: number): number {
    const address = Math.ceil(this.end / 16) * 16;
    this.end = address + bytes;
    return address;
  }

  onOpen(bind: (buffer: ArrayBuffer) => void): void {
    this.binders.push(bind);
  }

  /** False where the program is too large. */
  open(): boolean {
    if (this.end > MOST_ARENA_BYTES) return false;
    const pages = Math.ceil(this.end / PAGE_BYTES) - this.memory.buffer.byteLength / PAGE_BYTES;
    if (pages > 0) this.memory.grow(pages);
    for (const bind of this.binders) bind(this.memory.buffer);
    return true;
  }
}
