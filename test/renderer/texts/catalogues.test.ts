// Every catalogue in both languages: same keys, same arguments, every argument used, and Chinese in the Chinese one.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LANGUAGES, language, type Language } from '../../../renderer/src/texts/language.ts';

const folder = resolve(import.meta.dirname, '../../../renderer/src/texts');
const modules = import.meta.glob<Record<string, unknown>>('../../../renderer/src/texts/*.ts', {
  eager: true,
});

type AnyText = (...args: unknown[]) => string;

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

function* leavesOf(value: unknown, path: string): Generator<Leaf> {
  if (typeof value !== 'object' || value === null) yield { path, value };
  else for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner, `${path}.${key}`);
}

const catalogues = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module)
    .filter(([name]) => /^texts$|Texts$/.test(name))
    .map(([name, value]) => ({ file: file.split('/').at(-1) ?? file, name, value })),
);

/** Leaves in one language; the catalogue is one object that is read in the language of the moment. */
function inOne(one: Language, value: unknown): Leaf[] {
  language.value = one;
  return [...leavesOf(value, '')];
}

/** What a text says with a mark in place of every argument, tried on both sides of true and false, 1 and 2. */
function said(value: AnyText): string[] {
  const marks = Array.from({ length: value.length }, (_, at) => `«${at}»`);
  const numbers = marks.map((_, at) => 7001 + at);
  return [marks, numbers, numbers.map(() => true), numbers.map(() => false), numbers.map(() => null)].flatMap(
    (args) => {
      try {
        return [value(...args)];
      } catch {
        return []; // an argument of another type
      }
    },
  );
}

const usedBy = (value: AnyText): boolean[] =>
  Array.from({ length: value.length }, (_, at) =>
    said(value).some((text) => text.includes(`«${at}»`) || text.includes(String(7001 + at))),
  );

/** Names that are the same in every language. */
const NAMES = ['SpikeX Workbench'];

/** Two words in a row are a text; single ones may be names, formulas and units. */
const isText = (text: string): boolean => /\p{L}{2,}\s\p{L}{2,}/u.test(text) && !NAMES.includes(text);

afterAll(() => {
  language.value = 'en';
});

describe('the catalogues', () => {
  it('are all here: every file of texts is one, with its Chinese beside it', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const known = new Set([...catalogues.map(({ file }) => file), 'language.ts', 'en.ts']);
    expect(files.filter((name) => !known.has(name))).toEqual([]);
    expect(catalogues.length).toBeGreaterThan(10);
  });

  it.each(catalogues)('$file: both languages have the same keys and arguments', ({ value }) => {
    const [en, zh] = LANGUAGES.map((one) => inOne(one, value));
    const shape = (leaves: Leaf[]): string[] =>
      leaves.map(({ path, value: leaf }) => `${path} ${typeof leaf}`);
    expect(shape(zh).sort()).toEqual(shape(en).sort());
  });

  it.each(catalogues)('$file: what English says of its arguments, Chinese says, too', ({ value }) => {
    const zh = new Map(inOne('zh', value).map(({ path, value: leaf }) => [path, leaf]));
    const unsaid = inOne('en', value).flatMap(({ path, value: leaf }) => {
      if (typeof leaf !== 'function') return [];
      const other = usedBy(zh.get(path) as AnyText);
      return usedBy(leaf as AnyText).flatMap((used, at) =>
        used && !other[at] ? [`${path}, argument ${at + 1}`] : [],
      );
    });
    expect(unsaid).toEqual([]);
  });

  it.each(catalogues)(
    '$file: no text is empty in one language only, none is left in English',
    ({ value }) => {
      const zh = new Map(inOne('zh', value).map(({ path, value: leaf }) => [path, leaf]));
      const left = inOne('en', value).filter(({ path, value: leaf }) => {
        if (typeof leaf !== 'string') return false;
        const other = String(zh.get(path)).trim();
        return (other === '') !== (leaf.trim() === '') || (isText(leaf) && other === leaf.trim());
      });
      expect(left).toEqual([]);
    },
  );

  it('hold no text of another tool’s placeholder syntax', () => {
    for (const name of readdirSync(join(folder, 'zh'))) {
      expect(readFileSync(join(folder, 'zh', name), 'utf8')).not.toMatch(/\{\{|%s|%d/);
    }
  });
});
