// Our door to the package yaml: plain values, what is refused and in which line, bounds, 5,000 broken texts.
import { describe, expect, it } from 'vitest';
import { parseYaml, writeYaml } from '../../../engine/exchange/yaml.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';

/** Three levels of ten aliases each: a thousand copies. */
const BOMB = `a: &a [${'1, '.repeat(10)}]\nb: &b [${'*a, '.repeat(10)}]\nc: &c [${'*b, '.repeat(10)}]\nd: [${'*c, '.repeat(10)}]`;
const read = (text: string): unknown => valueOf(parseYaml(text, 'a.yaml'));

describe('parseYaml', () => {
  it.each<[string, string, unknown]>([
    ['nothing', '', null],
    ['comments alone', '# a\n\n  # b\n', null],
    ['a mapping', 'a: 1\nb: two words\n', { a: 1, b: 'two words' }],
    ['nested mappings', 'a:\n  b:\n    c: 1\n  d: 2\ne: 3', { a: { b: { c: 1 }, d: 2 }, e: 3 }],
    ['a list at the indentation of its key', 'a:\n- 1\n- 2\nb: 3', { a: [1, 2], b: 3 }],
    ['a deeper list', 'a:\n  - 1\n  - 2', { a: [1, 2] }],
    ['mappings in a list', '- a: 1\n  b: 2\n- a: 3', [{ a: 1, b: 2 }, { a: 3 }]],
    ['a list in a list', '- - 1\n  - 2\n- 3', [[1, 2], 3]],
    ['an item below its dash', '-\n  a: 1\n-\n', [{ a: 1 }, null]],
    ['empty values', 'a:\nb: ~\nc: null', { a: null, b: null, c: null }],
    [
      'flow values',
      'a: {b: 1, "c d": [x, 2.5, ]}\ne: []\nf: {}',
      { a: { b: 1, 'c d': ['x', 2.5] }, e: [], f: {} },
    ],
    ['numbers', '[1, -2, .5, 3., 1e3, 1.5E-2, +4]', [1, -2, 0.5, 3, 1000, 0.015, 4]],
    ['texts that look like numbers', "['1', 1.2.3, 1_0]", ['1', '1.2.3', '1_0']],
    ['YAML 1.2 numbers', '[0x10, 0o17, -.inf]', [16, 15, -Infinity]],
    ['anchors and aliases', 'a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['values over several lines', 'a: [1,\n  2]\nb: "c\n  d"', { a: [1, 2], b: 'c d' }],
    ['block texts', 'a: |\n  b\n  c\nd: >-\n  e\n  f', { a: 'b\nc\n', d: 'e f' }],
    ['no merge keys', 'a: &x {b: 1}\nc: {<<: *x}', { a: { b: 1 }, c: { '<<': { b: 1 } } }],
    ['truths', '[true, False, yes]', [true, false, 'yes']],
    [
      'quotes',
      String.raw`a: 'it''s # here'` + '\n' + String.raw`b: "x\"y\\\n" # c`,
      { a: "it's # here", b: 'x"y\\\n' },
    ],
    ['a # inside a word', 'a: b#c # d', { a: 'b#c' }],
    ['names of components', 'name: system.PE[0..7].rf', { name: 'system.PE[0..7].rf' }],
    ['a colon inside a word', 'a: b:c', { a: 'b:c' }],
    ['a start mark and Windows lines', '---\r\na: 1\r\n', { a: 1 }],
    ['quoted keys', '"a b": 1\n\'c\': 2', { 'a b': 1, c: 2 }],
  ])('reads %s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it('takes __proto__ for a key like any other', () => {
    const value = read('__proto__: {polluted: true}');
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['a tab', 'a:\n\tb: 1', 'Tabs are not allowed as indentation in line 2'],
    ['an alias without its anchor', 'a: 1\nb: *x', /Unresolved alias.*x/],
    ['a tag', 'a: !!python/object x', /Unresolved tag.*python\/object in line 1/],
    ['two documents', 'a: 1\n---\nb: 2', '2 documents'],
    ['a key twice', 'a: 1\na: 2', 'the key a twice in line 2'],
    ['a key twice in braces', 'x: 1\ny: {a: 1, a: 2}', 'the key a twice in line 2'],
    ['a deeper line after a value', 'a: 1\n  b: 2', /in line 1/],
    ['a line in between', 'a:\n    b: 1\n  c: 2', /in line 3/],
    ['an open quote', 'a: "b\nc', /Missing closing "quote/],
    ['an open list', 'a: [1, 2', /end with a \] in line 1/],
    ['an open mapping', 'a: {b: 1', /end with a \} in line 1/],
    ['text after a list', 'a: [1] 2', /in line 1/],
    ['two keys on a line', 'a: b: c', /in line 1/],
    ['an unknown escape', String.raw`a: "\q41"`, /Invalid escape sequence \\q in line 1/],
    ['a list that is a key', '{[1]: 2}', /all keys must be strings in line 1/],
    ['no key', 'a: 1\nb', /in line 2/],
    ['33 lists', '['.repeat(40), 'more than 32 levels in line 1'],
    ['33 dashes', 'a: 1\nb:\n ' + '- '.repeat(40) + '1', 'more than 32 levels in line 3'],
    ['lists without end', '['.repeat(2 ** 22), 'more than 32 levels in line 1'],
    ['aliases that multiply', BOMB, /Excessive alias count/],
  ])('refuses %s', (_, text, why) => {
    const [message, ...others] = messagesOf(parseYaml(text, 'a.yaml'));
    expect(others).toEqual([]);
    const inside = /^a\.yaml: must be plain YAML \(got (.*)\); correct that line$/s.exec(message)?.[1];
    expect(inside).toMatch(typeof why === 'string' ? new RegExp(`^${why}$`) : why);
  });

  it('compares many keys without comparing each with all', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `k${i}: ${i}\n`).join('');
    expect(Object.keys(read(text) ?? {})).toHaveLength(100_000);
  });

  it('writes what it reads back, numbers bit for bit', () => {
    const value = { a: [0.1 + 0.2, 1e-300, -0.5], 'b c': { d: 'yes: no', e: '1.0' }, f: null, g: [] };
    expect(read(writeYaml(value))).toEqual(value);
  });

  it('refuses more than 4 MiB', () => {
    const text = '#'.repeat(4 * 2 ** 20 + 1);
    expect(messagesOf(parseYaml(text, 'a.yaml'))[0]).toContain('at most 4194304 letters (got 4194305)');
    expect(read(text.slice(1))).toBeNull();
  });

  it('reads or refuses 5,000 damaged texts without throwing', () => {
    const random = new Random(7);
    const whole = new TextEncoder().encode(
      'ERT:\n  version: \'0.4\'\n  tables:\n  - name: a.PE[0..7].rf # x\n    actions: [{name: "r", energy: 1.5e-2}, []]\n',
    );
    let refused = 0;
    for (let run = 0; run < times(5000, 200_000); run++) {
      const outcome = parseYaml(new TextDecoder().decode(mutated(whole, random)), 'a.yaml');
      if (!outcome.ok) refused++;
      expect(outcome.ok || outcome.issues.length === 1).toBe(true);
    }
    expect(refused).toBeGreaterThan(500);
  });
});
