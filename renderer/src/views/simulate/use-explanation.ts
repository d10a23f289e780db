/** What the host finds out about the shown result: ablations, and the factors of its difference from the reference. */
import { computed, ref, shallowRef, watch } from 'vue';
import { DEFAULT_BAND_PERCENT, type Explanation, type Issue } from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';
import { useSimulations } from './simulate-store.ts';

export function useExplanation() {
  const api = useApi();
  const store = useSimulations();
  /** Answers by the pair of results; a pair is asked for once. */
  const answers = shallowRef<ReadonlyMap<string, Explanation>>(new Map());
  const issues = shallowRef<readonly Issue[]>([]);
  const asking = ref(false);
  const pair = computed(() => (store.shown ? `${store.shown.runId} ${store.reference?.runId ?? ''}` : null));
  const explanation = computed(() => (pair.value ? (answers.value.get(pair.value) ?? null) : null));

  watch(
    pair,
    async (key) => {
      const { shown, reference } = store;
      issues.value = [];
      if (key === null || !shown || answers.value.has(key)) return;
      asking.value = true;
      const outcome = await api.call('simulate.explain', {
        spec: shown.spec,
        before: reference?.spec ?? null,
        bandPercent: DEFAULT_BAND_PERCENT,
      });
      if (outcome.ok) answers.value = new Map([...answers.value, [key, outcome.value]]);
      // A later question has its own answer under way.
      if (pair.value !== key) return;
      asking.value = false;
      issues.value = outcome.ok ? [] : outcome.issues;
    },
    { immediate: true },
  );

  return { explanation, issues, asking };
}

export type ExplanationView = ReturnType<typeof useExplanation>;
