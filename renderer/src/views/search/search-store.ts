/** Form and report of the Search page; they outlive the page. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import {
  SEARCH_METHODS,
  type ComparedSearch,
  type Issue,
  type SearchReport,
  type SearchSpec,
} from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useHost } from '../../stores/host.ts';
import { keptForm } from '../../stores/kept-form.ts';
import {
  FIRST_FORM,
  formOf,
  pointsOf,
  sortIssues,
  specOf,
  windowsOf,
  type SearchField,
  type SearchForm,
} from './form.ts';

/** A comparison tries every point of spaces up to this size. */
const MOST_EXHAUSTIVE = 10_000;
/** Between two readings of a search that is going on. */
const LEAST_PAUSE_MS = 200;

export const useSearch = defineStore('search', () => {
  const api = useApi();
  const host = useHost();
  const form = keptForm<SearchForm>('search-form', FIRST_FORM);
  const issues = shallowRef<readonly Issue[]>([]);
  const starting = ref(false);
  const report = shallowRef<SearchReport | null>(null);
  /** Finished searches that compare with the one shown. */
  const comparison = shallowRef<readonly ComparedSearch[]>([]);
  const sorted = computed(() => sortIssues(issues.value));

  const networkOf = (name: string) => host.networks.find((one) => one.name === name);

  /** First visit: a window size for every layer of the network. */
  function prepare(): void {
    const network = networkOf(form.value.network);
    if (form.value.space === '' && network) form.value = { ...form.value, space: windowsOf(network) };
  }

  function set<K extends SearchField>(key: K, value: SearchForm[K]): void {
    const stale = sorted.value.fields.get(key) ?? [];
    form.value = { ...form.value, [key]: value };
    issues.value = issues.value.filter((issue) => !stale.includes(issue));
    const network = key === 'network' ? networkOf(String(value)) : undefined;
    if (network) form.value = { ...form.value, space: windowsOf(network) };
  }

  async function start(): Promise<string | null> {
    starting.value = true;
    const outcome = await api.call('search.start', { spec: specOf(form.value) });
    starting.value = false;
    issues.value = outcome.ok ? [] : outcome.issues;
    return outcome.ok ? outcome.value.runId : null;
  }

  /** Every method that the budget allows, one run each; the run to look at. */
  async function compare(): Promise<string | null> {
    starting.value = true;
    const spec = specOf(form.value);
    const whole = pointsOf(form.value.space) <= Math.min(spec.budget, MOST_EXHAUSTIVE);
    const methods = SEARCH_METHODS.filter(
      (method) =>
        method !== 'halving' && (method !== 'exhaustive' || whole) && (method !== 'has' || !spec.training),
    );
    const outcome = await api.call('search.compare', { spec, methods });
    starting.value = false;
    issues.value = outcome.ok ? [] : outcome.issues;
    return outcome.ok ? outcome.value.runIds[0] : null;
  }

  /** What a search was started with, into the form. */
  async function reuse(runId: string): Promise<void> {
    const outcome = await api.call('runs.get', { runId, energy: null });
    issues.value = outcome.ok ? [] : outcome.issues;
    if (outcome.ok) form.value = formOf(outcome.value.spec as SearchSpec);
  }

  async function resume(runId: string): Promise<void> {
    const outcome = await api.call('search.resume', { runId });
    issues.value = outcome.ok ? [] : outcome.issues;
  }

  /** The run to read next while one is being read. */
  let wanted: string | null = null;
  let reading: string | null = null;
  let endPause = (): void => {};
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      endPause = resolve;
      setTimeout(resolve, ms);
    });

  /**
   * News of a search that goes on come faster than a long report is made: one question at a time, with time between for
   * the host's other work. Another search is read at once.
   */
  async function read(runId: string): Promise<void> {
    wanted = runId;
    if (reading !== null) {
      if (reading !== runId) endPause();
      return;
    }
    for (let id = takeWanted(); id !== null; id = takeWanted()) {
      reading = id;
      const startedAt = performance.now();
      const outcome = await api.call('search.report', { runId: id });
      if (outcome.ok) report.value = outcome.value;
      else issues.value = outcome.issues;
      await pause(Math.max(LEAST_PAUSE_MS, 3 * (performance.now() - startedAt)));
    }
    reading = null;
  }

  function takeWanted(): string | null {
    const id = wanted;
    wanted = null;
    return id;
  }

  async function readComparison(runId: string): Promise<void> {
    const outcome = await api.call('search.comparison', { runId });
    comparison.value = outcome.ok ? outcome.value.searches : [];
  }

  return {
    form,
    issues,
    sorted,
    starting,
    report,
    prepare,
    set,
    start,
    compare,
    reuse,
    resume,
    read,
    readComparison,
    comparison,
  };
});
