/** Position, window and speed of the recording that is shown, and the clock that moves it. */
import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue';
import type { RecordingView } from '../../../../engine/contract/index.ts';
import { isNumber, remembered } from '../../stores/remembered.ts';
import { busiestWindow } from './recording.ts';

/** 0 = the whole recording. */
export const WINDOWS_US = [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 1_000_000, 0] as const;
/** Seconds of the recording per second. */
export const SPEEDS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5] as const;

/** `sample` changes with the recording, not with what is done to it: the position then stays. */
export function usePlayback(recording: Ref<RecordingView | null>, sample: Ref<string>) {
  const positionUs = ref(0);
  const windowChoiceUs = remembered('data.window', 20_000, isNumber);
  const speed = remembered('data.speed', 0.1, isNumber);
  const playing = ref(false);

  const durationUs = computed(() => recording.value?.durationUs ?? 0);
  const windowUs = computed(() =>
    windowChoiceUs.value > 0
      ? Math.min(windowChoiceUs.value, Math.max(1, durationUs.value))
      : durationUs.value + 1,
  );
  const lastUs = computed(() => Math.max(0, durationUs.value + 1 - windowUs.value));
  let shown = '';

  watch(
    recording,
    (next) => {
      if (!next || sample.value === shown) return;
      shown = sample.value;
      positionUs.value = Math.min(lastUs.value, busiestWindow(next.rate, windowUs.value));
    },
    { immediate: true },
  );
  watch(lastUs, () => seek(positionUs.value));

  function seek(toUs: number): void {
    positionUs.value = Math.min(lastUs.value, Math.max(0, toUs));
  }

  /** By whole windows; a full step back from the end lands on the same grid. */
  function step(by: number): void {
    playing.value = false;
    seek(positionUs.value + by * windowUs.value);
  }

  let frame = 0;
  let before = 0;
  function tick(nowMs: number): void {
    if (!playing.value) return;
    const next = positionUs.value + (nowMs - before) * 1000 * speed.value;
    before = nowMs;
    seek(next >= lastUs.value ? 0 : next);
    frame = requestAnimationFrame(tick);
  }

  function toggle(): void {
    playing.value = !playing.value && lastUs.value > 0;
    if (!playing.value) return;
    before = performance.now();
    frame = requestAnimationFrame(tick);
  }

  onBeforeUnmount(() => {
    playing.value = false;
    cancelAnimationFrame(frame);
  });

  return {
    positionUs,
    windowChoiceUs,
    windowUs,
    speed,
    playing,
    durationUs,
    lastUs,
    seek,
    step,
    toggle,
  };
}

export type Playback = ReturnType<typeof usePlayback>;
