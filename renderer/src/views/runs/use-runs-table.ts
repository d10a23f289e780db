/** State of the Runs page: what is shown of all runs, in which order and columns; remembered between starts. */
import { computed, ref } from 'vue';
import { RUN_STATES, type RunState } from '../../../../engine/contract/index.ts';
import { isFlag, isTextList, remembered } from '../../stores/remembered.ts';
import { useRuns } from '../../stores/runs.ts';
import { runColumns, type ColumnSet } from './columns.ts';
import { differingColumns, filterRuns, sortRuns, visibleColumns, type RunSort } from './table.ts';

const FIRST_SORT: RunSort = { column: 'created', descending: true };

const isStateList = (value: unknown): value is RunState[] =>
  isTextList(value) && value.every((state) => (RUN_STATES as readonly string[]).includes(state));
const isSort = (value: unknown): value is RunSort =>
  typeof value === 'object' && value !== null && 'column' in value && 'descending' in value;

export function useRunsTable() {
  const runs = useRuns();
  const text = ref('');
  const states = remembered<RunState[]>('runs.states', [], isStateList);
  const sort = remembered<RunSort>('runs.sort', FIRST_SORT, isSort);
  /** Null until the user chooses: then the overview set, whatever systems it has by then. */
  const chosen = remembered<string[] | null>(
    'runs.columns',
    null,
    (value): value is string[] | null => value === null || isTextList(value),
  );
  const onlyDiffering = remembered('runs.only-differing', false, isFlag);

  const all = computed(() => runColumns(runs.rows, Date.now()));
  const ofSet = (set: ColumnSet): string[] =>
    all.value.filter(({ sets }) => sets.includes(set)).map(({ id }) => id);
  const ticked = computed(() => chosen.value ?? ofSet('overview'));

  const filtered = computed(() => filterRuns(runs.rows, { text: text.value, states: states.value }));
  const rows = computed(() => sortRuns(filtered.value, sort.value, all.value));
  const columns = computed(() =>
    visibleColumns(all.value, ticked.value, filtered.value, onlyDiffering.value),
  );
  const differing = computed(() => {
    const shown = visibleColumns(all.value, ticked.value, filtered.value, false);
    return { count: differingColumns(filtered.value, shown).length, of: shown.length };
  });

  function sortBy(column: string): void {
    const again = sort.value.column === column;
    // Figures are most often wanted best or newest first, names from A.
    const firstDown = all.value.find(({ id }) => id === column)?.right ?? false;
    sort.value = { column, descending: again ? !sort.value.descending : firstDown && !isCost(column) };
  }

  function useSet(set: ColumnSet): void {
    chosen.value = set === 'overview' ? null : ofSet(set);
  }

  function tick(id: string, on: boolean): void {
    const others = ticked.value.filter((other) => other !== id);
    chosen.value = on ? [...others, id] : others;
  }

  return {
    text,
    states,
    sort,
    onlyDiffering,
    all,
    ticked,
    rows,
    columns,
    differing,
    sortBy,
    useSet,
    tick,
  };
}

/** Smaller is better: these start ascending. */
const isCost = (column: string): boolean => /^(energy|latency|edp)\./.test(column) || column === 'loss';

export type RunsTableState = ReturnType<typeof useRunsTable>;
