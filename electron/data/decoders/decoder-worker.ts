/**
 * Decoding by third-party libraries in a thread of its own that can be ended: a file that hangs a library, eats memory
 * or crashes it costs that one file, with an issue that says so. One question at a time, in the order of asking; the
 * thread stays warm between questions and does not keep the process alive.
 */
import { Worker } from 'node:worker_threads';
import { errorAt, refuse } from '../../../engine/contract/index.ts';
import type { Issue, Outcome } from '../../../engine/contract/index.ts';
import { defaultLimits, HEAP_MB, WASM_BYTES_FOR } from './decoder-limits.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import type { FromDecoder, ToDecoder } from './decoder-protocol.ts';
import { byteSize } from './transfer.ts';

/** A thread is replaced after so many bytes: WebAssembly memory never shrinks, and libraries leak. */
const RETIRE_AFTER_BYTES = 256 * 2 ** 20;
const RETIRE_AFTER_QUESTIONS = 2000;

export class DecoderWorker {
  readonly #threadFile: URL;
  #thread: Worker | null = null;
  #bytes = 0;
  #questions = 0;
  #queue: Promise<unknown> = Promise.resolve();
  /** Takes the end of the question that is being answered. */
  #end: (how: DecodingEnd) => void = () => undefined;

  constructor(threadFile: URL) {
    this.#threadFile = threadFile;
  }

  /** `path` names the file in issues. Limits default to those for the size of `ask`. */
  run(name: string, ask: unknown, path: string, limits?: DecoderLimits): Promise<Outcome<unknown>> {
    const answer = this.#queue.then(() => this.#answer(name, ask, path, limits));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    this.#bytes = 0;
    this.#questions = 0;
    await thread?.terminate();
  }

  async #answer(name: string, ask: unknown, path: string, given?: DecoderLimits): Promise<Outcome<unknown>> {
    const inputBytes = byteSize(ask);
    const limits = given ?? defaultLimits(inputBytes);
    if (this.#bytes > RETIRE_AFTER_BYTES || this.#questions >= RETIRE_AFTER_QUESTIONS) await this.close();
    this.#bytes += inputBytes;
    this.#questions++;
    const wasmBytes = WASM_BYTES_FOR(inputBytes, limits.mostBytes);
    const end = await this.#ask({ name, ask, path, limits, wasmBytes });
    if (end.kind === 'answer') return end.outcome;
    await this.close();
    return refuse(tripIssue(path, end, limits));
  }

  #ask(question: ToDecoder): Promise<DecodingEnd> {
    const thread = (this.#thread ??= this.#start());
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end({ kind: 'time' }), question.limits.timeMs);
      this.#end = (how) => {
        this.#end = () => undefined;
        clearTimeout(timer);
        thread.unref();
        resolve(how);
      };
      thread.ref();
      thread.postMessage(question);
    });
  }

  #start(): Worker {
    const thread = new Worker(this.#threadFile, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    const end = (how: DecodingEnd): void => {
      if (thread === this.#thread) this.#end(how); // a thread that was given up may still fail
    };
    const fault = (error: unknown): void => end({ kind: 'fault', error });
    thread.on('message', ({ outcome }: FromDecoder) => end({ kind: 'answer', outcome }));
    thread.on('error', fault);
    thread.on('messageerror', fault);
    thread.on('exit', (code) => fault(new Error(`the thread ended with code ${code}`)));
    return thread;
  }
}

type DecodingEnd =
  | { readonly kind: 'answer'; readonly outcome: Outcome<unknown> }
  | { readonly kind: 'time' }
  | { readonly kind: 'fault'; readonly error: unknown };

function tripIssue(
  path: string,
  trip: Exclude<DecodingEnd, { kind: 'answer' }>,
  { timeMs }: DecoderLimits,
): Issue {
  if (trip.kind === 'time') {
    return errorAt(
      path,
      'decoder/time',
      `must be decoded within ${(timeMs / 1000).toFixed(1)} s (got no end; the decoder was stopped); the file is ` +
        'probably damaged, copy or download it again',
    );
  }
  const message = trip.error instanceof Error ? trip.error.message : String(trip.error);
  const code = trip.error instanceof Error && 'code' in trip.error ? trip.error.code : null;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || /memory|allocation/i.test(message)) {
    return errorAt(
      path,
      'decoder/memory',
      `must be decoded within ${HEAP_MB} MiB of objects (got more; the decoder was stopped); the file is probably ` +
        'damaged, copy or download it again',
    );
  }
  return errorAt(
    path,
    'decoder/crash',
    `must be decoded without breaking the decoder (got: ${message}); the file is probably damaged, copy or download ` +
      'it again',
  );
}
