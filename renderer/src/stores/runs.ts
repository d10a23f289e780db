/** The runs of the experiment database, kept up to date by news. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { EpochMetrics, Issue, Outcome, RunDetail, RunRow } from '../../../engine/contract/index.ts';
import { useApi } from './api.ts';
import { rowAfterEpoch } from './live-row.ts';

export const useRuns = defineStore('runs', () => {
  const api = useApi();
  const rows = shallowRef<readonly RunRow[]>([]);
  const loaded = ref(false);
  const issues = shallowRef<readonly Issue[]>([]);
  /** Epochs that arrived as news since the window opened, by run. */
  const liveEpochs = shallowRef<ReadonlyMap<string, readonly EpochMetrics[]>>(new Map());
  /** Counts up for a run whenever its details may have changed. */
  const versions = shallowRef<ReadonlyMap<string, number>>(new Map());
  const byId = computed(() => new Map(rows.value.map((row) => [row.id, row])));

  /** Every cost is priced with this table; null = with the one that it was made with. */
  const energy = ref<string | null>(null);
  watch(energy, () => {
    versions.value = new Map(rows.value.map(({ id }) => [id, (versions.value.get(id) ?? 0) + 1]));
    void load();
  });

  let reading = false;
  let again = false;

  /** Requests that arrive during a read are answered by one more read. */
  async function load(): Promise<void> {
    again = true;
    if (reading) return;
    reading = true;
    while (again) {
      again = false;
      const outcome = await api.call('runs.list', { energy: energy.value, trash: false });
      if (outcome.ok) rows.value = outcome.value.runs;
      issues.value = outcome.ok ? [] : outcome.issues;
      loaded.value = true;
    }
    reading = false;
  }

  const detail = (runId: string): Promise<Outcome<RunDetail>> =>
    api.call('runs.get', { runId, energy: energy.value });

  function follow(): void {
    api.on('runs.changed', ({ runIds }) => {
      const next = new Map(versions.value);
      for (const id of runIds) next.set(id, (next.get(id) ?? 0) + 1);
      versions.value = next;
      void load();
    });
    api.on('run.epoch', ({ runId, metrics }) => {
      const known = liveEpochs.value.get(runId) ?? [];
      const kept = known.filter(({ epoch }) => epoch !== metrics.epoch);
      liveEpochs.value = new Map(liveEpochs.value).set(runId, [...kept, metrics]);
      rows.value = rows.value.map((row) => (row.id === runId ? rowAfterEpoch(row, metrics) : row));
    });
    api.onReopened(() => void load());
    void load();
  }

  return { rows, energy, byId, loaded, issues, liveEpochs, versions, load, detail, follow };
});
