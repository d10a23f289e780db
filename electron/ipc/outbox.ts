/**
 * News on their way to one connection. A slow reader gets the latest of each job and run instead of everything;
 * what is waiting is bounded, and an epoch that had to be dropped is replaced by "this run changed, read it again".
 */
import type { Wire } from '../../engine/contract/index.ts';
import type { NewsItem } from './news.ts';

export interface NewsSink {
  /** False while the transport has more unsent bytes than is good. */
  hasRoom(): boolean;
  send(message: Wire): void;
}

export const MAX_WAITING = 500;

export class Outbox {
  readonly #sink: NewsSink;
  readonly #waiting = new Map<string, NewsItem>();
  /** Runs of dropped or merged news. */
  readonly #changedRuns = new Set<string>();
  #order = 0;

  constructor(sink: NewsSink) {
    this.#sink = sink;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  add(item: NewsItem): void {
    if (!this.#waiting.size && !this.#changedRuns.size && this.#sink.hasRoom()) {
      this.#send(item);
      return;
    }
    if (item.name === 'runs.changed') {
      for (const runId of item.payload.runIds) this.#changedRuns.add(runId);
    } else {
      const key = this.#keyOf(item);
      this.#waiting.delete(key); // the latest state takes its place at the end of the row
      this.#waiting.set(key, item);
      if (this.#waiting.size > MAX_WAITING) this.#dropOldest();
    }
    this.flush();
  }

  /** Sends what is waiting while there is room. */
  flush(): void {
    for (const [key, item] of this.#waiting) {
      if (!this.#sink.hasRoom()) return;
      this.#waiting.delete(key);
      this.#send(item);
    }
    if (!this.#changedRuns.size || !this.#sink.hasRoom()) return;
    const runIds = [...this.#changedRuns];
    this.#changedRuns.clear();
    this.#send({ name: 'runs.changed', payload: { runIds } });
  }

  #keyOf(item: NewsItem): string {
    if (item.name === 'job.changed') return `job ${item.payload.id}`;
    if (item.name === 'run.epoch') return `epoch ${item.payload.runId} ${item.payload.metrics.epoch}`;
    return `other ${++this.#order}`;
  }

  /** States of jobs are kept as long as anything else can go: nothing would repeat them. */
  #dropOldest(): void {
    const rows = [...this.#waiting];
    const [key, item] = rows.find(([, { name }]) => name !== 'job.changed') ?? rows[0];
    this.#waiting.delete(key);
    if (item.name === 'run.epoch') this.#changedRuns.add(item.payload.runId);
  }

  #send(item: NewsItem): void {
    this.#sink.send({ type: 'news', name: item.name, payload: item.payload });
  }
}
