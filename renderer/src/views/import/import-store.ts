/** The import form, the report of its file and the result of its last run; they outlive the page. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import {
  errorAt,
  type Issue,
  type NirImported,
  type NirReport,
  type NirRunReport,
} from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useHost } from '../../stores/host.ts';
import { useJobs } from '../../stores/jobs.ts';
import { importTexts as texts } from '../../texts/import.ts';
import {
  FALLBACK_STEPS,
  FIRST_IMPORT,
  libraryName,
  optionsOf,
  runSpecOf,
  type ImportField,
  type ImportForm,
} from './form.ts';

/** A change of these needs the file to be read again. */
const READ_FIELDS: ReadonlySet<ImportField> = new Set([
  'file',
  'dtMs',
  'integration',
  'reset',
  'firing',
  'integrator',
]);

export const useImports = defineStore('imports', () => {
  const api = useApi();
  const host = useHost();
  const jobs = useJobs();

  const form = ref<ImportForm>(FIRST_IMPORT);
  const report = shallowRef<NirReport | null>(null);
  const result = shallowRef<NirRunReport | null>(null);
  const kept = shallowRef<NirImported | null>(null);
  const issues = shallowRef<readonly Issue[]>([]);
  const reading = ref(false);
  const running = ref(false);
  const selected = ref<string | null>(null);
  let asked = 0;

  const node = computed(() => report.value?.nodes.find(({ name }) => name === selected.value) ?? null);
  const job = computed(() => (running.value ? jobs.ofKind('nir-run') : null));

  function set<K extends ImportField>(key: K, value: ImportForm[K]): void {
    form.value = { ...form.value, [key]: value };
    if (READ_FIELDS.has(key)) void read();
  }

  /** A file that was dropped, chosen or opened: its step is not known. */
  function open(file: string): void {
    form.value = { ...form.value, file };
    void read();
  }

  async function read(): Promise<void> {
    const mine = ++asked;
    report.value = result.value = kept.value = null;
    issues.value = [];
    const options = optionsOf(form.value);
    if (!form.value.file) return;
    if (!options) {
      issues.value = [{ ...errorAt(texts.dt, 'nir/dt', texts.dtMissing), severity: 'warning' }];
      return;
    }
    reading.value = true;
    const ask = { file: form.value.file, options, timesteps: form.value.steps ?? FALLBACK_STEPS };
    const outcome = await api.call('nir.report', ask);
    if (mine !== asked) return; // the form has changed meanwhile
    reading.value = false;
    if (!outcome.ok) {
      issues.value = outcome.issues;
      return;
    }
    report.value = outcome.value;
    selected.value =
      outcome.value.nodes.find(({ fit }) => fit === 'no' || fit === 'approximate')?.name ?? null;
  }

  async function run(): Promise<void> {
    const spec = runSpecOf(form.value);
    if (!spec || running.value) return;
    running.value = true;
    issues.value = [];
    const outcome = await api.call('nir.run', { spec });
    running.value = false;
    if (outcome.ok) result.value = outcome.value;
    issues.value = outcome.ok
      ? outcome.warnings.filter(({ code }) => code !== 'nir/reset-open')
      : outcome.issues;
  }

  async function cancel(): Promise<void> {
    if (job.value) await jobs.cancel(job.value.id);
  }

  async function keep(): Promise<void> {
    const options = optionsOf(form.value);
    if (!options) return;
    const outcome = await api.call('nir.import', {
      file: form.value.file,
      options,
      timesteps: form.value.steps ?? FALLBACK_STEPS,
      name: libraryName(form.value.file),
    });
    issues.value = outcome.ok ? [] : outcome.issues;
    if (!outcome.ok) return;
    kept.value = outcome.value;
    await host.load();
  }

  return {
    form,
    report,
    result,
    kept,
    issues,
    reading,
    running,
    selected,
    node,
    job,
    set,
    open,
    read,
    run,
    cancel,
    keep,
  };
});
