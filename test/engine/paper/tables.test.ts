// Table I grows from the systems' own descriptions and agrees with the paper where it prints a row; Table II is shipped.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYSTEM_DESCRIPTIONS, SYSTEM_NAMES } from '../../../engine/contract/index.ts';
import { parseTableOne, parseTableTwo, tableOne, tableTwo } from '../../../engine/paper/index.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork } from '../../support/presets.ts';

const paperFile = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../resources/papers', name), 'utf8');

describe('Table I', () => {
  const rows = tableOne(valueOf(parseTableOne(paperFile('spikex-table-1.json'), 't.json')));

  it('has a row for every system and the printed one beside it', () => {
    expect(rows.map(({ system }) => system)).toEqual(SYSTEM_NAMES);
    const printed = rows.filter(({ paper }) => paper !== null);
    expect(printed.map(({ paper }) => paper?.name).sort()).toEqual([
      'PTB',
      'SpikeX',
      'SpinalFlow',
      'TrueNorth, Loihi',
    ]);
    for (const { system } of printed) expect(SYSTEM_DESCRIPTIONS[system].inPaper).toBe(true);
  });

  it('says what the paper says, but for the wording of one cell', () => {
    const words = (text: string): string => text.toLowerCase();
    const differing = rows.flatMap(({ system, values, paper }) =>
      values.flatMap((value, i) =>
        paper && words(value) !== words(paper.values[i]) ? [`${system}: ${value} / ${paper.values[i]}`] : [],
      ),
    );
    expect(differing).toEqual(['spikex: Coarse to fine / Coarse-to-fine granularity']);
  });

  it('names a broken row', () => {
    expect(messagesOf(parseTableOne({ rows: [{ system: 'ptb' }] }, 't.json'))).toEqual([
      't.json.rows: must have system, printed and 5 texts (got an object); correct it',
    ]);
  });
});

it('Table II is what the shipped networks are', () => {
  const printed = valueOf(parseTableTwo(paperFile('spikex-table-2.json'), 't.json'));
  const shipped = new Map([
    ['DVS-Gesture Medium', presetNetwork('dvsg-medium')],
    ['DVS-Gesture Large', presetNetwork('dvsg-large')],
    ['N-MNIST', presetNetwork('nmnist')],
  ]);
  const rows = tableTwo(printed, shipped);
  expect(rows).toHaveLength(6 + 5 + 4);
  expect(rows.every(({ agrees }) => agrees)).toBe(true);
  expect(tableTwo(printed, new Map([['N-MNIST', presetNetwork('nmnist-small')]]))[0].agrees).toBe(false);
});
