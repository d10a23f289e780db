/** News from handlers and jobs to every connection of this process. */
import type { News, NewsName } from '../../engine/contract/index.ts';

export type NewsItem = {
  readonly [K in NewsName]: { readonly name: K; readonly payload: News[K] };
}[NewsName];
export type NewsListener = (item: NewsItem) => void;

export class NewsBus {
  readonly #listeners = new Set<NewsListener>();

  publish<K extends NewsName>(name: K, payload: News[K]): void {
    const item = { name, payload } as NewsItem;
    for (const listener of this.#listeners) listener(item);
  }

  /** Returns a function that ends the subscription. */
  subscribe(listener: NewsListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
