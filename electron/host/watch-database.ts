/** Tells the windows when another process has changed the database: looked at once a second, which costs a memory read. */
import type { NewsBus } from '../ipc/news.ts';
import type { ExperimentStore } from '../store/index.ts';

const EVERY_MS = 1000;
/** Two processes' clocks are one machine's; this covers a change between the look at the clock and its commit. */
const MARGIN_MS = 5000;

/** Returns a function that ends the watch. */
export function watchForeignChanges(store: ExperimentStore, news: NewsBus, now: () => number): () => void {
  let since = now();
  store.changedElsewhere(since);
  const timer = setInterval(() => {
    const lookedAt = now();
    const changed = store.changedElsewhere(since - MARGIN_MS);
    since = lookedAt;
    if (changed) news.publish('runs.changed', { runIds: changed });
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
