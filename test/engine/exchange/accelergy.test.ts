// Accelergy tables: the shipped example by hand, every mistake by its message, and 5,000 broken files.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EnergyTable } from '../../../engine/contract/index.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import { parseAccelergy } from '../../../engine/exchange/accelergy.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';

const root = resolve(import.meta.dirname, '../../..');
const example = readFileSync(join(root, 'resources/tech/examples/accelergy-ert.yaml'), 'utf8');

/** Five components, named and priced by [name, actions as YAML flow]. */
const ert = (tables: Readonly<Record<string, string>>, more = ''): string =>
  [
    'ERT:',
    '  tables:',
    ...Object.entries(tables).flatMap(([name, actions]) => [`  - name: ${name}`, `    actions: ${actions}`]),
    more,
  ].join('\n');
const pair = (energy: number, bits = 8): string =>
  `[{name: read, arguments: {data_width: ${bits}}, energy: ${energy}}, {name: write, arguments: {data_width: ${bits}}, energy: ${energy}}]`;
const pricesOf = (table: EnergyTable): number[] => [
  table.aluPj,
  table.rfPjPerByte,
  table.lbufPjPerByte,
  table.glbPjPerByte,
  table.dramPjPerByte,
];
const ADD = '[{name: add, energy: 1}]';
const WHOLE = {
  's.dram': pair(64),
  's.glb': pair(4),
  's.lbuf': pair(2),
  's.PE[0..7].rf': pair(1),
  's.PE[0..7].alu': ADD,
};

describe('the example', () => {
  it('costs what its sums say', () => {
    const outcome = parseAccelergy(example, 'accelergy-ert.yaml');
    const table = valueOf(outcome);
    expect(table.dramPjPerByte).toBe(64); // 512 pJ / 8 B, read and write
    expect(table.glbPjPerByte).toBe(0.625); // (4 / 8 + 6 / 8) / 2
    expect(table.lbufPjPerByte).toBeCloseTo(0.1, 12); // (0.7 / 8 + 0.9 / 8) / 2
    expect(table.rfPjPerByte).toBeCloseTo(0.04, 12); // (0.06 / 2 + 0.1 / 2) / 2: the dearer write
    expect(table.aluPj).toBeCloseTo(0.21, 12); // 0.05 + 4 B x 0.04
    expect(table).toMatchObject({ name: 'accelergy-ert', fitted: false, silicon: null });
    expect(table.source).toContain('GLB = system.chip.global_buffer: (4 / 8 + 6 / 8) / 2 pJ per byte');
    expect(messagesOf(outcome)).toEqual([]);
  });

  it('is an energy table that can be written as JSON and read again', () => {
    const table = valueOf(parseAccelergy(example, 'accelergy-ert.yaml'));
    expect(valueOf(parseEnergyTable(JSON.stringify(table), 'again.json'))).toEqual(table);
  });
});

describe('the mapping', () => {
  it.each([
    ['letters and signs', 's.Global_Buffer', 's.glb'],
    ['a range at the end', 's.glb[0..3]', 's.glb'],
    ['a name without dots', 'GLB', 's.glb'],
  ])('knows names by their last part: %s', (_, name, instead) => {
    const tables = Object.fromEntries(
      Object.entries(WHOLE).map(([key, value]) => [key === instead ? name : key, value]),
    );
    expect(valueOf(parseAccelergy(ert(tables), 'a.yaml')).glbPjPerByte).toBe(4);
  });

  it('does not take part of a word for a name', () => {
    const { 's.glb': glb, ...rest } = WHOLE;
    const [message] = messagesOf(parseAccelergy(ert({ ...rest, 's.weight_glb': glb }), 'a.yaml'));
    expect(message).toMatch(
      /^a\.yaml\.ERT\.tables: must have exactly one component for GLB \(got none among .*s\.weight_glb/,
    );
    expect(message).toContain('add spikex: { GLB: { component: NAME } }');
  });

  it('refuses two candidates, until one is named', () => {
    const two = { ...WHOLE, 't.glb': pair(8) };
    expect(messagesOf(parseAccelergy(ert(two), 'a.yaml'))[0]).toContain('(got s.glb and t.glb)');
    const outcome = parseAccelergy(ert(two, 'spikex: {GLB: {component: t.glb}}'), 'a.yaml');
    expect(valueOf(outcome).glbPjPerByte).toBe(8);
    expect(messagesOf(outcome)).toEqual(['a.yaml.ERT: has components that are not charged: s.glb']);
  });

  it('finds a named component with or without its range', () => {
    for (const name of ['s.PE.rf', '"s.PE[0..7].rf"'])
      expect(parseAccelergy(ert(WHOLE, `spikex: {RF: {component: ${name}}}`), 'a.yaml').ok).toBe(true);
    expect(messagesOf(parseAccelergy(ert(WHOLE, 'spikex: {GLB: {component: s.gbl}}'), 'a.yaml'))).toEqual([
      'a.yaml.spikex.GLB.component: must name one component of the ERT (got s.gbl); did you mean s.glb?',
    ]);
  });

  it('names every level that is missing', () => {
    expect(messagesOf(parseAccelergy('ERT: {tables: []}', 'a.yaml'))).toHaveLength(5);
  });
});

describe('widths', () => {
  it('charges 8 bits per action where none is given, and says so', () => {
    const outcome = parseAccelergy(
      ert({ ...WHOLE, 's.glb': '[{name: read, energy: 4}, {name: update, energy: 8}]' }),
      'a.yaml',
    );
    expect(valueOf(outcome).glbPjPerByte).toBe(6);
    expect(messagesOf(outcome)).toHaveLength(1);
    expect(messagesOf(outcome)[0]).toMatch(
      /tables\[1\]: must say how many bits one action of s\.glb moves .* charged as 8 bits/,
    );
  });

  it('prefers the width of the spikex block', () => {
    expect(valueOf(parseAccelergy(ert(WHOLE, 'spikex: {GLB: {width: 64}}'), 'a.yaml')).glbPjPerByte).toBe(
      0.5,
    );
  });

  it('compares actions of one name per byte', () => {
    // 6 pJ for 8 B is cheaper per byte than 1 pJ for 1 B
    const mixed =
      '[{name: read, arguments: {width: 64}, energy: 6}, {name: read, arguments: {width: 8}, energy: 1}, {name: write, arguments: {width: 8}, energy: 1}]';
    expect(valueOf(parseAccelergy(ert({ ...WHOLE, 's.glb': mixed }), 'a.yaml')).glbPjPerByte).toBe(1);
  });
});

describe('what is left out', () => {
  it('is said: leak and idle, components, areas', () => {
    const glb = `[{name: leak, energy: 0.1}, ${pair(4).slice(1)}`;
    const text = ert(
      { ...WHOLE, 's.glb': glb, 's.noc': '[{name: hop, energy: 1}]' },
      'ART: {version: 0.4, tables: []}',
    );
    expect(messagesOf(parseAccelergy(text, 'a.yaml'))).toEqual([
      'a.yaml.ART: is not read: areas need capacities and leakage',
      'a.yaml.ERT: has components that are not charged: s.noc',
      'a.yaml.ERT: has leak or idle actions that are not charged: s.glb',
    ]);
  });
});

describe('mistakes', () => {
  it.each([
    ['a list', '- 1', 'a.yaml: must be a mapping with the key ERT (got a list of 1)'],
    ['nothing', '', '(got null)'],
    ['no ERT', 'ART: {}', 'a.yaml.ERT: must be a mapping with version and tables (got nothing)'],
    [
      'an unknown key',
      ert(WHOLE, 'spikes: 1'),
      'a.yaml.spikes: must be a known key (got "spikes"); did you mean "spikex"?',
    ],
    ['tables as a mapping', 'ERT: {tables: {}}', 'a.yaml.ERT.tables: must be a list (got an object)'],
    ['a table as text', 'ERT: {tables: [x]}', 'a.yaml.ERT.tables[0]: must be a mapping (got "x")'],
    [
      'no actions',
      'ERT: {tables: [{name: x}]}',
      'a.yaml.ERT.tables[0].actions: must be a list (got nothing)',
    ],
    [
      'an energy as text',
      ert({ ...WHOLE, 's.alu': '[{name: add, energy: low}]' }),
      '.energy: must be a number of at least 0 and at most 1000000000000 (got "low")',
    ],
    [
      'an energy below 0',
      ert({ ...WHOLE, 's.alu': '[{name: add, energy: -1}]' }),
      '(got -1); give picojoules',
    ],
    [
      'a width of 0',
      ert({ ...WHOLE, 's.glb': '[{name: read, arguments: {width: 0}, energy: 1}]' }),
      'actions[0].arguments.width: must be a whole number of at least 1',
    ],
    [
      'arguments as text',
      ert({ ...WHOLE, 's.glb': '[{name: read, arguments: x, energy: 1}]' }),
      'arguments: must be a mapping or null (got "x")',
    ],
    [
      'a memory that is never written',
      ert({ ...WHOLE, 's.glb': '[{name: read, energy: 1}]' }),
      'must have a read and a write or update action (got read)',
    ],
    [
      'an ALU that adds nothing',
      ert({ ...WHOLE, 's.PE[0..7].alu': '[{name: shift, energy: 1}]' }),
      'must have one of the actions accumulate, add, compute, mac, mac_random (got shift)',
    ],
    [
      'an unknown level',
      ert(WHOLE, 'spikex: {GBL: {width: 8}}'),
      'a.yaml.spikex.GBL: must be a known key (got "GBL"); known are ALU, RF, LBUF, GLB, DRAM',
    ],
    [
      'a width of the ALU',
      ert(WHOLE, 'spikex: {ALU: {width: 8}}'),
      'a.yaml.spikex.ALU.width: must be a known key',
    ],
    [
      'a level as text',
      ert(WHOLE, 'spikex: {GLB: s.glb}'),
      'must be { component: …, width: … } (got "s.glb")',
    ],
  ])('refuses %s', (_, text, message) => {
    const outcome = parseAccelergy(text, 'a.yaml');
    expect(outcome.ok).toBe(false);
    expect(messagesOf(outcome).join('\n')).toContain(message);
  });

  it('reads or refuses 5,000 damaged tables without throwing, and never with a price that is no number', () => {
    const random = new Random(11);
    const whole = new TextEncoder().encode(example);
    let refused = 0;
    for (let run = 0; run < times(5000, 100_000); run++) {
      const outcome = parseAccelergy(new TextDecoder().decode(mutated(whole, random)), 'a.yaml');
      if (!outcome.ok) refused++;
      expect(outcome.ok ? pricesOf(outcome.value).every((pj) => Number.isFinite(pj) && pj >= 0) : true).toBe(
        true,
      );
    }
    expect(refused).toBeGreaterThan(500);
  });
});
