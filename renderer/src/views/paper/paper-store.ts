/** The report, what runs for it, and the figure at other settings; they outlive the page. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import {
  PAPER_FIGURES,
  type Issue,
  type PaperAsk,
  type PaperFigure,
  type PaperFigureReport,
  type PaperReport,
  type PaperSize,
} from '../../../../engine/contract/index.ts';
import { saveFile } from '../../charts/export.ts';
import { useApi } from '../../stores/api.ts';
import { OWN_FORM, isOwn, settingsOf, type LiveField, type LiveForm } from './settings.ts';

const LEAST_PAUSE_MS = 350;

export const usePaper = defineStore('paper', () => {
  const api = useApi();
  const size = ref<PaperSize>('quick');
  const nmnist = ref('');
  const gesture = ref('');
  const report = shallowRef<PaperReport | null>(null);
  const issues = shallowRef<readonly Issue[]>([]);
  const form = ref<LiveForm>(OWN_FORM);
  const live = shallowRef<PaperFigureReport | null>(null);
  const looking = ref(false);

  const ask = computed((): PaperAsk => ({
    size: size.value,
    datasets: { nmnist: nmnist.value.trim() || null, gesture: gesture.value.trim() || null },
  }));

  let reading = 0;
  async function read(): Promise<void> {
    const turn = ++reading;
    const outcome = await api.call('paper.report', ask.value);
    if (turn !== reading) return;
    if (outcome.ok) report.value = outcome.value;
    issues.value = outcome.ok ? outcome.value.issues : outcome.issues;
  }

  async function start(figures: readonly PaperFigure[] = PAPER_FIGURES): Promise<void> {
    const outcome = await api.call('paper.start', { ...ask.value, figures });
    if (!outcome.ok) issues.value = outcome.issues;
    else await read();
  }

  async function stop(): Promise<void> {
    await api.call('paper.stop', {});
  }

  async function save(): Promise<void> {
    const outcome = await api.call('paper.export', ask.value);
    issues.value = outcome.ok ? [] : outcome.issues;
    if (outcome.ok)
      saveFile(
        new Blob([new Uint8Array(outcome.value.content)], { type: 'application/zip' }),
        `spikex-paper-${size.value}.zip`,
      );
  }

  let looks = 0;
  let pause: ReturnType<typeof setTimeout> | null = null;
  /** Measures the figure at the settings of the form, a moment after the last change. */
  function look(figure: PaperFigure): void {
    const turn = ++looks;
    if (pause !== null) clearTimeout(pause);
    const settings = settingsOf(form.value, figure);
    if (settings === null || isOwn(settings)) {
      live.value = null;
      looking.value = false;
      return;
    }
    looking.value = true;
    pause = setTimeout(async () => {
      const outcome = await api.call('paper.look', { ...ask.value, figure, settings });
      if (turn !== looks) return;
      looking.value = false;
      issues.value = outcome.ok ? [] : outcome.issues;
      if (outcome.ok) live.value = outcome.value;
    }, LEAST_PAUSE_MS);
  }

  function set<K extends LiveField>(field: K, value: LiveForm[K], figure: PaperFigure): void {
    form.value = { ...form.value, [field]: value };
    look(figure);
  }

  function reset(figure: PaperFigure): void {
    form.value = OWN_FORM;
    look(figure);
  }

  api.on('paper.ended', () => void read());
  return {
    size,
    nmnist,
    gesture,
    ask,
    report,
    issues,
    form,
    live,
    looking,
    read,
    start,
    stop,
    save,
    look,
    set,
    reset,
  };
});
