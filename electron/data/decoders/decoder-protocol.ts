/** Messages between the decoder thread and its owner. */
import type { Outcome } from '../../../engine/contract/index.ts';
import type { DecoderLimits } from './decoder-limits.ts';

export interface ToDecoder {
  readonly name: string;
  readonly ask: unknown;
  readonly path: string;
  readonly limits: DecoderLimits;
  /** Most bytes that WebAssembly memory may grow to. */
  readonly wasmBytes: number;
}

export interface FromDecoder {
  readonly outcome: Outcome<unknown>;
}
