/** One decoder thread per thread that asks, started at the first question. */
import type { Outcome } from '../../../engine/contract/index.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import { DecoderWorker } from './decoder-worker.ts';
import type { DecoderName, Decoders } from './decoders.ts';

const THREAD_FILE = new URL(
  import.meta.url.endsWith('.ts') ? './decoder-thread.ts' : './decoder-thread.js',
  import.meta.url,
);
let shared: DecoderWorker | null = null;

/** Typed by the decoder's name. Never throws for bad input: damage, a trip of a limit and a crash are issues. */
export async function runDecoder<Name extends DecoderName>(
  name: Name,
  ask: Decoders[Name]['ask'],
  path: string,
  limits?: DecoderLimits,
): Promise<Outcome<Decoders[Name]['answer']>> {
  shared ??= new DecoderWorker(THREAD_FILE);
  return (await shared.run(name, ask, path, limits)) as Outcome<Decoders[Name]['answer']>;
}

/** Ends the thread; the next question starts another one. */
export async function closeDecoder(): Promise<void> {
  await shared?.close();
}
