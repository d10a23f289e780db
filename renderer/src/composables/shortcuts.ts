/** Global keys. Nothing fires while the user types, or while a dialog is open (it has keys of its own). */
import { onBeforeUnmount, onMounted } from 'vue';
import { KeySequence } from '../shell/key-sequence.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** `actions` by the name of the key, such as `Ctrl+K`; names with Ctrl work in fields too. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const sequence = new KeySequence();

  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const chord = event.ctrlKey || event.metaKey;
    if (!chord && isTyping(event.target)) return;
    const name = sequence.press(event, event.timeStamp);
    const action = name === null ? undefined : actions[name];
    if (!action) return;
    event.preventDefault();
    action();
  }

  onMounted(() => addEventListener('keydown', pressed));
  onBeforeUnmount(() => removeEventListener('keydown', pressed));
}
