/** The pane that takes units out: its fields, the job behind it and what came of it; they outlive the pane. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Issue, ShrinkReport } from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useHost } from '../../stores/host.ts';
import { useJobs } from '../../stores/jobs.ts';
import { specOf } from './form.ts';
import {
  FIRST_SHRINK,
  shrinkFieldOf,
  shrinkSpecOf,
  type ShrinkField,
  type ShrinkForm,
} from './shrink-form.ts';
import { useTrainForm } from './train-form-store.ts';

export const useShrink = defineStore('shrink', () => {
  const api = useApi();
  const host = useHost();
  const jobs = useJobs();
  const training = useTrainForm();

  const isOpen = ref(false);
  const form = ref<ShrinkForm>(FIRST_SHRINK);
  const issues = shallowRef<readonly Issue[]>([]);
  const report = shallowRef<ShrinkReport | null>(null);
  const running = ref(false);
  const jobId = ref<string | null>(null);

  const job = computed(() => (jobId.value === null ? null : jobs.byId(jobId.value)));
  const general = computed(() => issues.value.filter((issue) => shrinkFieldOf(issue, form.value) === null));
  const issuesOf = (key: ShrinkField): readonly Issue[] =>
    issues.value.filter((issue) => shrinkFieldOf(issue, form.value) === key);

  /** With what the training form says; a result of other weights goes. */
  function open(checkpoint: string): void {
    isOpen.value = true;
    if (running.value || (report.value && checkpoint === form.value.checkpoint)) return;
    report.value = null;
    issues.value = [];
    const { systems, tws } = training.form;
    form.value = { ...form.value, checkpoint, systems, tws, units: '' };
  }

  function set<K extends ShrinkField>(key: K, value: ShrinkForm[K]): void {
    form.value = { ...form.value, [key]: value };
    issues.value = issues.value.filter((issue) => shrinkFieldOf(issue, form.value) !== key);
    report.value = null;
  }

  async function start(): Promise<void> {
    if (running.value) return;
    running.value = true;
    report.value = null;
    issues.value = [];
    const spec = shrinkSpecOf(form.value, specOf(training.form, training.base));
    const started = await api.call('shrink.start', { spec });
    if (started.ok) {
      jobId.value = started.value.jobId;
      const answer = await api.call('shrink.result', started.value);
      if (answer.ok) report.value = answer.value;
      const isCancelled = !answer.ok && answer.issues.some(({ code }) => code === 'job/cancelled');
      if (!isCancelled) issues.value = answer.ok ? answer.warnings : answer.issues;
      if (answer.ok) await host.load();
    } else issues.value = started.issues;
    running.value = false;
    jobId.value = null;
  }

  async function cancel(): Promise<void> {
    if (jobId.value !== null) await jobs.cancel(jobId.value);
  }

  /** Puts the smaller network into the training form; everything else there stays. */
  function use(): void {
    if (!report.value) return;
    const { name, checkpoint, weightBits } = report.value;
    training.set('network', name);
    training.set('init', checkpoint);
    training.set('bits', new Set(weightBits).size === 1 ? String(weightBits[0]) : weightBits.join(', '));
    isOpen.value = false;
  }

  return { isOpen, form, issuesOf, general, report, running, job, open, set, start, cancel, use };
});
