/** One held-out sample of a run; asked again when sample, layer or epoch change, and only while it is shown. */
import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Issue, SampleLook } from '../../../../engine/contract/index.ts';
import { useApi } from '../../stores/api.ts';

export interface Look {
  readonly look: ShallowRef<SampleLook | null>;
  readonly issues: ShallowRef<readonly Issue[]>;
  readonly sample: Ref<number>;
  readonly layer: Ref<number>;
}

/** version: changes when the run has newer weights; null = nothing to look at. */
export function useLook(runId: () => string | null, version: () => number | null): Look {
  const api = useApi();
  const look = shallowRef<SampleLook | null>(null);
  const issues = shallowRef<readonly Issue[]>([]);
  const sample = ref(0);
  const layer = ref(0);
  let latest = 0;
  let asking = false;
  let again = false;

  async function ask(): Promise<void> {
    const id = runId();
    if (id === null || version() === null) return;
    // While one answer is on its way only the newest further question counts.
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    const request = ++latest;
    const outcome = await api.call('train.look', {
      runId: id,
      sample: sample.value,
      layer: layer.value,
      neuron: null,
    });
    asking = false;
    if (request === latest) {
      if (outcome.ok) look.value = outcome.value;
      issues.value = outcome.ok ? [] : outcome.issues;
    }
    if (again) {
      again = false;
      void ask();
    }
  }

  watch([runId, version, sample, layer], () => void ask(), { immediate: true });
  return { look, issues, sample, layer };
}
