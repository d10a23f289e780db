/**
 * YAML text to plain values, for tables of other tools: the part of YAML 1.2 that PyYAML's block style and hand-written
 * tables use. Block lists and mappings by indentation, lists and mappings in [ ] and { } on one line, plain, single-
 * and double-quoted scalars on one line, comments, one leading `---`. Plain scalars resolve by the core schema (null,
 * true, false, decimal numbers, else text). Size and depth are bounded.
 * Left out, and refused by name: tabs as indentation, anchors and aliases, tags, | and > blocks, values over several
 * lines, several documents, keys that are no text. One file, since block and flow share scalars and faults.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Outcome } from '../contract/index.ts';

const MOST_LETTERS = 4 * 2 ** 20;
const MOST_DEPTH = 32;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
const REFUSED: Readonly<Record<string, string>> = {
  '&': 'an anchor',
  '*': 'an alias',
  '!': 'a tag',
  '|': 'a | block',
  '>': 'a > block',
  '%': 'a directive',
  '@': 'a reserved sign',
  '`': 'a reserved sign',
};
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', n: '\n', t: '\t' };

class Fault extends Error {}

interface Line {
  indent: number;
  text: string;
  readonly number: number;
}

/** path: shown in front of the issue. */
export function parseYaml(text: string, path: string): Outcome<unknown> {
  const bad = (message: string): Outcome<unknown> => refuse(errorAt(path, 'yaml/malformed', message));
  if (text.length > MOST_LETTERS)
    return bad(
      `must be at most ${MOST_LETTERS} letters (got ${text.length}); keep the tables that are needed`,
    );
  try {
    return accept(new BlockReader(linesOf(text)).document());
  } catch (error) {
    if (error instanceof Fault) return bad(`must be plain YAML (got ${error.message}); correct that line`);
    throw error;
  }
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const all = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [i, whole] of all.entries()) {
    const bare = withoutComment(whole).trimEnd();
    const start = bare.search(/[^ ]/);
    if (start < 0) continue;
    if (bare === '---' && lines.length === 0) continue;
    if (bare === '---' || bare === '...') throw new Fault(`a second document in line ${i + 1}`);
    if (bare[start] === '\t') throw new Fault(`a tab as indentation in line ${i + 1}`);
    lines.push({ indent: start, text: bare.slice(start), number: i + 1 });
  }
  return lines;
}

/** A # counts at the start or after a space, outside quotes; quotes count where a scalar begins. */
function withoutComment(line: string): string {
  let quote = '';
  let before = ':'; // last sign that is no space
  for (let i = 0; i < line.length; i++) {
    const sign = line[i];
    if (quote) {
      const paired = quote === '"' ? sign === '\\' : sign === quote && line[i + 1] === quote;
      if (paired) i++;
      else if (sign === quote) quote = '';
    } else if (sign === '#' && (i === 0 || /\s/.test(line[i - 1]))) return line.slice(0, i);
    else if ((sign === '"' || sign === "'") && '-:,[{'.includes(before)) quote = sign;
    if (sign !== ' ') before = sign;
  }
  return line;
}

class BlockReader {
  private readonly lines: Line[];
  private place = 0;

  constructor(lines: Line[]) {
    this.lines = lines;
  }

  document(): unknown {
    if (!this.lines.length) return null;
    const value = this.block(0);
    const rest = this.lines.at(this.place);
    if (rest && this.place < this.lines.length)
      throw new Fault(`an indentation that fits nothing in line ${rest.number}`);
    return value;
  }

  private block(depth: number): unknown {
    const line = this.lines[this.place];
    if (depth > MOST_DEPTH) throw new Fault(`more than ${MOST_DEPTH} levels in line ${line.number}`);
    if (isItem(line)) return this.list(line.indent, depth);
    if (keyOf(line) !== null) return this.mapping(line.indent, depth);
    this.place++;
    return new FlowReader(line).whole(depth);
  }

  private list(indent: number, depth: number): unknown[] {
    const items: unknown[] = [];
    for (let line = this.at(indent); line && isItem(line); line = this.at(indent)) {
      const rest = line.text.slice(1).trimStart();
      if (rest === '') {
        this.place++;
        items.push(this.below(indent, depth));
      } else {
        // what follows the dash is a block of its own, indented as far as it stands
        line.indent += line.text.length - rest.length;
        line.text = rest;
        items.push(this.block(depth + 1));
      }
    }
    return items;
  }

  private mapping(indent: number, depth: number): Readonly<Record<string, unknown>> {
    const found = new Map<string, unknown>();
    for (let line = this.at(indent); line && !isItem(line); line = this.at(indent)) {
      const entry = keyOf(line);
      if (entry === null) throw new Fault(`no key in line ${line.number}`);
      if (found.has(entry.key)) throw new Fault(`the key ${entry.key} twice, in line ${line.number}`);
      this.place++;
      const rest = line.text.slice(entry.end).trimStart();
      const value =
        rest === '' ? this.below(indent, depth, true) : new FlowReader(line, entry.end).whole(depth);
      found.set(entry.key, value);
    }
    return Object.fromEntries(found);
  }

  /** The deeper block after a key or a dash; after a key also a list at the same indentation. */
  private below(indent: number, depth: number, orList = false): unknown {
    const next = this.lines.at(this.place);
    if (!next || this.place >= this.lines.length) return null;
    return next.indent > indent || (orList && next.indent === indent && isItem(next))
      ? this.block(depth + 1)
      : null;
  }

  private at(indent: number): Line | null {
    if (this.place >= this.lines.length) return null;
    const line = this.lines[this.place];
    if (line.indent > indent) throw new Fault(`an indentation that fits nothing in line ${line.number}`);
    return line.indent === indent ? line : null;
  }
}

const isItem = (line: Line): boolean => line.text === '-' || line.text.startsWith('- ');

/** The key that starts a line, and where its value starts; null for a line without `key: `. */
function keyOf(line: Line): { key: string; end: number } | null {
  const quoted = /^("[^"\\]*"|'[^']*')\s*:(?=\s|$)/.exec(line.text);
  if (quoted) return { key: quoted[1].slice(1, -1), end: quoted[0].length };
  if (/^["'[\]{}]/.test(line.text)) return null;
  const at = line.text.search(/:(\s|$)/);
  if (at < 1) return null;
  if (REFUSED[line.text[0]] || line.text.startsWith('? '))
    throw new Fault(`${REFUSED[line.text[0]] ?? 'a ? key'} in line ${line.number}`);
  return { key: line.text.slice(0, at).trimEnd(), end: at + 1 };
}

/** A value on one line. */
class FlowReader {
  private readonly line: Line;
  private place: number;

  constructor(line: Line, place = 0) {
    this.line = line;
    this.place = place;
  }

  whole(depth: number): unknown {
    this.skip();
    const first = this.line.text[this.place];
    if ('[{"\''.includes(first)) {
      const value = this.value(depth);
      this.skip();
      if (this.place < this.line.text.length) this.fail('text after a value');
      return value;
    }
    return this.plain(this.line.text.slice(this.place));
  }

  private value(depth: number): unknown {
    if (depth > MOST_DEPTH) this.fail(`more than ${MOST_DEPTH} levels`);
    this.skip();
    const first = this.line.text.at(this.place);
    if (first === '[') return this.list(depth + 1);
    if (first === '{') return this.mapping(depth + 1);
    if (first === '"' || first === "'") return this.quoted(first);
    return this.plain(this.match(/[^,[\]{}:]*(:[^\s,[\]{}:][^,[\]{}:]*)*/y).trim());
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = [];
    this.place++;
    while (!this.take(']')) {
      items.push(this.value(depth));
      if (!this.take(',')) {
        if (!this.take(']')) this.fail('a [ without ] on the same line');
        break;
      }
    }
    return items;
  }

  private mapping(depth: number): Readonly<Record<string, unknown>> {
    const found = new Map<string, unknown>();
    this.place++;
    while (!this.take('}')) {
      const key = this.value(depth);
      if (typeof key !== 'string') this.fail('a key that is no text');
      else {
        if (found.has(key)) this.fail(`the key ${key} twice`);
        if (!this.take(':')) this.fail(`no : after ${key}`);
        found.set(key, this.value(depth));
      }
      if (!this.take(',')) {
        if (!this.take('}')) this.fail('a { without } on the same line');
        break;
      }
    }
    return Object.fromEntries(found);
  }

  private quoted(quote: string): string {
    let text = '';
    for (this.place++; this.place < this.line.text.length; this.place++) {
      const sign = this.line.text[this.place];
      if (sign === quote) {
        this.place++;
        if (quote === '"' || this.line.text.at(this.place) !== quote) return text;
        text += quote;
      } else if (sign === '\\' && quote === '"') {
        const escaped = ESCAPES[this.line.text.charAt(++this.place)];
        if (escaped === undefined) this.fail('an unknown escape');
        text += escaped;
      } else text += sign;
    }
    return this.fail('a quote that does not end on its line');
  }

  private plain(text: string): unknown {
    const refused = REFUSED[text.charAt(0)];
    if (refused) this.fail(refused);
    if (/:(\s|$)/.test(text)) this.fail('a second key');
    if (text === '' || text === '~' || /^(null|Null|NULL)$/.test(text)) return null;
    if (/^(true|True|TRUE)$/.test(text)) return true;
    if (/^(false|False|FALSE)$/.test(text)) return false;
    return NUMBER.test(text) ? Number(text) : text;
  }

  private take(sign: string): boolean {
    this.skip();
    if (this.line.text.at(this.place) !== sign) return false;
    this.place++;
    return true;
  }

  private skip(): void {
    this.match(/\s*/y);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.line.text)?.[0] ?? '';
    this.place += found.length;
    return found;
  }

  private fail(what: string): never {
    throw new Fault(`${what} in line ${this.line.number}`);
  }
}
