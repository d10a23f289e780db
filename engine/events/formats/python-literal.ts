/**
 * A Python literal as the header of a .npy file holds it: dictionaries, lists, tuples, strings, whole numbers, True,
 * False and None, nothing else; nothing is ever evaluated. Tuples and lists both become arrays. Left out: escapes in
 * strings, floats, sets, arithmetic.
 */
export type PythonValue =
  string | number | boolean | null | readonly PythonValue[] | ReadonlyMap<string, PythonValue>;

const DEEPEST = 16;

class Fault extends Error {}

/** Undefined where the text is no such literal. */
export function parsePythonLiteral(text: string): PythonValue | undefined {
  try {
    const scanner = new LiteralScanner(text);
    const value = scanner.value(0);
    return scanner.atEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

class LiteralScanner {
  private place = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): PythonValue {
    if (depth > DEEPEST) throw new Fault('too deep');
    if (this.take(/\{/y)) return this.dictionary(depth);
    if (this.take(/\[/y)) return this.items(/\]/y, depth);
    if (this.take(/\(/y)) return this.items(/\)/y, depth);
    const word = this.take(/'[^'\\]*'|"[^"\\]*"|-?\d+|True|False|None/y);
    if (word === null) throw new Fault('no value');
    if (word[0] === "'" || word[0] === '"') return word.slice(1, -1);
    if (word === 'None') return null;
    return word === 'True' || word === 'False' ? word === 'True' : Number(word);
  }

  atEnd(): boolean {
    return this.text.slice(this.place).trim() === '';
  }

  private dictionary(depth: number): ReadonlyMap<string, PythonValue> {
    const entries = new Map<string, PythonValue>();
    while (!this.take(/\}/y)) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || !this.take(/:/y)) throw new Fault('no key');
      entries.set(key, this.value(depth + 1));
      if (this.take(/,/y)) continue;
      if (this.take(/\}/y)) break;
      throw new Fault('no end');
    }
    return entries;
  }

  private items(end: RegExp, depth: number): PythonValue[] {
    const items: PythonValue[] = [];
    while (!this.take(end)) {
      items.push(this.value(depth + 1));
      if (this.take(/,/y)) continue;
      if (this.take(end)) break;
      throw new Fault('no end');
    }
    return items;
  }

  /** The next piece, if it is of this kind; blanks before it are skipped. */
  private take(kind: RegExp): string | null {
    while (this.place < this.text.length && this.text[this.place].trim() === '') this.place++;
    kind.lastIndex = this.place;
    const found = kind.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.place += found.length;
    return found;
  }
}
