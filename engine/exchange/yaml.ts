/**
 * YAML 1.2 text to plain values and back, for tables of other tools; the one place that knows the package `yaml`. Core
 * schema; anchors and aliases are followed. Bounds: letters, depth, aliases, so that no file can exhaust memory or stack.
 * Left out, and refused: tags of other tools, merge keys, keys that are no text, several documents.
 */
import { Composer, Document, isMap, isScalar, isSeq, Lexer, LineCounter, Parser, visit } from 'yaml';
import type { CST } from 'yaml';
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Outcome } from '../contract/index.ts';

const MOST_LETTERS = 4 * 2 ** 20;
const MOST_DEPTH = 32;
/** Values that aliases may repeat. */
const MOST_ALIASES = 100;
const WIDEST_LINE = 110;

/** path: shown in front of the issue. */
export function parseYaml(text: string, path: string): Outcome<unknown> {
  const bad = (message: string): Outcome<unknown> => refuse(errorAt(path, 'yaml/malformed', message));
  const malformed = (why: string): Outcome<unknown> =>
    bad(`must be plain YAML (got ${why}); correct that line`);
  if (text.length > MOST_LETTERS)
    return bad(
      `must be at most ${MOST_LETTERS} letters (got ${text.length}); keep the tables that are needed`,
    );
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines);
  if (typeof tokens === 'number')
    return malformed(`more than ${MOST_DEPTH} levels in line ${lines.linePos(tokens).line}`);
  // The package compares each key with all others: long tables would take minutes. See `keyTwice`.
  const composer = new Composer({ schema: 'core', stringKeys: true, prettyErrors: false, uniqueKeys: false });
  const documents = [...composer.compose(tokens)];
  for (const document of documents) {
    const fault = document.errors[0] ?? document.warnings[0] ?? keyTwice(document);
    if (fault) return malformed(`${withoutStop(fault.message)} in line ${lines.linePos(fault.pos[0]).line}`);
  }
  if (documents.length > 1) return malformed(`${documents.length} documents`);
  return documents.length === 0 ? accept(null) : valueOf(documents[0], malformed);
}

/** A mapping that another tool wants to see with a tag, such as `!Component`. */
export class Tagged {
  readonly tag: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(tag: string, fields: Readonly<Record<string, unknown>>) {
    this.tag = tag;
    this.fields = fields;
  }
}

/** Plain data as block-style YAML; numbers as JavaScript writes them, so that they read back bit for bit. */
export function writeYaml(value: unknown): string {
  const document = new Document(value, (_key, one) => (one instanceof Tagged ? one.fields : one), {
    aliasDuplicateObjects: false,
  });
  tagNodes(document.contents, value);
  return document.toString({ lineWidth: WIDEST_LINE });
}

/** Nodes and values have the same shape. */
function tagNodes(node: unknown, value: unknown): void {
  if (value instanceof Tagged) {
    if (isMap(node)) node.tag = value.tag;
    tagNodes(node, value.fields);
  } else if (isSeq(node) && Array.isArray(value)) {
    node.items.forEach((item, i) => tagNodes(item, value[i]));
  } else if (isMap(node) && typeof value === 'object' && value !== null) {
    const fields: Readonly<Record<string, unknown>> = { ...value };
    for (const { key, value: inner } of node.items) tagNodes(inner, fields[String(key)]);
  }
}

function valueOf(document: Document, malformed: (why: string) => Outcome<unknown>): Outcome<unknown> {
  try {
    return accept(document.toJS({ maxAliasCount: MOST_ALIASES }));
  } catch (error) {
    // Aliases without an anchor, or too many of them.
    if (error instanceof ReferenceError) return malformed(withoutStop(error.message));
    throw error;
  }
}

/** The token trees of all documents, or where the text goes deeper than allowed: building values would recurse. */
function tokensOf(text: string, lines: LineCounter): CST.Token[] | number {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    // A document, its collections, and the scalar at hand.
    if (parser.stack.length > MOST_DEPTH + 2) return parser.offset;
  }
  return [...tokens, ...parser.end()];
}

function keyTwice(document: Document): { message: string; pos: readonly number[] } | null {
  let fault: ReturnType<typeof keyTwice> = null;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          fault = { message: `the key ${String(key.value)} twice`, pos: key.range ?? [0] };
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return fault;
}

const withoutStop = (message: string): string => message.replace(/[.:]?\s*$/, '');
