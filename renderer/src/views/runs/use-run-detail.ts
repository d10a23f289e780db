/** The details of one run, read again when the host says that they changed, with epochs that arrived as news. */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { EpochMetrics, Issue, RunDetail } from '../../../../engine/contract/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { mergeEpochs } from '../train/progress.ts';

export interface RunDetailView {
  /** Of the asked run, or null while it is being read for the first time. */
  readonly detail: ShallowRef<RunDetail | null>;
  readonly issues: ShallowRef<readonly Issue[]>;
  readonly epochs: ComputedRef<readonly EpochMetrics[]>;
}

export function useRunDetail(runId: () => string | null): RunDetailView {
  const runs = useRuns();
  const detail = shallowRef<RunDetail | null>(null);
  const issues = shallowRef<readonly Issue[]>([]);
  let latest = 0;

  async function read(id: string | null): Promise<void> {
    const request = ++latest;
    if (detail.value?.row.id !== id) detail.value = null;
    issues.value = [];
    if (id === null) return;
    const outcome = await runs.detail(id);
    // A newer question makes this answer worthless.
    if (request !== latest) return;
    if (outcome.ok) detail.value = outcome.value;
    else issues.value = outcome.issues;
  }

  watch([runId, () => runs.versions.get(runId() ?? '')], ([id]) => void read(id), { immediate: true });

  const epochs = computed(() => {
    const id = runId();
    if (id === null) return [];
    const loaded = detail.value?.row.id === id ? detail.value.epochs : [];
    return mergeEpochs(loaded, runs.liveEpochs.get(id) ?? []);
  });
  return { detail, issues, epochs };
}
