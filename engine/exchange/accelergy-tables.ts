/**
 * The tables of an Accelergy ERT as components with actions: energies in pJ, widths in bits where an action's arguments
 * state one (data_width, datawidth or width). Left out: all other arguments, such as address_delta and data_delta.
 */
import { errorAt } from '../contract/index.ts';
import type { Issue } from '../contract/index.ts';
import { FieldReader, isRecord, numberFault, shown } from '../math/field-reader.ts';

export interface Action {
  readonly name: string;
  readonly energy: number;
  /** Data moved by one action; null where the file does not say. */
  readonly bits: number | null;
}

export interface Component {
  /** As in the file, for example `system.chip.PE[0..7].rf`. */
  readonly name: string;
  /** Where it stands, without the file: `ERT.tables[3]`. */
  readonly path: string;
  readonly actions: readonly Action[];
}

const MOST_PJ = 1e12;
export const WIDTH_RULE = { integer: true, least: 1, most: 65_536, advice: 'give bits per action' } as const;
const WIDTHS = ['data_width', 'datawidth', 'width'];

/** file: a reader of the whole file. */
export function componentsFrom(file: FieldReader, issues: Issue[]): readonly Component[] {
  const ert = file.raw('ERT');
  if (!isRecord(ert)) {
    file.fault(
      'ERT',
      'ert',
      `must be a mapping with version and tables (got ${shown(ert)}); give Accelergy's ERT`,
    );
    return [];
  }
  const read = new FieldReader(ert, 'accelergy', file.at('ERT'), issues);
  read.raw('version'); // 0.3 and 0.4 have the same tables
  const tables = read.raw('tables');
  read.refuseUnknown();
  return recordsOf(tables, read.at('tables'), issues).map(({ record, at }, i) => {
    const table = new FieldReader(record, 'accelergy', at, issues);
    const name = table.text('name', `tables[${i}]`);
    const actions = recordsOf(table.raw('actions'), table.at('actions'), issues).map((action) =>
      actionFrom(new FieldReader(action.record, 'accelergy', action.at, issues)),
    );
    table.refuseUnknown();
    return { name, path: `ERT.tables[${i}]`, actions };
  });
}

function actionFrom(read: FieldReader): Action {
  const action = {
    name: read.text('name', 'unnamed'),
    energy: read.number('energy', { least: 0, most: MOST_PJ, advice: 'give picojoules' }, 0),
    bits: bitsOf(read),
  };
  read.refuseUnknown();
  return action;
}

function bitsOf(action: FieldReader): number | null {
  const value = action.raw('arguments');
  if (value === undefined || value === null) return null;
  if (!isRecord(value)) {
    action.fault(
      'arguments',
      'arguments',
      `must be a mapping or null (got ${shown(value)}); write {} for none`,
    );
    return null;
  }
  const key = WIDTHS.find((known) => Object.hasOwn(value, known));
  if (key === undefined) return null;
  const fault = numberFault(value[key], WIDTH_RULE);
  if (fault === null) return Number(value[key]);
  action.fault(`arguments.${key}`, 'number', fault);
  return null;
}

function recordsOf(
  value: unknown,
  path: string,
  issues: Issue[],
): { record: Readonly<Record<string, unknown>>; at: string }[] {
  const bad = (at: string, what: string, got: unknown): void => {
    issues.push(errorAt(at, 'accelergy/list', `must be ${what} (got ${shown(got)}); see Accelergy's ERT`));
  };
  if (!Array.isArray(value)) {
    bad(path, 'a list', value);
    return [];
  }
  return value.flatMap((record: unknown, i) => {
    if (isRecord(record)) return [{ record, at: `${path}[${i}]` }];
    bad(`${path}[${i}]`, 'a mapping', record);
    return [];
  });
}
