// No visible text stands in a template, and no catalogue is read once for ever into a constant of a module.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse } from 'vue/compiler-sfc';

const root = resolve(import.meta.dirname, '../../../renderer/src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) =>
  name.replaceAll('\\', '/'),
);
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** Attributes that a person reads or hears, and the props that components pass on to them. */
const SPOKEN =
  /^(aria-label|aria-description|alt|title|label|placeholder|caption|sub|text|formula|help|note|head|unit|empty)$/;

/** Keys, formulas, units and proper names stand as they are in every language. */
const SAME = /^(Ctrl [A-Z]|ms|mm²|TWS \$\{.*|SHA-256 \$\{.*|MHz|px)$/;

/** Names of systems and of what is stored, which no language changes. */
const PROPER = /^'(SpikeX|SpinalFlow)'$/;

const isWord = (text: string): boolean => /\p{L}{2}/u.test(text) && !SAME.test(text.trim());

/** Texts in quotes inside an expression, without what is filled in. */
function quoted(expression: string): string[] {
  // The key of a table is no text.
  const shown = expression.replace(/\[\s*'[^']*'\s*\]/g, '');
  return [...shown.matchAll(/'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, plain, template]) => plain ?? template ?? '')
    .filter((text) => {
      const own = text.replace(/\$\{[^}]*\}/g, ' ');
      return isWord(text) && (/\p{L}{2,}.*\s|\s.*\p{L}{2,}/u.test(own.trim()) || /^\p{Lu}\p{Ll}/u.test(own));
    });
}

/** What is looked at of the compiler's syntax tree. */
interface TreeNode {
  readonly type: number;
  readonly tag?: string;
  readonly name?: string;
  readonly content?: string | TreeNode;
  readonly value?: TreeNode;
  readonly arg?: TreeNode;
  readonly exp?: TreeNode;
  readonly props?: readonly TreeNode[];
  readonly children?: readonly TreeNode[];
}

const COMMENT = 3;

const contentOf = (node: TreeNode | undefined): string =>
  typeof node?.content === 'string' ? node.content : '';

function ofAttribute({ name = '', value, arg, exp }: TreeNode): string[] {
  if (!exp) return SPOKEN.test(name) && isWord(contentOf(value)) ? [`${name}="${contentOf(value)}"`] : [];
  const bound = name === 'bind' && (SPOKEN.test(contentOf(arg)) || /aria-label|title/.test(contentOf(exp)));
  return bound ? quoted(contentOf(exp)) : [];
}

function literalsIn(node: TreeNode): string[] {
  if (node.type === COMMENT) return [];
  if (node.tag !== undefined) {
    return [...(node.props ?? []).flatMap(ofAttribute), ...(node.children ?? []).flatMap(literalsIn)];
  }
  if (typeof node.content === 'object') return quoted(contentOf(node.content));
  return isWord(contentOf(node)) && contentOf(node).trim() !== '' ? [contentOf(node).trim()] : [];
}

function literalsOf(file: string): string[] {
  const tree = parse(file).descriptor.template?.ast as TreeNode | undefined;
  return (tree?.children ?? []).flatMap(literalsIn);
}

describe('templates', () => {
  const components = files.filter((name) => name.endsWith('.vue'));

  it('hold no visible text of their own: it stands in texts/', () => {
    const found = components.flatMap((name) => literalsOf(read(name)).map((text) => `${name}: ${text}`));
    expect(components.length).toBeGreaterThan(80);
    expect(found).toEqual([]);
  });

  it('would be caught with a text: every kind of place is looked at', () => {
    const template =
      '<p title="A tip">Hello there {{ open ? "x" : \'Close it\' }}<b :title="`Path of ${x} file`" :input-props="{ \'aria-label\': \'Filter runs\' }" /></p>';
    const found = literalsOf(`<template>${template}</template>`);
    expect(found).toEqual(['title="A tip"', 'Hello there', 'Close it', 'Path of ${x} file', 'Filter runs']);
  });
});

/** Properties whose text is shown, given as a literal that begins like a sentence or has two words. */
const SHOWN =
  /\b(?:label|title|help|placeholder|caption|note|about|formula|foot|hint|quantity|axis|xName|summary|empty)\s*:\s*('[^'\n]*'|`[^`\n$]*`)/g;
const SENTENCE = /^\p{Lu}\p{Ll}|\p{L}{2,} \p{L}/u;

describe('scripts', () => {
  it('hold no visible text of their own either', () => {
    const found = files
      .filter((name) => /\.(ts|vue)$/.test(name) && !name.startsWith('texts/'))
      .flatMap((name) =>
        [...read(name).matchAll(SHOWN)]
          .filter(([, text]) => SENTENCE.test(text.slice(1, -1)) && !PROPER.test(text))
          .map(([whole]) => `${name}: ${whole}`),
      );
    expect(found).toEqual([]);
  });
});

/** Names of imported catalogues, read while the module is loaded: they would stay in the language of that moment. */
function readEarly(name: string, code: string): string[] {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);
  const catalogues = new Set<string>();
  const found: string[] = [];
  function walk(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      if (/texts\//.test(node.moduleSpecifier.getText()) && bindings && ts.isNamedImports(bindings)) {
        bindings.elements
          .filter(({ name: { text } }) => /texts$/i.test(text))
          .forEach((one) => catalogues.add(one.name.text));
      }
      return;
    }
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    // A table of a catalogue follows the language; a text taken out of it does not.
    if (
      ts.isVariableDeclaration(node) &&
      node.initializer &&
      /^\w+(\.\w+)?$/.test(node.initializer.getText())
    )
      return;
    if (ts.isIdentifier(node) && catalogues.has(node.text)) {
      found.push(`${name}: ${node.parent.getText().slice(0, 60)}`);
    }
    node.forEachChild(walk);
  }
  walk(source);
  return found;
}

describe('modules', () => {
  it('read their texts when they are shown, not when they are loaded', () => {
    const found = files
      .filter((name) => !name.startsWith('texts/'))
      .flatMap((name) => {
        if (name.endsWith('.ts')) return readEarly(name, read(name));
        // Pages open anew in another language; the shell around them stays.
        if (!/^(shell\/.*|App)\.vue$/.test(name)) return [];
        return readEarly(name, parse(read(name)).descriptor.scriptSetup?.content ?? '');
      });
    expect(found).toEqual([]);
  });

  it('would be caught', () => {
    const code =
      "import { runTexts as texts } from '../texts/runs.ts';\nconst A = [{ label: texts.title }];\nconst b = () => texts.title;\nconst { rows } = texts;\n";
    expect(readEarly('x.ts', code)).toEqual(['x.ts: texts.title']);
  });
});
