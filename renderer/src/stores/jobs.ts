/** Long work in the background, newest first. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Issue, JobInfo, JobKind } from '../../../engine/contract/index.ts';
import { useApi } from './api.ts';

export const isActive = (job: JobInfo): boolean => job.state === 'running' || job.state === 'queued';

export const useJobs = defineStore('jobs', () => {
  const api = useApi();
  const jobs = shallowRef<readonly JobInfo[]>([]);
  /** Why the list could not be read, or a job not be cancelled. */
  const issues = shallowRef<readonly Issue[]>([]);
  const listOpen = ref(false);
  const running = computed(() => jobs.value.filter(({ state }) => state === 'running'));
  const queued = computed(() => jobs.value.filter(({ state }) => state === 'queued'));
  const active = computed(() => [...running.value, ...queued.value]);

  const ofRun = (runId: string): JobInfo | null =>
    jobs.value.find(({ runIds }) => runIds.includes(runId)) ?? null;
  const ofKind = (kind: JobKind): JobInfo | null => jobs.value.find((job) => job.kind === kind) ?? null;
  const byId = (jobId: string): JobInfo | null => jobs.value.find(({ id }) => id === jobId) ?? null;

  function put(job: JobInfo): void {
    const known = jobs.value.some(({ id }) => id === job.id);
    jobs.value = known ? jobs.value.map((old) => (old.id === job.id ? job : old)) : [job, ...jobs.value];
  }

  async function load(): Promise<void> {
    const outcome = await api.call('jobs.list', {});
    if (outcome.ok) jobs.value = newestFirst(outcome.value.jobs);
    issues.value = outcome.ok ? [] : outcome.issues;
  }

  async function cancel(jobId: string): Promise<void> {
    const outcome = await api.call('jobs.cancel', { jobId });
    issues.value = outcome.ok ? [] : outcome.issues;
  }

  async function restart(jobId: string): Promise<void> {
    const outcome = await api.call('jobs.restart', { jobId });
    issues.value = outcome.ok ? [] : outcome.issues;
  }

  function follow(): void {
    api.on('job.changed', put);
    api.onReopened(() => void load());
    void load();
  }

  return {
    jobs,
    issues,
    listOpen,
    running,
    queued,
    active,
    ofRun,
    ofKind,
    byId,
    load,
    cancel,
    restart,
    follow,
  };
});

/** Jobs that have not started yet are the newest. */
const newestFirst = (jobs: readonly JobInfo[]): readonly JobInfo[] =>
  [...jobs].sort((a, b) => (b.startedAtMs ?? Infinity) - (a.startedAtMs ?? Infinity) || 0);
