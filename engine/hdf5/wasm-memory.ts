/**
 * A bound on WebAssembly memory in this thread, for libraries that bring their own memory without one. A growth
 * beyond it fails; compiled libraries take that for a lack of memory and give up in good order. Units: bytes.
 */
const PAGE_BYTES = 65_536;

/** Returns the setter of the bound. Call it once per thread. */
export function boundWasmMemory(): (mostBytes: number) => void {
  let most = Infinity;
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * PAGE_BYTES > most) throw new RangeError('beyond the memory limit');
    return grow.call(this, pages);
  };
  return (mostBytes) => (most = mostBytes);
}
