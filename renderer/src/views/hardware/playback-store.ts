/**
 * What is played back: one layer's schedule, the cycle that is looked at, and the stretches of it that the host has sent.
 * The drafts of the page are followed unless a simulation was handed over.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  ARRAY_SYSTEMS,
  type ArraySystem,
  type Issue,
  type PlaybackOverview,
  type PlaybackRaster,
  type PlaybackSpec,
  type PlaybackSteps,
  type PlaybackStrip,
} from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useEstimate } from '../../stores/estimate.ts';
import { useNetworkDraft } from '../../stores/network-draft.ts';
import { isNumber, isText, remembered } from '../../stores/remembered.ts';
import { currentStep, pageOf, type Current } from './playback-steps.ts';

/** A simulation's setting, by name; its layer and system are chosen in the pane. */
export interface HandedOver extends Omit<PlaybackSpec, 'system' | 'layer'> {
  readonly title: string;
  /** Names of its layers. */
  readonly layers: readonly string[];
}

const PAUSE_MS = 200;
const MOST_PAGES = 8;
/** Entries (columns of steps) that one question asks for. */
const PAGE_ENTRIES = 16_384;
const LEAST_CYCLES = 50;

export const usePlayback = defineStore('playback', () => {
  const api = useApi();
  const network = useNetworkDraft();
  const estimate = useEstimate();

  const handed = shallowRef<HandedOver | null>(null);
  const system = ref<ArraySystem>('spikex');
  const chosenLayer = ref<string | null>(null);
  /** Whether anybody is looking; nothing is laid out for nobody. */
  const watched = ref(false);
  const overview = shallowRef<PlaybackOverview | null>(null);
  const issues = shallowRef<readonly Issue[]>([]);
  const pending = ref(false);
  const cycle = ref(0);
  const playing = ref(false);
  const speed = remembered('playback-speed', 500, isNumber);
  const colour = remembered('playback-colour', 'spikes', isText);
  const range = ref({ from: 0, to: 1 });
  const strip = shallowRef<PlaybackStrip | null>(null);
  const raster = shallowRef<PlaybackRaster | null>(null);
  const pages = shallowRef<readonly PlaybackSteps[]>([]);
  let opened: PlaybackSpec | null = null;
  let bins = 600;
  const asking = { steps: false, strip: false, raster: false };

  const layers = computed(
    () => handed.value?.layers ?? network.check.network?.layers.map(({ name }) => name) ?? [],
  );
  const layer = computed(() => {
    const wanted = layers.value.find((name) => name === chosenLayer.value);
    return wanted ?? layers.value[Math.min(1, layers.value.length - 1)] ?? null;
  });
  const spec = computed((): PlaybackSpec | null => {
    if (layer.value === null) return null;
    const choice = { system: system.value, layer: layer.value };
    if (handed.value) {
      const { title: _title, layers: _layers, ...setting } = handed.value;
      return { ...setting, ...choice };
    }
    const draft = estimate.spec;
    if (!draft) return null;
    const { network: text, arch: ofArch, energy, tws, spikes } = draft;
    return { network: text, arch: ofArch, archOverrides: {}, energy, tws, spikes, ...choice };
  });
  const cycles = computed(() => overview.value?.report.cycles ?? 0);
  const current = computed(
    (): Current | null => overview.value && currentStep(pages.value, cycle.value, cycles.value),
  );
  const stage = computed(() => {
    const now = current.value;
    return now === null ? null : now.page.stage[now.at];
  });

  async function open(next: PlaybackSpec): Promise<void> {
    if (pending.value) await api.call('playback.cancel', {});
    opened = next;
    pending.value = true;
    const answer = await api.call('playback.open', { spec: next });
    if (opened !== next) return;
    pending.value = false;
    issues.value = answer.ok ? [] : answer.issues;
    playing.value = false;
    pages.value = [];
    strip.value = null;
    raster.value = null;
    overview.value = answer.ok ? answer.value : null;
    if (!answer.ok) return;
    cycle.value = answer.value.firstFillCycles;
    range.value = { from: 0, to: Math.max(LEAST_CYCLES, answer.value.report.cycles) };
    void look();
    void askStrip();
  }

  async function cancel(): Promise<void> {
    await api.call('playback.cancel', {});
  }

  /** Fetches the steps around the cycle that is looked at, until they are there. */
  async function look(): Promise<void> {
    const from = opened;
    if (!overview.value || !from || asking.steps || overview.value.steps === 0) return;
    const count = Math.max(32, Math.floor(PAGE_ENTRIES / overview.value.cols));
    const now = current.value;
    const ahead =
      now && playing.value && now.at > now.page.count * 0.75 ? now.page.first + now.page.count : null;
    if (now && (ahead === null || ahead >= overview.value.steps || pageOf(pages.value, ahead))) return;
    asking.steps = true;
    const answer = await api.call('playback.steps', {
      spec: from,
      from: ahead === null ? { cycle: cycle.value, before: Math.floor(count / 4) } : { step: ahead },
      count,
    });
    asking.steps = false;
    if (opened !== from) return;
    if (!answer.ok) {
      issues.value = answer.issues;
      return;
    }
    keep(answer.value);
    if (!current.value) void look();
  }

  function keep(page: PlaybackSteps): void {
    pages.value = [...pages.value.slice(1 - MOST_PAGES), page];
  }

  async function askStrip(): Promise<void> {
    const from = opened;
    if (!overview.value || !from || asking.strip) return;
    const { from: fromCycle, to: toCycle } = range.value;
    const asked = bins;
    asking.strip = true;
    const answer = await api.call('playback.strip', { spec: from, fromCycle, toCycle, bins: asked });
    asking.strip = false;
    if (opened !== from) return;
    if (answer.ok) strip.value = answer.value;
    if (range.value.from !== fromCycle || range.value.to !== toCycle || bins !== asked) void askStrip();
  }

  async function askRaster(): Promise<void> {
    const from = opened;
    if (!from || asking.raster || stage.value === null || raster.value?.stage === stage.value) return;
    const wanted = stage.value;
    asking.raster = true;
    const answer = await api.call('playback.raster', { spec: from, stage: wanted });
    asking.raster = false;
    if (opened !== from || !answer.ok) return;
    raster.value = answer.value.raster;
    if (stage.value !== wanted) void askRaster();
  }

  function seek(to: number): void {
    cycle.value = Math.min(cycles.value, Math.max(0, to));
    follow();
  }

  /** The strips turn a page when the cycle leaves them. */
  function follow(): void {
    const { from, to } = range.value;
    const length = to - from;
    if (cycle.value >= from && cycle.value <= to) return;
    const start = Math.min(Math.max(0, cycles.value - length), Math.max(0, cycle.value - length * 0.1));
    range.value = { from: start, to: start + length };
  }

  /** Around a cycle that keeps its place; factor above 1 looks closer. */
  function zoom(factor: number, around = cycle.value): void {
    const { from, to } = range.value;
    const most = Math.max(LEAST_CYCLES, cycles.value);
    const length = Math.min(most, Math.max(LEAST_CYCLES, (to - from) / factor));
    const share = (around - from) / (to - from);
    const start = Math.min(most - length, Math.max(0, around - share * length));
    range.value = { from: start, to: start + length };
  }

  async function goToStep(step: number): Promise<void> {
    const from = opened;
    if (!overview.value || !from) return;
    const wanted = Math.min(overview.value.steps - 1, Math.max(0, step));
    let page = pageOf(pages.value, wanted);
    if (!page) {
      const count = Math.max(32, Math.floor(PAGE_ENTRIES / overview.value.cols));
      const first = Math.max(0, wanted - Math.floor(count / 4));
      const answer = await api.call('playback.steps', { spec: from, from: { step: first }, count });
      if (opened !== from || !answer.ok) return;
      page = answer.value;
      keep(page);
    }
    seek(page.startCycle[wanted - page.first]);
  }

  async function step(by: number): Promise<void> {
    playing.value = false;
    const now = current.value;
    if (!now) return;
    // From the first fill on, the next step is the first one.
    const ahead = cycle.value < now.page.startCycle[now.at] ? 1 : 0;
    await goToStep(now.page.first + now.at + by - ahead);
  }

  /** To the first step of the next stage or update, or of this one or the one before. */
  async function stageStep(by: 1 | -1): Promise<void> {
    playing.value = false;
    const now = current.value;
    if (!now || !overview.value) return;
    const { stageFirstStep, stepsPerRowTile, steps } = overview.value;
    const at = now.page.first + now.at;
    const tile = Math.floor(at / stepsPerRowTile);
    const starts = [-1, 0, 1].flatMap((other) =>
      Array.from(stageFirstStep, (first) => (tile + other) * stepsPerRowTile + first),
    );
    const inside = starts.filter((first) => first >= 0 && first < steps);
    const next = by > 0 ? inside.find((first) => first > at) : inside.findLast((first) => first < at);
    if (next !== undefined) await goToStep(next);
  }

  function toggle(): void {
    if (!overview.value || cycles.value === 0) return;
    if (!playing.value && cycle.value >= cycles.value) cycle.value = 0;
    playing.value = !playing.value;
  }

  function handOver(next: HandedOver, ofSystem: string, ofLayer: string | null): void {
    handed.value = next;
    system.value = ARRAY_SYSTEMS.find((name) => name === ofSystem) ?? 'spikex';
    chosenLayer.value = ofLayer;
  }

  function fitBins(width: number): void {
    const wanted = Math.max(50, Math.min(4096, Math.round(width)));
    if (wanted === bins) return;
    bins = wanted;
    void askStrip();
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => watched.value && JSON.stringify(spec.value),
    (key) => {
      clearTimeout(timer);
      const next = spec.value;
      if (!key || !next || (opened && JSON.stringify(opened) === key)) return;
      timer = setTimeout(() => void open(next), opened ? PAUSE_MS : 0);
    },
  );
  watch([cycle, pages], () => void look());
  watch(range, () => void askStrip());
  watch(stage, () => void askRaster());

  return {
    handed,
    system,
    layer,
    chosenLayer,
    layers,
    watched,
    overview,
    issues,
    pending,
    cycle,
    cycles,
    playing,
    speed,
    colour,
    range,
    strip,
    raster,
    current,
    cancel,
    seek,
    follow,
    zoom,
    step,
    stageStep,
    toggle,
    handOver,
    fitBins,
  };
});
