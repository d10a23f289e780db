/** Draws a long page over several frames: its first parts at once, one more with every frame. */
import { onScopeDispose, ref, watch, type Ref } from 'vue';

/** How many of `all()` parts stand so far; `first` of them without waiting. */
export function useStaged(first: number, all: () => number): Readonly<Ref<number>> {
  const drawn = ref(first);
  let frame = 0;
  watch(
    [all, drawn],
    ([count, now]) => {
      cancelAnimationFrame(frame);
      if (now < count) frame = requestAnimationFrame(() => (drawn.value = now + 1));
    },
    { immediate: true },
  );
  onScopeDispose(() => cancelAnimationFrame(frame));
  return drawn;
}
