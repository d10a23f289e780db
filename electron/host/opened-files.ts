/** Files that the desktop asked to open (association, second start, drop on the icon) until the window takes them. */
import type { NewsBus } from '../ipc/news.ts';

const MOST_WAITING = 50;

export class OpenedFiles {
  readonly #news: NewsBus;
  #waiting: string[] = [];

  constructor(news: NewsBus) {
    this.#news = news;
  }

  add(paths: readonly string[]): void {
    this.#waiting = [...this.#waiting, ...paths].slice(-MOST_WAITING);
    if (paths.length) this.#news.publish('files.opened', { count: this.#waiting.length });
  }

  take(): readonly string[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}
