/**
 * Energy tables: JSON text to a checked `EnergyTable`. Energies in pJ: one gated accumulation, and one byte read or
 * written at each level; area and leakage of memories by size, where the table has them. Left out: different read
 * and write energies; a table that knows them states the mean and says so in its notes.
 */
import { accept, refuse } from '../contract/index.ts';
import type { EnergyTable, Issue, MemoryRow, Outcome, SiliconTable } from '../contract/index.ts';
import { FieldReader, isRecord, recordFrom, shown } from '../math/field-reader.ts';
import type { NumberRule } from '../math/field-reader.ts';

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
    silicon: siliconFrom(read, issues),
  };
  read.refuseUnknown();
  return issues.length ? refuse(...issues) : accept(table);
}

/** Null where the table has no area and leakage. */
function siliconFrom(table: FieldReader, issues: Issue[]): SiliconTable | null {
  const value = table.raw('silicon');
  if (value === undefined || value === null) return null;
  if (!isRecord(value)) {
    table.fault('silicon', 'silicon', `must be an object (got ${shown(value)}); leave it out or write { … }`);
    return null;
  }
  const read = new FieldReader(value, 'tech', table.at('silicon'), issues);
  const silicon = {
    rfBytes: read.number('rfBytes', { integer: true, least: 1, advice: 'give bytes of one PE' }, 1),
    source: read.text('source', 'not stated'),
    rf: memoryRows(read, 'rf', issues),
    sram: memoryRows(read, 'sram', issues),
  };
  read.refuseUnknown();
  return silicon;
}

/** At least two, by rising size, so that a power law runs through neighbours. */
function memoryRows(silicon: FieldReader, key: string, issues: Issue[]): MemoryRow[] {
  const value = silicon.raw(key);
  const records = Array.isArray(value) ? value.filter(isRecord) : [];
  if (!Array.isArray(value) || value.length < 2 || records.length < value.length) {
    const message = `must be a list of at least 2 objects (got ${shown(value)}); give bytes, areaMm2 and leakageMw of each`;
    silicon.fault(key, 'rows', message);
    return [];
  }
  let smallest = 0;
  return records.map((record, i) => {
    const read = new FieldReader(record, 'tech', `${silicon.at(key)}[${i}]`, issues);
    const above = (least: number, advice: string): NumberRule => ({ least, above: true, most: 1e12, advice });
    const row = {
      bytes: read.number('bytes', above(smallest, 'sort by rising size'), 1),
      areaMm2: read.number('areaMm2', above(0, 'give mm2'), 1),
      leakageMw: read.number('leakageMw', above(0, 'give mW'), 1),
    };
    smallest = row.bytes;
    read.refuseUnknown();
    return row;
  });
}
