/** The cost of one inference of the two drafts, kept up to date while either of them changes. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  DEFAULT_ENERGY_TABLE,
  type Issue,
  type Preview,
  type PreviewSpec,
  type SpikeSource,
} from '../../../engine/contract/index.ts';
import { useApi } from './api.ts';
import { useArchDraft } from './arch-draft.ts';
import { useNetworkDraft } from './network-draft.ts';
import { isText, remembered } from './remembered.ts';

/** A person who types a number types its next digit within this time. */
const PAUSE_MS = 120;

export const useEstimate = defineStore('estimate', () => {
  const api = useApi();
  const network = useNetworkDraft();
  const arch = useArchDraft();

  const activity = ref<SpikeSource>({ kind: 'random', rate: 0.02, seed: 1 });
  const energy = remembered('estimate-energy', DEFAULT_ENERGY_TABLE as string, isText);
  /** One value, or one per layer, separated by commas. */
  const tws = remembered('estimate-tws', '3', isText);
  const preview = shallowRef<Preview | null>(null);
  /** The estimate before the last edit. */
  const before = shallowRef<Preview | null>(null);
  const issues = shallowRef<readonly Issue[]>([]);
  const pending = ref(false);
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const spec = computed((): PreviewSpec | null => {
    const { network: checked } = network.check;
    if (!checked || !arch.check.arch) return null;
    return {
      network: JSON.stringify(checked),
      arch: arch.text,
      energy: energy.value,
      systems: ['spikex', 'ptb'],
      tws: windowsOf(tws.value, checked.layers.length),
      spikes: activity.value,
    };
  });
  const report = computed(() => preview.value?.systems.find(({ system }) => system === 'spikex') ?? null);
  const baseline = computed(() => preview.value?.systems.find(({ system }) => system === 'ptb') ?? null);
  const reportBefore = computed(
    () => before.value?.systems.find(({ system }) => system === 'spikex') ?? null,
  );

  async function ask(question: PreviewSpec): Promise<void> {
    const mine = ++asked;
    pending.value = true;
    const answer = await api.call('simulate.preview', { spec: question });
    if (mine !== asked) return;
    pending.value = false;
    issues.value = answer.ok ? answer.warnings : answer.issues;
    if (!answer.ok) return;
    before.value = preview.value;
    preview.value = answer.value;
  }

  watch(
    () => JSON.stringify(spec.value),
    () => {
      clearTimeout(timer);
      const question = spec.value;
      if (question) timer = setTimeout(() => void ask(question), PAUSE_MS);
    },
    { immediate: true },
  );

  return { activity, energy, tws, spec, preview, report, baseline, reportBefore, issues, pending };
});

/** A list that does not fit the number of layers counts as its first value. */
export function windowsOf(text: string, layers: number): number[] {
  const sizes = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  const first = sizes[0] ?? 1;
  return sizes.length === 1 || sizes.length === layers ? sizes : [first];
}
