/** Keys to commands: single keys, chords with Ctrl (Cmd on a Mac), and G followed by a letter. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** How long G waits for its second key. */
export const SEQUENCE_MS = 1500;

/** Names of keys as they are written in menus: `Ctrl+K`, `?`, `G C`. */
export class KeySequence {
  #startedAtMs: number | null = null;

  /** The name of what was pressed, or null while a sequence is open or nothing is meant. */
  press({ key, ctrlKey, metaKey, altKey }: KeyPress, nowMs: number): string | null {
    if (altKey || key.length > 1) return this.#close();
    const letter = key.toUpperCase();
    if (ctrlKey || metaKey) {
      this.#startedAtMs = null;
      return `Ctrl+${letter}`;
    }
    if (this.#startedAtMs !== null && nowMs - this.#startedAtMs <= SEQUENCE_MS) {
      this.#startedAtMs = null;
      return `G ${letter}`;
    }
    this.#startedAtMs = letter === 'G' ? nowMs : null;
    return letter === 'G' ? null : letter;
  }

  #close(): null {
    this.#startedAtMs = null;
    return null;
  }
}
