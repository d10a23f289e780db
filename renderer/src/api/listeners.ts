/** Who wants which news. */
import type { News, NewsName } from '../../../engine/contract/index.ts';

type Listener = (payload: unknown) => void;

export class Listeners {
  readonly #byName = new Map<NewsName, Set<Listener>>();

  /** Returns a function that ends the subscription. */
  add<K extends NewsName>(name: K, listener: (payload: News[K]) => void): () => void {
    const own: Listener = (payload) => listener(payload as News[K]);
    const listeners = this.#byName.get(name) ?? new Set();
    listeners.add(own);
    this.#byName.set(name, listeners);
    return () => {
      listeners.delete(own);
    };
  }

  tell(name: NewsName, payload: unknown): void {
    for (const listener of this.#byName.get(name) ?? []) listener(payload);
  }
}
