/** How long and how large one decoding may be, tied to the size of what is decoded. */
export interface DecoderLimits {
  /** The thread is ended after this time, whatever it is doing. */
  readonly timeMs: number;
  /** Most bytes that may come out of decompression, all together. */
  readonly mostBytes: number;
}

const MIB = 2 ** 20;
/** Objects of the thread; typed arrays and WebAssembly are bounded by `mostBytes`. */
export const HEAP_MB = 512;
/** WebAssembly needs the input, the output and working memory at once. */
export const WASM_BYTES_FOR = (inputBytes: number, mostBytes: number): number =>
  inputBytes + 2 * mostBytes + 64 * MIB;

/** Event recordings shrink 2 to 20 times; a ratio of 128 beyond a first 64 MiB is no recording. */
export function defaultLimits(inputBytes: number): DecoderLimits {
  return {
    timeMs: 10_000 + inputBytes / 2000,
    mostBytes: Math.min(1536 * MIB, 64 * MIB + 128 * inputBytes),
  };
}
