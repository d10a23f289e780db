/**
 * The filter line: words that must all occur, `column:text`, comparisons such as `accuracy>=0.9` or `edp.ptb<1e-9`
 * (raw values: shares 0..1, J, s, J·s), and a minus in front to turn any of them round.
 */
import type { RunRow, RunState } from '../../../../engine/contract/index.ts';
import type { RunColumn } from './columns.ts';

export interface RunFilter {
  readonly text: string;
  /** Empty = all. */
  readonly states: readonly RunState[];
  readonly archived?: boolean;
}

type Test = (row: RunRow) => boolean;

const COMPARISON = /^([\w.:#/-]+?)(>=|<=|>|<|=|:)(.*)$/;

export function filterRuns(
  rows: readonly RunRow[],
  { text, states, archived = true }: RunFilter,
  columns: readonly RunColumn[] = [],
): RunRow[] {
  const tests = wordsOf(text).map((word) => testOf(word, columns));
  return rows.filter(
    (row) =>
      (archived || !row.archived) &&
      (states.length === 0 || states.includes(row.state)) &&
      tests.every((test) => test(row)),
  );
}

/** Words apart by spaces; quotes keep theirs together: `note:"two words"`. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(/(?:[^\s"]+|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));
}

function testOf(word: string, columns: readonly RunColumn[]): Test {
  if (word.startsWith('-') && word.length > 1) {
    const test = testOf(word.slice(1), columns);
    return (row) => !test(row);
  }
  const [, name, sign, wanted] = COMPARISON.exec(word) ?? [];
  const column = name ? columns.find(({ id }) => id.toLowerCase() === name.toLowerCase()) : undefined;
  return column ? columnTest(column, sign, wanted) : anywhere(word.toLowerCase());
}

function columnTest(column: RunColumn, sign: string, wanted: string): Test {
  const number = Number(wanted);
  const needle = wanted.toLowerCase();
  const compare = (order: (value: number) => boolean): Test => {
    return (row) => {
      const value = column.raw(row);
      return typeof value === 'number' && wanted.trim() !== '' && order(value - number);
    };
  };
  switch (sign) {
    case '>':
      return compare((difference) => difference > 0);
    case '>=':
      return compare((difference) => difference >= 0);
    case '<':
      return compare((difference) => difference < 0);
    case '<=':
      return compare((difference) => difference <= 0);
    case '=':
      return (row) => String(column.raw(row) ?? '').toLowerCase() === needle;
    default:
      return (row) =>
        String(column.raw(row) ?? '')
          .toLowerCase()
          .includes(needle);
  }
}

function anywhere(word: string): Test {
  return (row) =>
    [row.name, row.experiment, row.dataset, row.network, row.state, row.kind, row.id, row.message, row.note]
      .concat(row.tags)
      .join('\n')
      .toLowerCase()
      .includes(word);
}

/** The word that lets exactly this cell's value through. */
export function filterFor(column: RunColumn, row: RunRow): string {
  const value = String(column.raw(row) ?? '');
  return `${column.id}=${/\s/.test(value) ? `"${value}"` : value}`;
}
