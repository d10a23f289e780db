/** The clock that moves the playback, and its keys: Space plays, arrows step, with Shift by stages. */
import { onBeforeUnmount, onMounted, watch } from 'vue';
import { usePlayback } from './playback-store.ts';

/** Elements that have a use of their own for these keys. */
const TAKEN =
  'input, textarea, select, button, [role="separator"], [role="radiogroup"], .n-base-selection, .array, [contenteditable]';

export function usePlaybackClock(): void {
  const playback = usePlayback();
  let frame = 0;
  let before = 0;

  function tick(nowMs: number): void {
    if (!playback.playing) return;
    // A window that slept does not leap.
    const elapsedMs = Math.min(100, nowMs - before);
    before = nowMs;
    playback.seek(playback.cycle + (elapsedMs / 1000) * playback.speed);
    if (playback.cycle >= playback.cycles) playback.playing = false;
    else frame = requestAnimationFrame(tick);
  }
  watch(
    () => playback.playing,
    (playing) => {
      cancelAnimationFrame(frame);
      if (!playing) return;
      before = performance.now();
      frame = requestAnimationFrame(tick);
    },
  );

  const actions: Readonly<Record<string, (event: KeyboardEvent) => unknown>> = {
    ' ': () => playback.toggle(),
    ArrowRight: ({ shiftKey }) => (shiftKey ? playback.stageStep(1) : playback.step(1)),
    ArrowLeft: ({ shiftKey }) => (shiftKey ? playback.stageStep(-1) : playback.step(-1)),
    Home: () => playback.seek(0),
    End: () => playback.seek(playback.cycles),
    '+': () => playback.zoom(1.5),
    '-': () => playback.zoom(1 / 1.5),
  };
  function pressed(event: KeyboardEvent): void {
    const action = actions[event.key];
    const target = event.target instanceof Element ? event.target : null;
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target?.closest(TAKEN) || document.querySelector('dialog[open]') || !playback.overview) return;
    event.preventDefault();
    action(event);
  }

  onMounted(() => {
    playback.watched = true;
    addEventListener('keydown', pressed);
  });
  onBeforeUnmount(() => {
    playback.watched = false;
    playback.playing = false;
    cancelAnimationFrame(frame);
    removeEventListener('keydown', pressed);
  });
}
