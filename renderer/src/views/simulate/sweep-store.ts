/** The sweep of this window: which keys vary, the job under way, the last result. Outlives the page. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Issue, SimulateSpec, SweepReport, Variation } from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useHost } from '../../stores/host.ts';
import { useJobs } from '../../stores/jobs.ts';
import { specOf } from './form.ts';
import { useSimulations } from './simulate-store.ts';

export interface SweepRow {
  readonly key: string;
  /** Separated by commas. */
  readonly values: string;
}

export interface SweepResult {
  readonly spec: SimulateSpec;
  readonly report: SweepReport;
}

const valuesOf = ({ values }: SweepRow): string[] =>
  values
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean);

export const useSweep = defineStore('sweep', () => {
  const api = useApi();
  const host = useHost();
  const jobs = useJobs();
  const simulations = useSimulations();

  const rows = ref<readonly SweepRow[]>([{ key: 'tws', values: '2, 3, 5, 10' }]);
  const issues = shallowRef<readonly Issue[]>([]);
  const jobId = ref<string | null>(null);
  const result = shallowRef<SweepResult | null>(null);

  const running = computed(() => jobId.value !== null);
  const job = computed(() => (jobId.value === null ? null : jobs.byId(jobId.value)));
  const vary = computed((): Variation[] =>
    rows.value.filter(({ key }) => key !== '').map((row) => ({ key: row.key, values: valuesOf(row) })),
  );
  const points = computed(() => vary.value.reduce((product, { values }) => product * values.length, 1));

  function setRow(at: number, row: SweepRow): void {
    rows.value = rows.value.map((old, i) => (i === at ? row : old));
  }
  function addRow(key: string): void {
    rows.value = [...rows.value, { key, values: '' }];
  }
  function removeRow(at: number): void {
    rows.value = rows.value.filter((_, i) => i !== at);
  }

  async function run(): Promise<void> {
    if (running.value) return;
    issues.value = [];
    const spec = specOf(simulations.form);
    const workers = host.info?.defaultWorkers ?? 1;
    const started = await api.call('sweep.start', { spec, vary: vary.value, workers });
    if (!started.ok) {
      issues.value = started.issues;
      return;
    }
    jobId.value = started.value.jobId;
    const outcome = await api.call('sweep.result', { jobId: started.value.jobId });
    jobId.value = null;
    if (outcome.ok) result.value = { spec, report: outcome.value };
    else issues.value = outcome.issues;
  }

  async function cancel(): Promise<void> {
    if (jobId.value) await jobs.cancel(jobId.value);
  }

  return { rows, issues, result, running, job, vary, points, setRow, addRow, removeRow, run, cancel };
});
