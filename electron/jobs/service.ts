/**
 * Quick work (decode a sample, simulate one inference) off the main thread: one worker that stays, answers in
 * order, and is replaced when it dies or takes too long for one question.
 */
import type { Worker } from 'node:worker_threads';
import { errorAt, refuse, type Issue, type Outcome } from '../../engine/contract/index.ts';
import { faultOf, type FaultLog } from '../ipc/fault.ts';
import type { AnswerOf, AskOf, QuickTable } from './context.ts';
import { startWorker, type ThreadOptions } from './job-thread.ts';
import { threadFault } from './thread-fault.ts';
import type { FromService, ToService } from './thread-protocol.ts';

const MAX_WAITING = 200;

export interface ServiceOptions extends ThreadOptions {
  /** Longest time for one question. */
  readonly limitMs: number;
  readonly log: FaultLog;
}

interface Question {
  readonly message: ToService;
  readonly limitMs: number;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
  readonly resolve: (outcome: Outcome<unknown>) => void;
}

export class WorkerService<Kinds extends QuickTable> {
  readonly #options: ServiceOptions;
  readonly #waiting: Question[] = [];
  #worker: Worker | null = null;
  #current: Question | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastId = 0;
  #closed = false;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  ask<K extends keyof Kinds & string>(
    kind: K,
    ask: AskOf<Kinds[K]>,
    limitMs = this.#options.limitMs,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Outcome<AnswerOf<Kinds[K]>>> {
    if (this.#closed)
      return Promise.resolve(refuse(errorAt(kind, 'host/closed', 'cannot be done: the host is closing')));
    if (this.#waiting.length >= MAX_WAITING) {
      return Promise.resolve(
        refuse(
          errorAt(
            kind,
            'host/busy',
            `must wait: ${MAX_WAITING} questions are in line; try again in a moment`,
          ),
        ),
      );
    }
    return new Promise((resolve) => {
      this.#waiting.push({
        message: { id: ++this.#lastId, kind, ask, stopFlag: new Int32Array(new SharedArrayBuffer(4)) },
        limitMs,
        onProgress,
        resolve: (outcome) => resolve(outcome as Outcome<AnswerOf<Kinds[K]>>),
      });
      this.#next();
    });
  }

  /** Takes back questions of a kind. The one that is worked on has a second to end; then its worker is replaced. */
  cancel(kind: keyof Kinds & string): boolean {
    const isOfKind = ({ message }: Question): boolean => message.kind === kind;
    const waiting = this.#waiting.filter(isOfKind);
    for (const question of waiting) {
      this.#waiting.splice(this.#waiting.indexOf(question), 1);
      question.resolve(refuse(takenBack(kind)));
    }
    const question = this.#current;
    if (!question || !isOfKind(question)) return waiting.length > 0;
    Atomics.store(question.message.stopFlag, 0, 1);
    setTimeout(() => {
      if (this.#current === question) this.#giveUp(question, takenBack(kind));
    }, CANCEL_GRACE_MS).unref();
    return true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const question of this.#waiting.splice(0)) {
      question.resolve(
        refuse(errorAt(question.message.kind, 'host/closed', 'cannot be done: the host is closing')),
      );
    }
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#current) return;
    const question = this.#waiting.shift();
    if (!question) return;
    this.#current = question;
    this.#timer = setTimeout(() => this.#giveUp(question, tooSlow(question)), question.limitMs);
    this.#worker ??= this.#start();
    this.#worker.postMessage(question.message);
  }

  #start(): Worker {
    const worker = startWorker({ role: 'service', paths: this.#options.paths }, this.#options);
    let error: unknown = null;
    worker.on('message', (message: FromService) => {
      if (message.id !== this.#current?.message.id) return;
      if ('outcome' in message) this.#answer(message.outcome);
      else this.#current.onProgress?.(message.done, message.total);
    });
    worker.on('error', (cause) => (error ??= cause));
    worker.on('messageerror', (cause) => (error ??= cause));
    worker.on('exit', (code) => this.#died(worker, error, code));
    worker.unref(); // an idle service does not keep the process alive
    return worker;
  }

  #died(worker: Worker, error: unknown, code: number): void {
    if (this.#worker !== worker) return; // already replaced
    this.#worker = null;
    const kind = this.#current?.message.kind;
    if (!kind) return;
    if (!this.#closed) this.#options.log(faultOf(kind, error ?? `worker ended with code ${code}`));
    const why = this.#closed
      ? 'was ended: the host is closing'
      : threadFault(error, code, this.#options.memoryMb);
    this.#answer(refuse(errorAt(kind, this.#closed ? 'host/closed' : 'host/worker-died', why)));
  }

  #giveUp(question: Question, why: Issue): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    if (this.#current === question) this.#answer(refuse(why));
  }

  #answer(outcome: Outcome<unknown>): void {
    if (this.#timer) clearTimeout(this.#timer);
    const question = this.#current;
    this.#current = null;
    question?.resolve(outcome);
    if (!this.#closed) this.#next();
  }
}

const CANCEL_GRACE_MS = 1000;

const takenBack = (kind: string): Issue =>
  errorAt(kind, 'host/cancelled', 'was taken back before it was done; ask again');

const tooSlow = ({ message, limitMs }: Question): Issue =>
  errorAt(
    message.kind,
    'host/too-slow',
    `must be done within ${limitMs / 1000} s; try fewer or shorter samples`,
  );
