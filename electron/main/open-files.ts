/** Files by association: on the command line, of a second start, and macOS's own event; they join the recent ones. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { app } from 'electron';

/** What a second start hands over: its working folder is not ours. */
export interface StartedWith {
  readonly files: readonly string[];
}

export class OpenFiles {
  #listener: ((paths: readonly string[]) => void) | null = null;
  #early: string[] = [];

  /** Before the lock is asked for: `open-file` may come at once. */
  constructor() {
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.add([path]);
    });
  }

  /** What came before the host was ready is handed over at once. */
  follow(listener: (paths: readonly string[]) => void): void {
    this.#listener = listener;
    if (this.#early.length) listener(this.#early.splice(0));
  }

  add(paths: readonly string[]): void {
    const there = paths.filter((path) => existsSync(path));
    for (const path of there) app.addRecentDocument(path);
    if (this.#listener) this.#listener(there);
    else this.#early.push(...there);
  }
}

/** Existing paths among the arguments, absolute; application: the folder that a start from source names itself. */
export function filesIn(argv: readonly string[], folder: string, application: string): string[] {
  return argv
    .filter((argument) => !argument.startsWith('-') && argument !== '')
    .map((argument) => resolve(folder, argument))
    .filter((path) => path !== application && existsSync(path));
}

export function startedWith(data: unknown): readonly string[] {
  const files: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'files') : null;
  return Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : [];
}
