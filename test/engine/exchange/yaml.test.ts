// The YAML subset: what it reads, what it refuses by name, and 5,000 broken texts that must not throw.
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../engine/exchange/yaml.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';

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
    ['texts that look like numbers', "['1', 1.2.3, 0x10, .inf, 1_0]", ['1', '1.2.3', '0x10', '.inf', '1_0']],
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
    ['a tab', 'a:\n\tb: 1', 'a tab as indentation in line 2'],
    ['an anchor', 'a: &x 1', 'an anchor in line 1'],
    ['an alias', 'a: 1\nb: *x', 'an alias in line 2'],
    ['a tag', 'a: !!python/object x', 'a tag in line 1'],
    ['a merge of aliases', 'a: [*x, *x]', 'an alias in line 1'],
    ['a block text', 'a: |\n  text', 'a | block in line 1'],
    ['a folded text', 'a: >\n  text', 'a > block in line 1'],
    ['two documents', 'a: 1\n---\nb: 2', 'a second document in line 2'],
    ['a key twice', 'a: 1\na: 2', 'the key a twice, in line 2'],
    ['a key twice in braces', '{a: 1, a: 2}', 'the key a twice in line 1'],
    ['a deeper line after a value', 'a: 1\n  b: 2', 'an indentation that fits nothing in line 2'],
    ['a line in between', 'a:\n    b: 1\n  c: 2', 'an indentation that fits nothing in line 3'],
    ['a text over two lines', 'a: "b\nc"', 'a quote that does not end on its line in line 1'],
    ['an open list', 'a: [1, 2', 'a [ without ] on the same line in line 1'],
    ['an open mapping', 'a: {b: 1', 'a { without } on the same line in line 1'],
    ['text after a list', 'a: [1] 2', 'text after a value in line 1'],
    ['two keys on a line', 'a: b: c', 'a second key in line 1'],
    ['an unknown escape', String.raw`a: "\x41"`, 'an unknown escape in line 1'],
    ['a list that is a key', '{[1]: 2}', 'a key that is no text in line 1'],
    ['no key', 'a: 1\nb', 'no key in line 2'],
    ['33 lists', '['.repeat(40), 'more than 32 levels in line 1'],
    ['33 dashes', '- '.repeat(40) + '1', 'more than 32 levels in line 1'],
  ])('refuses %s', (_, text, why) => {
    expect(messagesOf(parseYaml(text, 'a.yaml'))).toEqual([
      `a.yaml: must be plain YAML (got ${why}); correct that line`,
    ]);
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
