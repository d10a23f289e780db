/** The runs that a detailed comparison shows: the chosen ones, else the selected result and its baseline. */
import { computed } from 'vue';
import type { RunRow } from '../../../../engine/contract/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useSelection } from '../../stores/selection.ts';
import type { Comparison } from './use-comparison.ts';
import { compareTexts } from '../../texts/compare.ts';

export function useChosenRuns({ selected, baseline }: Comparison, most: number) {
  const runs = useRuns();
  const selection = useSelection();
  const all = computed((): RunRow[] => {
    const chosen = selection.chosen.flatMap((id) => runs.byId.get(id) ?? []);
    if (chosen.length > 0) return chosen;
    const pair = [baseline.value, selected.value].flatMap((result) => (result ? [result.row] : []));
    return pair.filter((row, at) => pair.findIndex(({ id }) => id === row.id) === at);
  });
  const rows = computed(() => all.value.slice(0, most));
  /** Said where more were chosen than are shown. */
  const note = computed(() =>
    all.value.length > most ? compareTexts.diff.firstOf(most, all.value.length) : '',
  );
  return { rows, note };
}
