/** The tour through the pages: offered until it was taken or declined once. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { TOUR_STEPS } from '../shell/tour-steps.ts';
import { isFlag, remembered } from './remembered.ts';
import { useRoute } from './route.ts';

export const useTour = defineStore('tour', () => {
  const route = useRoute();
  const offered = remembered('tour-offered', true, isFlag);
  const at = ref<number | null>(null);
  const step = computed(() => (at.value === null ? null : TOUR_STEPS[at.value]));

  function show(index: number): void {
    if (index >= TOUR_STEPS.length) {
      end();
      return;
    }
    at.value = Math.max(0, index);
    route.go(TOUR_STEPS[at.value].page);
  }

  function end(): void {
    at.value = null;
    offered.value = false;
  }

  return {
    offered,
    at,
    step,
    start: () => show(0),
    next: () => show((at.value ?? -1) + 1),
    back: () => show((at.value ?? 1) - 1),
    end,
  };
});
