/** The joint study of the Search page: started from the settings of the Train form, read back by experiment. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Fig13Report, Issue } from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useRuns } from '../../stores/runs.ts';
import { numbersOf } from '../train/learning-form.ts';
import { useTrainForm } from '../train/train-form-store.ts';

export const FIG13_EXPERIMENT = 'Fig. 13';

export const useFig13 = defineStore('fig13', () => {
  const api = useApi();
  const runs = useRuns();
  const train = useTrainForm();
  const experiment = ref(FIG13_EXPERIMENT);
  const seeds = ref('1, 2, 3');
  const issues = shallowRef<readonly Issue[]>([]);
  const report = shallowRef<Fig13Report | null>(null);
  const starting = ref(false);

  const experiments = computed(() => [
    ...new Set([
      FIG13_EXPERIMENT,
      ...runs.rows.filter(({ kind }) => kind === 'train').map((row) => row.experiment),
    ]),
  ]);
  const own = computed(() =>
    runs.rows.filter((row) => row.kind === 'train' && row.experiment === experiment.value),
  );
  const finished = computed(() => own.value.filter(({ state }) => state === 'done').map(({ id }) => id));

  async function read(): Promise<void> {
    if (finished.value.length === 0) {
      report.value = null;
      return;
    }
    const outcome = await api.call('fig13.report', { runIds: finished.value });
    if (outcome.ok) report.value = outcome.value.report;
    else issues.value = outcome.issues;
  }

  async function start(): Promise<void> {
    starting.value = true;
    const spec = { ...train.searched(), experiment: experiment.value };
    const outcome = await api.call('fig13.start', { spec, seeds: numbersOf(seeds.value) });
    starting.value = false;
    issues.value = outcome.ok ? [] : outcome.issues;
  }

  return { experiment, seeds, issues, report, starting, experiments, own, finished, read, start };
});
