/**
 * Energy tables: JSON text to a checked `EnergyTable`. Energies in pJ: one gated accumulation, and one byte read or
 * written at each level. Left out: different read and write energies, leakage and area; a table that knows them
 * states the mean and says so in its notes.
 */
import { accept, refuse } from '../contract/index.ts';
import type { EnergyTable, Issue, Outcome } from '../contract/index.ts';
import { FieldReader, recordFrom } from '../math/field-reader.ts';

const MOST_PJ = 1e9;

/** source: JSON text or a parsed value; file: shown in front of every issue. */
export function parseEnergyTable(source: unknown, file: string): Outcome<EnergyTable> {
  const issues: Issue[] = [];
  const record = recordFrom(source, 'tech', file, issues);
  if (!record) return refuse(...issues);
  const read = new FieldReader(record, 'tech', file, issues);
  read.choice('schema', ['spikex-energy/1'], 'spikex-energy/1');
  const energy = (key: string): number =>
    read.number(key, { least: 0, most: MOST_PJ, advice: 'give picojoules' }, 0);
  const table: EnergyTable = {
    schema: 'spikex-energy/1',
    name: read.text('name', 'unnamed'),
    title: read.text('title', 'Unnamed'),
    source: read.text('source', 'not stated'),
    licence: read.text('licence', 'not stated'),
    fitted: read.flag('fitted', false),
    notes: read.text('notes', 'none'),
    aluPj: energy('aluPj'),
    rfPjPerByte: energy('rfPjPerByte'),
    lbufPjPerByte: energy('lbufPjPerByte'),
    glbPjPerByte: energy('glbPjPerByte'),
    dramPjPerByte: energy('dramPjPerByte'),
  };
  read.refuseUnknown();
  return issues.length ? refuse(...issues) : accept(table);
}
