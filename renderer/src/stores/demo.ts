/** The embedded demo: start it, follow its job, and know what it left in the database. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Issue, JobInfo, RunRow } from '../../../engine/contract/index.ts';
import { useApi } from './api.ts';
import { isActive, useJobs } from './jobs.ts';
import { useRuns } from './runs.ts';

export const useDemo = defineStore('demo', () => {
  const api = useApi();
  const jobs = useJobs();
  const runs = useRuns();
  const issues = shallowRef<readonly Issue[]>([]);
  const starting = ref(false);
  /** The latest demo of this host, whichever window started it. */
  const job = computed<JobInfo | null>(() => jobs.ofKind('demo'));
  const active = computed(() => starting.value || (job.value !== null && isActive(job.value)));
  const results = computed<readonly RunRow[]>(() => {
    const ids = job.value?.runIds ?? [];
    return runs.rows.filter(({ id, accuracy }) => ids.includes(id) && accuracy !== null);
  });
  const seconds = computed(() => {
    const done = jobs.jobs.find(({ kind, state }) => kind === 'demo' && state === 'done');
    return done?.startedAtMs && done.endedAtMs ? (done.endedAtMs - done.startedAtMs) / 1000 : null;
  });

  async function start(): Promise<void> {
    if (active.value) return;
    starting.value = true;
    const outcome = await api.call('demo.start', { quick: false });
    issues.value = outcome.ok ? [] : outcome.issues;
    if (outcome.ok) await jobs.load();
    starting.value = false;
  }

  async function cancel(): Promise<void> {
    if (job.value) await jobs.cancel(job.value.id);
  }

  return { job, active, starting, issues, results, seconds, start, cancel };
});
