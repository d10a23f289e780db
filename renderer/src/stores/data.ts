/** The dataset at hand: its summary, the recording that is shown, and how it is binned. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  DEFAULT_TRAIN,
  type BinSpec,
  type DatasetSummary,
  type Issue,
  type SampleView,
  type TransformSpec,
} from '../../../engine/contract/index.ts';
import { useApi } from './api.ts';
import { useHost } from './host.ts';
import { firstBins } from './network-bins.ts';
import { useSettings } from './settings.ts';

export const useData = defineStore('data', () => {
  const api = useApi();
  const settings = useSettings();
  const host = useHost();
  const summary = shallowRef<DatasetSummary | null>(null);
  const summaryIssues = shallowRef<readonly Issue[]>([]);
  const opening = ref(false);
  const sample = shallowRef<SampleView | null>(null);
  const sampleIssues = shallowRef<readonly Issue[]>([]);
  const reading = ref(false);
  const index = ref(0);
  const bins = ref<BinSpec>({ ...DEFAULT_TRAIN.data.bins });
  /** Done to the recording before it is shown and binned; kept while they are switched off. */
  const transforms = shallowRef<readonly TransformSpec[]>([]);
  const transformsOn = ref(true);
  const active = computed(() => (transformsOn.value ? transforms.value : []));
  /** How far an opening is; total 0 while the folder is listed. */
  const progress = ref({ done: 0, total: 0 });
  const label = computed(() => sample.value?.label ?? summary.value?.labels[index.value] ?? 0);

  let lastOpen = 0;
  let lastRead = 0;

  async function open(source: string): Promise<void> {
    const asked = ++lastOpen;
    opening.value = true;
    progress.value = { done: 0, total: 0 };
    const outcome = await api.call('data.open', { source });
    if (asked !== lastOpen) return;
    opening.value = false;
    summary.value = outcome.ok ? outcome.value : null;
    summaryIssues.value = outcome.ok ? outcome.warnings : outcome.issues;
    sample.value = null;
    sampleIssues.value = [];
    index.value = 0;
    if (!outcome.ok) return;
    bins.value = firstBins(outcome.value, host.networks);
    await read();
  }

  async function cancel(): Promise<void> {
    await api.call('data.cancel', {});
  }

  api.on('data.progress', ({ source, done, total }) => {
    if (opening.value && source === settings.dataset) progress.value = { done, total };
  });

  /** The sample at `index`, binned as `bins` says; a newer request overtakes. */
  async function read(): Promise<void> {
    const asked = ++lastRead;
    const known = summary.value;
    if (!known || known.labels.length === 0) return;
    reading.value = true;
    const outcome = await api.call('data.sample', {
      source: known.source,
      index: index.value,
      transforms: active.value,
      bins: { ...bins.value },
    });
    if (asked !== lastRead) return;
    reading.value = false;
    if (outcome.ok) sample.value = outcome.value;
    sampleIssues.value = outcome.ok ? outcome.warnings : outcome.issues;
  }

  function show(next: number): void {
    const all = summary.value?.labels.length ?? 0;
    if (all === 0) return;
    index.value = Math.min(all - 1, Math.max(0, Math.round(next)));
    void read();
  }

  /** The next recording of the same class; wraps round at the ends. */
  function stepInClass(by: 1 | -1): void {
    const labels = summary.value?.labels;
    if (!labels) return;
    const wanted = labels[index.value];
    for (let k = 1; k <= labels.length; k++) {
      const at = (index.value + by * k + labels.length * 2) % labels.length;
      if (labels[at] === wanted) return show(at);
    }
  }

  function setBins(next: BinSpec): void {
    bins.value = next;
    void read();
  }

  function setTransforms(next: readonly TransformSpec[], on = transformsOn.value): void {
    transforms.value = next;
    transformsOn.value = on;
    void read();
  }

  /** Opens the dataset of the settings, now and whenever it changes; returns a function that ends it. */
  function follow(): () => void {
    return watch(
      () => settings.dataset,
      (source) => {
        if (summary.value?.source !== source || summaryIssues.value.length > 0) void open(source);
      },
      { immediate: true },
    );
  }

  return {
    summary,
    summaryIssues,
    opening,
    sample,
    sampleIssues,
    reading,
    index,
    bins,
    transforms,
    transformsOn,
    active,
    progress,
    label,
    open,
    cancel,
    read,
    show,
    stepInClass,
    setBins,
    setTransforms,
    follow,
  };
});
