/** The inside of the decoder thread: one question after the other, WebAssembly memory bounded for each. */
import { parentPort } from 'node:worker_threads';
import type { Outcome } from '../../../engine/contract/index.ts';
import { boundWasmMemory } from '../../../engine/hdf5/wasm-memory.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import type { FromDecoder, ToDecoder } from './decoder-protocol.ts';
import { movableBuffers } from './transfer.ts';

export type DecoderTable = Readonly<
  Record<string, (ask: never, path: string, limits: DecoderLimits) => Promise<Outcome<unknown>>>
>;

/** Whatever is thrown ends the thread; its owner hears of it and answers with an issue. */
export function serveDecoders(table: DecoderTable): void {
  const port = parentPort;
  if (!port) throw new Error('serveDecoders: must run in a worker thread');
  silence();
  const boundTo = boundWasmMemory();
  const answer = async ({ name, ask, path, limits, wasmBytes }: ToDecoder): Promise<void> => {
    const decode = table[name];
    if (!decode) throw new Error(`no decoder of the name ${name}`);
    boundTo(wasmBytes);
    const message: FromDecoder = { outcome: await decode(ask as never, path, limits) };
    port.postMessage(message, movableBuffers(message));
  };
  port.on('message', (question: ToDecoder) => void answer(question));
}

/** The libraries' own chatter about damaged files is dropped: the outcome says what matters. */
function silence(): void {
  const nothing = (): void => undefined;
  Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing });
}
