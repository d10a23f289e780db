/**
 * Puts the write-ahead log onto the disk at most half a second after a change, off the main thread. A commit survives
 * the death of the process at once; after a power cut, less than a second of changes may be missing.
 */
import { open } from 'node:fs/promises';
import { MEMORY } from './connection.ts';

const DELAY_MS = 500;

export class LogSync {
  readonly #log: string | null;
  #timer: NodeJS.Timeout | null = null;

  constructor(file: string) {
    this.#log = file === MEMORY ? null : `${file}-wal`;
  }

  soon(): void {
    if (this.#log === null || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void syncFile(this.#log ?? '');
    }, DELAY_MS);
    this.#timer.unref(); // closing the database syncs it anyway
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** A log that was put away meanwhile is in the database file, which SQLite itself synced. */
async function syncFile(file: string): Promise<void> {
  try {
    const handle = await open(file, 'r+');
    await handle.datasync().finally(() => handle.close());
  } catch {
    // A disk that fails says so at the next change.
  }
}
