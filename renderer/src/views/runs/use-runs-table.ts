/** State of the Runs page: what is shown of all runs, in which order, groups and columns; remembered between starts. */
import { computed, ref, shallowRef, watch } from 'vue';
import {
  COLUMN_PICKS,
  RUN_STATES,
  type MetricPick,
  type RunRow,
  type RunState,
} from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { pickId, pickOf, pickTitle, useColumns } from '../../stores/columns.ts';
import { isFlag, isOneOf, isTextList, remembered } from '../../stores/remembered.ts';
import { useRuns } from '../../stores/runs.ts';
import { runColumns, type ColumnSet } from './columns.ts';
import { filterRuns } from './filter.ts';
import { GROUPINGS, tableLines, type Grouping } from './groups.ts';
import { differingColumns, sortRuns, visibleColumns, type RunSort } from './table.ts';

const FIRST_SORTS: readonly RunSort[] = [{ column: 'created', descending: true }];

/** A named view: everything that decides what the table shows. */
export interface RunsPreset {
  readonly name: string;
  readonly text: string;
  readonly states: readonly RunState[];
  readonly sorts: readonly RunSort[];
  readonly columns: readonly string[] | null;
  readonly onlyDiffering: boolean;
  readonly grouping: Grouping;
}

const isStateList = (value: unknown): value is RunState[] =>
  isTextList(value) && value.every((state) => (RUN_STATES as readonly string[]).includes(state));
const isSorts = (value: unknown): value is RunSort[] =>
  Array.isArray(value) &&
  value.every(
    (sort) => typeof sort === 'object' && sort !== null && 'column' in sort && 'descending' in sort,
  );
const isChosen = (value: unknown): value is string[] | null => value === null || isTextList(value);
const isPresets = (value: unknown): value is RunsPreset[] =>
  Array.isArray(value) &&
  value.every(
    (one) =>
      typeof one === 'object' &&
      one !== null &&
      typeof one.name === 'string' &&
      isSorts(one.sorts) &&
      isChosen(one.columns) &&
      isStateList(one.states),
  );

export function useRunsTable() {
  const api = useApi();
  const runs = useRuns();
  const picked = useColumns();
  const text = ref('');
  const states = remembered<RunState[]>('runs.states', [], isStateList);
  const sorts = remembered<RunSort[]>('runs.sorts', [...FIRST_SORTS], isSorts);
  /** Null until the user chooses: then the overview set, whatever systems it has by then. */
  const chosen = remembered<string[] | null>('runs.columns', null, isChosen);
  const onlyDiffering = remembered('runs.only-differing', false, isFlag);
  const grouping = remembered<Grouping>('runs.grouping', 'none', isOneOf(GROUPINGS));
  const archived = remembered('runs.archived', false, isFlag);
  const presets = remembered<RunsPreset[]>('runs.presets', [], isPresets);
  const openGroups = shallowRef<ReadonlySet<string>>(new Set());
  const inTrash = ref(false);
  const trash = shallowRef<readonly RunRow[]>([]);

  async function readTrash(): Promise<void> {
    const answer = await api.call('runs.list', { energy: runs.energy, trash: true });
    if (answer.ok) trash.value = answer.value.runs;
  }
  watch([inTrash, () => runs.rows], ([on]) => on && void readTrash());

  const source = computed(() => (inTrash.value ? trash.value : runs.rows));
  const picks = computed(() =>
    picked.curves.flatMap(({ key }) =>
      COLUMN_PICKS.filter((pick) => pick !== 'at').map((pick): MetricPick => ({ key, pick, step: null })),
    ),
  );
  /** Columns at a step are offered once they were asked for. */
  const atSteps = computed(() =>
    (chosen.value ?? []).flatMap((id) => pickOf(id) ?? []).filter(({ pick }) => pick === 'at'),
  );
  watch(chosen, (ids) => ids?.forEach(picked.want), { immediate: true });

  const all = computed(() =>
    runColumns(
      source.value,
      Date.now(),
      [...picks.value, ...atSteps.value].map((pick) => {
        const id = pickId(pick);
        return { id, title: pickTitle(pick), of: (row) => picked.valueOf(id, row.id) };
      }),
    ),
  );
  const ofSet = (set: ColumnSet): string[] =>
    all.value.filter(({ sets }) => sets.includes(set)).map(({ id }) => id);
  const ticked = computed(() => chosen.value ?? ofSet('overview'));

  const filtered = computed(() =>
    filterRuns(source.value, { text: text.value, states: states.value, archived: archived.value }, all.value),
  );
  const rows = computed(() => sortRuns(filtered.value, sorts.value, all.value));
  const lines = computed(() => tableLines(rows.value, grouping.value, openGroups.value));
  const columns = computed(() =>
    visibleColumns(all.value, ticked.value, filtered.value, onlyDiffering.value),
  );
  const differing = computed(() => {
    const shown = visibleColumns(all.value, ticked.value, filtered.value, false);
    return { count: differingColumns(filtered.value, shown).length, of: shown.length };
  });

  /** `add` keeps the other keys: the column becomes the last one, or turns round where it is one already. */
  function sortBy(column: string, add = false): void {
    const known = sorts.value.find((sort) => sort.column === column);
    // Figures are most often wanted best or newest first, names from A.
    const firstDown = (all.value.find(({ id }) => id === column)?.right ?? false) && !isCost(column);
    const next = { column, descending: known ? !known.descending : firstDown };
    if (!add) sorts.value = [next];
    else if (known) sorts.value = sorts.value.map((sort) => (sort === known ? next : sort));
    else sorts.value = [...sorts.value, next];
  }

  function useSet(set: ColumnSet): void {
    chosen.value = set === 'overview' ? null : ofSet(set);
  }

  function tick(id: string, on: boolean): void {
    const others = ticked.value.filter((other) => other !== id);
    chosen.value = on ? [...others, id] : others;
  }

  function toggleGroup(id: string): void {
    const next = new Set(openGroups.value);
    if (!next.delete(id)) next.add(id);
    openGroups.value = next;
  }

  function savePreset(name: string): void {
    const preset: RunsPreset = {
      name,
      text: text.value,
      states: [...states.value],
      sorts: [...sorts.value],
      columns: chosen.value && [...chosen.value],
      onlyDiffering: onlyDiffering.value,
      grouping: grouping.value,
    };
    presets.value = [...presets.value.filter((one) => one.name !== name), preset];
  }

  function usePreset(name: string): void {
    const preset = presets.value.find((one) => one.name === name);
    if (!preset) return;
    text.value = preset.text;
    states.value = [...preset.states];
    sorts.value = [...preset.sorts];
    chosen.value = preset.columns && [...preset.columns];
    onlyDiffering.value = preset.onlyDiffering;
    grouping.value = preset.grouping;
  }

  function dropPreset(name: string): void {
    presets.value = presets.value.filter((one) => one.name !== name);
  }

  return {
    text,
    states,
    sorts,
    onlyDiffering,
    grouping,
    archived,
    inTrash,
    presets,
    all,
    ticked,
    rows,
    lines,
    columns,
    differing,
    sortBy,
    useSet,
    tick,
    toggleGroup,
    savePreset,
    usePreset,
    dropPreset,
  };
}

/** Smaller is better: these start ascending. */
const isCost = (column: string): boolean => /^(energy|latency|edp)\./.test(column) || /loss/.test(column);

export type RunsTableState = ReturnType<typeof useRunsTable>;
