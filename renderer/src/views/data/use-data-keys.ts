/** Keys of the Data page: Space plays, arrows step, brackets go from recording to recording. */
import { onBeforeUnmount, onMounted } from 'vue';
import { useData } from '../../stores/data.ts';
import type { Playback } from './use-playback.ts';

/** Elements that have a use of their own for these keys. */
const TAKEN =
  'input, textarea, select, button, [role="slider"], [role="separator"], [role="radiogroup"], .n-base-selection';

export function useDataKeys(playback: Playback): void {
  const data = useData();
  const actions: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ' ': () => playback.toggle(),
    ArrowRight: ({ shiftKey }) => playback.step(shiftKey ? 10 : 1),
    ArrowLeft: ({ shiftKey }) => playback.step(shiftKey ? -10 : -1),
    '[': () => data.stepInClass(-1),
    ']': () => data.stepInClass(1),
  };

  function pressed(event: KeyboardEvent): void {
    const action = actions[event.key];
    const target = event.target instanceof Element ? event.target : null;
    const taken = event.key === '[' || event.key === ']' ? 'input, textarea' : TAKEN;
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || target?.closest(taken) || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    action(event);
  }

  onMounted(() => addEventListener('keydown', pressed));
  onBeforeUnmount(() => removeEventListener('keydown', pressed));
}
