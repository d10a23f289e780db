/** State of the Compare page: filters, the focused dataset, the selected result and what ratios refer to. */
import { computed, ref, shallowRef, watch } from 'vue';
import type { SystemName } from '../../../../engine/contract/index.ts';
import { systemsInOrder } from '../../charts/series-style.ts';
import type { BrushArea } from '../../charts/use-chart-brush.ts';
import { paretoFront } from '../../charts/pareto.ts';
import { useColumns } from '../../stores/columns.ts';
import { isFlag, isText, remembered } from '../../stores/remembered.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSelection } from '../../stores/selection.ts';
import { metricOf } from './metrics.ts';
import { metricPoints } from './seed-points.ts';
import { defaultBaseline, facetsOf, filterResults, resultKey, resultsOf, type Result } from './results.ts';

/** A rectangle of one facet, in base units. */
export interface Brush extends BrushArea {
  readonly dataset: string;
}

const within = (value: number, [low, high]: readonly [number, number]): boolean =>
  value >= low && value <= high;

export function useComparison() {
  const runs = useRuns();
  const selection = useSelection();

  const columns = useColumns();
  const xId = remembered('compare.x', 'edp', isText);
  const yId = remembered('compare.y', 'accuracy', isText);
  for (const id of [xId, yId]) watch(id, (now) => columns.want(now), { immediate: true });
  const x = computed(() => metricOf(xId.value, columns.valueOf));
  const y = computed(() => metricOf(yId.value, columns.valueOf));
  const bySeeds = remembered('compare.seeds', true, isFlag);
  const log = remembered('compare.log', true, isFlag);
  const showFront = remembered('compare.front', true, isFlag);
  const floorPercent = ref<number | null>(null);
  const hiddenSystems = ref<string[]>([]);
  const experiments = ref<string[]>([]);
  const focused = ref<string | null>(null);

  const all = computed(() => resultsOf(runs.rows));
  const systems = computed(() => systemsInOrder(all.value.map(({ system }) => system)));
  const experimentNames = computed(() => [...new Set(all.value.map(({ row }) => row.experiment))].sort());
  const shown = computed(() => {
    const visible = systems.value.filter((system) => !hiddenSystems.value.includes(system));
    return visible.length === 0
      ? []
      : filterResults(all.value, { systems: visible, experiments: experiments.value });
  });
  const facets = computed(() => facetsOf(shown.value));
  const facet = computed(
    () => facets.value.find(({ dataset }) => dataset === focused.value) ?? facets.value[0] ?? null,
  );

  /** Points of every facet, and which of them the brush lets through. */
  const points = computed(
    () =>
      new Map(
        facets.value.map(({ dataset, results }) => [
          dataset,
          metricPoints(results, x.value, y.value, bySeeds.value),
        ]),
      ),
  );
  const brush = shallowRef<Brush | null>(null);
  watch([xId, yId], () => (brush.value = null));
  const brushed = computed((): ReadonlySet<string> | null => {
    const area = brush.value;
    if (!area) return null;
    const inside = (points.value.get(area.dataset) ?? []).filter(
      (point) => within(point.x, area.x) && within(point.y, area.y),
    );
    return new Set(inside.flatMap(({ members }) => members.map(({ key }) => key)));
  });
  watch(brushed, (keys) => {
    if (keys) selection.choose([...keys].map((key) => byKey.value.get(key)?.row.id ?? ''));
  });
  const tabled = computed(() => {
    const keys = brush.value?.dataset === facet.value?.dataset ? brushed.value : null;
    const results = facet.value?.results ?? [];
    return keys ? results.filter(({ key }) => keys.has(key)) : results;
  });

  const byKey = computed(() => new Map(shown.value.map((result) => [result.key, result])));
  const selectedKey = computed(() =>
    selection.runId !== null && selection.system !== null
      ? resultKey(selection.runId, selection.system)
      : null,
  );
  const hoverKey = computed(() =>
    selection.hover.runId !== null && selection.hover.system !== null
      ? resultKey(selection.hover.runId, selection.hover.system)
      : null,
  );
  const inFacet = (key: string | null): Result | null =>
    facet.value?.results.find((result) => result.key === key) ?? null;
  const selected = computed(() => inFacet(selectedKey.value));
  const baseline = computed(() => {
    const chosen = selection.baseline;
    const named = chosen ? inFacet(resultKey(chosen.runId, chosen.system)) : null;
    return named ?? defaultBaseline(facet.value?.results ?? []);
  });

  function select(key: string): void {
    const result = byKey.value.get(key);
    if (!result) return;
    focused.value = result.row.dataset;
    selection.select(result.row.id, result.system);
  }

  function hover(key: string | null): void {
    const result = key === null ? undefined : byKey.value.get(key);
    if (result) selection.point({ runId: result.row.id, system: result.system });
    else selection.leave();
  }

  function setBaseline(key: string): void {
    const result = byKey.value.get(key);
    if (result) selection.baseline = { runId: result.row.id, system: result.system };
  }

  /** The page never stands there without a subject: the cheapest of the runs nobody beats, on SpikeX if it is there. */
  watch(
    [facet, selected],
    () => {
      if (selected.value || !facet.value) return;
      const first = firstChoice(facet.value.results, selection.runId, selection.system);
      if (first) selection.select(first.row.id, first.system);
    },
    { immediate: true },
  );

  return {
    xId,
    yId,
    x,
    y,
    bySeeds,
    points,
    brush,
    brushed,
    tabled,
    log,
    showFront,
    floorPercent,
    hiddenSystems,
    experiments,
    all,
    systems,
    experimentNames,
    shown,
    facets,
    facet,
    focused,
    selected,
    selectedKey,
    hoverKey,
    baseline,
    select,
    hover,
    setBaseline,
  };
}

export type Comparison = ReturnType<typeof useComparison>;

/** A run that was chosen elsewhere keeps being the subject; its first system stands for it. */
export function firstChoice(
  results: readonly Result[],
  runId: string | null,
  system: SystemName | null,
): Result | null {
  const sameRun = results.filter(({ row }) => row.id === runId);
  const candidates = sameRun.length > 0 ? sameRun : results;
  const known = candidates.find((result) => result.system === system && sameRun.length > 0);
  if (known) return known;
  const onSpikex = candidates.filter((result) => result.system === 'spikex');
  const front = paretoFront(
    onSpikex.length > 0 ? onSpikex : candidates,
    ({ cost }) => cost.edpJs,
    (result) => result.accuracy,
  );
  return front[0] ?? null;
}
