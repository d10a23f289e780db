// What a sweep leaves on disk survives a kill and says so.
import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SweepFile } from '../../../../electron/jobs/sweep/sweep-file.ts';
import type { SweepCost } from '../../../../engine/contract/index.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { temporaryHome } from '../../cli/run-cli.ts';

const COST: SweepCost = {
  system: 'spikex',
  tws: [2],
  cycles: 10,
  latencyUs: 0.05,
  energyPj: 3,
  edpJs: 1e-19,
};

describe('sweep file', () => {
  it('finds what was added, now and after opening again', () => {
    const file = join(temporaryHome(), 'sweeps', 'a.jsonl');
    const first = valueOf(SweepFile.open(file, { schema: 'spikex-sweep/1' }));
    valueOf(first.add([{ key: 'p', systems: [COST] }]));
    expect(first.find('p')).toEqual([COST]);
    const again = valueOf(SweepFile.open(file, { schema: 'other' }));
    expect(again.find('p')).toEqual([COST]);
    expect(again.find('q')).toBeUndefined();
    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('{"schema":"spikex-sweep/1"}');
  });

  it.each([1, 5, 20])('passes over a line that was cut short by %i bytes and goes on behind it', (cut) => {
    const file = join(temporaryHome(), 'a.jsonl');
    valueOf(valueOf(SweepFile.open(file, {})).add(['p', 'q'].map((key) => ({ key, systems: [COST] }))));
    // A cut of one byte takes only the end of the line: the last point is whole.
    truncateSync(file, readFileSync(file).length - cut);
    const again = valueOf(SweepFile.open(file, {}));
    expect(again.find('p')).toEqual([COST]);
    expect(again.find('q')).toEqual(cut === 1 ? [COST] : undefined);
    valueOf(again.add([{ key: 'r', systems: [COST] }]));
    expect(valueOf(SweepFile.open(file, {})).find('r')).toEqual([COST]);
  });

  it('passes over what is not a line of ours', () => {
    const file = join(temporaryHome(), 'a.jsonl');
    valueOf(SweepFile.open(file, {}));
    appendFileSync(file, 'null\n7\n{"key":1,"systems":[]}\n{"key":"p"}\n');
    expect(valueOf(SweepFile.open(file, {})).find('p')).toBeUndefined();
  });

  it('says where it cannot write', () => {
    const file = join(temporaryHome(), 'folder');
    mkdirSync(file);
    expect(messagesOf(SweepFile.open(file, {}))[0]).toContain(file);
  });
});
