/** The form outlives the page: leaving Train and coming back loses nothing that was typed. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, toRaw } from 'vue';
import {
  DEFAULT_EXPERIMENT,
  DEFAULT_TRAIN,
  type BinSpec,
  type Issue,
  type Outcome,
  type TrainSpec,
  type TransformSpec,
} from '../../../../engine/contract/index.ts';
import { messagesByPlace, placeOf } from '../../components/transform-chain.ts';
import { useApi } from '../../stores/api.ts';
import { useHost } from '../../stores/host.ts';
import { keptForm } from '../../stores/kept-form.ts';
import { useSettings } from '../../stores/settings.ts';
import {
  binFields,
  formOf,
  sortIssues,
  specOf,
  withHardwareLoss,
  withNetwork,
  type HardwareLossMode,
  type TrainField,
  type TrainForm,
} from './form.ts';
import { numbersOf, withRule } from './learning-form.ts';

const UNTOUCHED = formOf(DEFAULT_TRAIN);
const SWEEP_EXPERIMENT = 'Sweep of β';

export const useTrainForm = defineStore('train-form', () => {
  const api = useApi();
  const host = useHost();
  const settings = useSettings();

  /** Expert values that the form does not show come from here. */
  const base = keptForm<TrainSpec>('train-base', DEFAULT_TRAIN);
  const form = keptForm<TrainForm>('train-form', UNTOUCHED);
  const issues = shallowRef<readonly Issue[]>([]);
  const starting = ref(false);
  // What an earlier window left is gone on with.
  let prepared = toRaw(form.value) !== UNTOUCHED;

  /** Done to recordings before binning; wrong ones are told apart from the fields. */
  const transforms = computed(() => base.value.data.transforms);
  const transformIssues = computed(() => messagesByPlace(issues.value));
  const sorted = computed(() =>
    sortIssues(
      issues.value.filter(({ path }) => placeOf(path) === null),
      form.value,
    ),
  );

  /** First visit: the dataset that Data shows, and as many workers as this machine suits. */
  function prepare(): void {
    if (prepared) return;
    prepared = true;
    reset();
  }

  function reset(): void {
    base.value = DEFAULT_TRAIN;
    form.value = {
      ...formOf(DEFAULT_TRAIN),
      source: settings.dataset,
      workers: host.info?.defaultWorkers ?? DEFAULT_TRAIN.workers,
    };
    issues.value = [];
  }

  function fillFrom(spec: TrainSpec): void {
    prepared = true;
    base.value = spec;
    form.value = formOf(spec);
    issues.value = [];
  }

  function set<K extends TrainField>(key: K, value: TrainForm[K]): void {
    form.value = { ...form.value, [key]: value };
    // What was wrong with this field may be right now; the host has the last word at the start.
    const shown = sorted.value.fields.get(key) ?? [];
    issues.value = issues.value.filter((issue) => !shown.includes(issue));
  }

  /** Transforms and bins as Data shows them; the steps, and the pixels joined, stay those that the network needs. */
  function setInput(transforms: readonly TransformSpec[], bins: BinSpec): void {
    const { data } = base.value;
    base.value = { ...base.value, data: { ...data, transforms } };
    const { mode, windowUs } = bins;
    form.value = { ...form.value, binMode: mode, windowUs, ...binFields(bins) };
  }

  function setTransforms(next: readonly TransformSpec[]): void {
    const { data } = base.value;
    base.value = { ...base.value, data: { ...data, transforms: next } };
    issues.value = issues.value.filter(({ path }) => placeOf(path) === null);
  }

  function setNetwork(name: string): void {
    const network = host.networks.find((one) => one.name === name);
    set('network', name);
    if (network) form.value = withNetwork(form.value, network);
  }

  function setHardwareLoss(mode: HardwareLossMode): void {
    form.value = withHardwareLoss(form.value, mode);
  }

  function setRule(rule: TrainForm['rule']): void {
    form.value = withRule(form.value, rule);
  }

  async function startInProject(
    spec: TrainSpec,
    project: string,
  ): Promise<Outcome<{ runId: string; jobId: string }>> {
    const started = await api.call('train.start', { spec });
    if (!started.ok || project === '') return started;
    const { runId, jobId } = started.value;
    const moved = await api.call('runs.change', { runIds: [runId], change: { kind: 'project', project } });
    if (moved.ok) return started;
    await api.call('jobs.cancel', { jobId });
    return { ok: false, issues: moved.issues.map((issue) => ({ ...issue, path: 'project' })) };
  }

  /** The run that was started, or null and the issues at their fields. */
  async function start(): Promise<string | null> {
    starting.value = true;
    const outcome = await startInProject(specOf(form.value, base.value), form.value.project.trim());
    starting.value = false;
    issues.value = outcome.ok ? outcome.warnings : outcome.issues;
    return outcome.ok ? outcome.value.runId : null;
  }

  /** The experiment whose sweep was started, or null and the issues at their fields. */
  async function startSweep(): Promise<string | null> {
    starting.value = true;
    const asked = withHardwareLoss(
      form.value,
      form.value.hardwareLoss === 'off' ? 'proxy' : form.value.hardwareLoss,
    );
    const spec = specOf(asked, base.value);
    const experiment = spec.experiment === DEFAULT_EXPERIMENT ? SWEEP_EXPERIMENT : spec.experiment;
    const outcome = await api.call('train.sweep', {
      spec: { ...spec, experiment },
      betas: numbersOf(form.value.sweepBetas),
      seeds: numbersOf(form.value.sweepSeeds),
    });
    starting.value = false;
    issues.value = outcome.ok ? outcome.warnings : outcome.issues;
    return outcome.ok ? experiment : null;
  }

  /** The form's settings with the hardware loss and the search on, for the joint study. */
  function searched(): TrainSpec {
    const { hardwareLoss, has } = form.value;
    const on = withHardwareLoss(form.value, hardwareLoss === 'off' ? 'proxy' : hardwareLoss);
    return specOf({ ...on, has: has === 'off' ? 'two-level' : has }, base.value);
  }

  return {
    base,
    form,
    issues,
    sorted,
    starting,
    prepare,
    reset,
    fillFrom,
    set,
    transforms,
    transformIssues,
    setTransforms,
    setInput,
    setNetwork,
    setHardwareLoss,
    setRule,
    start,
    startSweep,
    searched,
  };
});
