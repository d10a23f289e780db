/**
 * The header of a .npy file: a Python dictionary literal with the keys descr (a string), fortran_order (True or
 * False) and shape (a tuple of non-negative integers), in any order, for example
 * {'descr': '|u1', 'fortran_order': False, 'shape': (30, 2, 34, 34), }. A scanner for exactly this; anything else
 * is a fault. Left out: structured types (descr as a list), which are refused.
 */
export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const MOST_AXES = 32;
const KEYS = ['descr', 'fortran_order', 'shape'];

class Fault extends Error {}

/** The header, or what is wrong with it. */
export function parseNpyHeader(text: string): NpyHeader | string {
  try {
    return new HeaderScanner(text).dictionary();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

class HeaderScanner {
  private place = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  dictionary(): NpyHeader {
    const found = new Map<string, unknown>();
    this.expect('{');
    while (!this.take('}')) {
      const key = this.quoted();
      if (!KEYS.includes(key)) throw new Fault(`unknown key '${key.slice(0, 20)}'`);
      if (found.has(key)) throw new Fault(`key '${key}' twice`);
      this.expect(':');
      found.set(key, key === 'descr' ? this.quoted() : key === 'shape' ? this.tuple() : this.flag());
      if (!this.take(',')) {
        this.expect('}');
        break;
      }
    }
    if (this.text.slice(this.place).trim() !== '') throw new Fault('text after the dictionary');
    const [descr, fortranOrder, shape] = KEYS.map((key) => found.get(key));
    if (typeof descr !== 'string' || typeof fortranOrder !== 'boolean' || !Array.isArray(shape))
      throw new Fault(`key '${KEYS.find((key) => !found.has(key))}' is missing`);
    return { descr, fortranOrder, shape };
  }

  private tuple(): number[] {
    const axes: number[] = [];
    this.expect('(');
    while (!this.take(')')) {
      const digits = this.match(/\d+/y);
      const axis = Number(digits);
      if (digits === null || !Number.isSafeInteger(axis)) throw new Fault('shape is not a tuple of integers');
      axes.push(axis);
      if (axes.length > MOST_AXES) throw new Fault(`more than ${MOST_AXES} axes`);
      if (!this.take(',')) {
        this.expect(')');
        break;
      }
    }
    return axes;
  }

  private flag(): boolean {
    const word = this.match(/True|False/y);
    if (word === null) throw new Fault('fortran_order is neither True nor False');
    return word === 'True';
  }

  private quoted(): string {
    const word = this.match(/'[^'\\]*'|"[^"\\]*"/y);
    if (word === null) throw new Fault(`a quoted text is missing at character ${this.place}`);
    return word.slice(1, -1);
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw new Fault(`'${sign}' is missing at character ${this.place}`);
  }

  private take(sign: string): boolean {
    this.match(/\s*/y);
    if (this.text[this.place] !== sign) return false;
    this.place++;
    return true;
  }

  private match(pattern: RegExp): string | null {
    const skip = /\s*/y;
    skip.lastIndex = this.place;
    this.place += skip.exec(this.text)?.[0].length ?? 0;
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.place += found[0].length;
    return found[0];
  }
}
