/**
 * Table I of the SpikeX paper, grown by the systems that it lacks: every row comes from what the system states of itself
 * (engine/contract/systems.ts); the paper's own words stand beside the rows that it prints (resources/papers).
 */
import { SYSTEM_DESCRIPTIONS, SYSTEM_NAMES, accept, errorAt, refuse } from '../contract/index.ts';
import type { Issue, Outcome, SystemName } from '../contract/index.ts';
import { isRecord, recordFrom, shown } from '../math/field-reader.ts';

export const TABLE_ONE_COLUMNS = [
  'Applicability',
  'Parallel processing',
  'Sparsity handling',
  'HW-aware training',
  'Arch optimization',
] as const;

export interface TableOneRow {
  readonly system: SystemName;
  readonly title: string;
  /** In the order of `TABLE_ONE_COLUMNS`. */
  readonly values: readonly string[];
  /** What the paper prints: its name for the row and its words; null where it has no such row. */
  readonly paper: { readonly name: string; readonly values: readonly string[] } | null;
}

export interface PrintedTableOne {
  readonly source: string;
  readonly rows: ReadonlyMap<string, { readonly name: string; readonly values: readonly string[] }>;
}

/** source: JSON text; file: shown in front of every issue. */
export function parseTableOne(source: unknown, file: string): Outcome<PrintedTableOne> {
  const issues: Issue[] = [];
  const record = recordFrom(source, 'paper', file, issues);
  if (!record) return refuse(...issues);
  const rows = new Map<string, { name: string; values: readonly string[] }>();
  for (const row of Array.isArray(record.rows) ? record.rows : []) {
    const { system, printed, values } = isRecord(row) ? row : {};
    const isRow =
      typeof system === 'string' &&
      typeof printed === 'string' &&
      Array.isArray(values) &&
      values.length === TABLE_ONE_COLUMNS.length &&
      values.every((value) => typeof value === 'string');
    if (isRow) rows.set(system, { name: printed, values });
    else {
      const message = `must have system, printed and ${TABLE_ONE_COLUMNS.length} texts (got ${shown(row)}); correct it`;
      issues.push(errorAt(`${file}.rows`, 'paper/table-row', message));
    }
  }
  return issues.length ? refuse(...issues) : accept({ source: String(record.source), rows });
}

export function tableOne(printed: PrintedTableOne): TableOneRow[] {
  return SYSTEM_NAMES.map((system) => {
    const { title, traits } = SYSTEM_DESCRIPTIONS[system];
    return {
      system,
      title,
      values: [
        traits.applicability,
        traits.parallelism,
        traits.sparsity,
        traits.hardwareAwareTraining,
        traits.architectureSearch,
      ],
      paper: printed.rows.get(system) ?? null,
    };
  });
}
