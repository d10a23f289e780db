/** The form and the results of this window's simulations; both outlive the page. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type {
  Issue,
  RunDetail,
  SampledActivity,
  SimulateSpec,
  SystemReport,
} from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useHost } from '../../stores/host.ts';
import { useJobs } from '../../stores/jobs.ts';
import { keptForm } from '../../stores/kept-form.ts';
import { FIRST_FORM, formOf, sortIssues, specOf, type SimulateField, type SimulateForm } from './form.ts';
import { simulateSpecOf } from './spec.ts';

export interface SimulationResult {
  readonly runId: string;
  /** Counts the results of this window. */
  readonly number: number;
  readonly spec: SimulateSpec;
  readonly systems: readonly SystemReport[];
  /** Where recorded activity was simulated. */
  readonly sampled: SampledActivity | null;
  readonly warnings: readonly Issue[];
}

export const useSimulations = defineStore('simulations', () => {
  const api = useApi();
  const host = useHost();
  const jobs = useJobs();

  const form = keptForm<SimulateForm>('simulate-form', FIRST_FORM);
  const issues = shallowRef<readonly Issue[]>([]);
  const running = ref(false);
  /** Newest first. */
  const results = shallowRef<readonly SimulationResult[]>([]);
  const shownId = ref<string | null>(null);
  /** What the shown result is compared with; null = the one before it. */
  const referenceId = ref<string | null>(null);

  const sorted = computed(() => sortIssues(issues.value, form.value));
  const shown = computed(
    () => results.value.find(({ runId }) => runId === shownId.value) ?? results.value[0] ?? null,
  );
  const reference = computed(() => {
    const now = shown.value;
    const others = results.value.filter(({ runId }) => runId !== now?.runId);
    const before = others.find(({ number }) => now !== null && number < now.number);
    return others.find(({ runId }) => runId === referenceId.value) ?? before ?? null;
  });
  const job = computed(() => (running.value ? jobs.ofKind('simulate') : null));

  function set<K extends SimulateField>(key: K, value: SimulateForm[K]): void {
    // What was wrong with this field may be right now; the host has the last word.
    const stale = sorted.value.fields.get(key) ?? [];
    form.value = { ...form.value, [key]: value };
    issues.value = issues.value.filter((issue) => !stale.includes(issue));
  }

  /** A network with another number of layers cannot keep a list of window sizes. */
  function setNetwork(name: string): void {
    set('network', name);
    const layers = host.networks.find((one) => one.name === name)?.layers.length;
    const { tws } = specOf(form.value);
    if (tws.length > 1 && tws.length !== layers) set('tws', String(tws[0]));
  }

  function reset(): void {
    form.value = FIRST_FORM;
    issues.value = [];
  }

  /** A simulation is repeated as it was; a training lends its activity, network and hardware. */
  function fillFrom({ row, spec }: RunDetail): void {
    const given = simulateSpecOf(spec, row);
    if (given) form.value = formOf(given, form.value);
    issues.value = [];
  }

  async function run(): Promise<void> {
    if (running.value) return;
    running.value = true;
    issues.value = [];
    const spec = specOf(form.value);
    const outcome = await api.call('simulate.run', { spec });
    running.value = false;
    if (!outcome.ok) {
      issues.value = outcome.issues;
      return;
    }
    const { runId, systems, sampled } = outcome.value;
    const result = {
      runId,
      number: results.value.length + 1,
      spec,
      systems,
      sampled,
      warnings: outcome.warnings,
    };
    results.value = [result, ...results.value];
    shownId.value = runId;
  }

  async function cancel(): Promise<void> {
    if (job.value) await jobs.cancel(job.value.id);
  }

  return {
    form,
    issues,
    sorted,
    running,
    job,
    results,
    shownId,
    shown,
    referenceId,
    reference,
    set,
    setNetwork,
    reset,
    fillFrom,
    run,
    cancel,
  };
});
