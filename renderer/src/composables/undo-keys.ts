/** Ctrl Z and Ctrl Shift Z (or Ctrl Y) on a page with a draft; a text area keeps its own undo. */
import { onBeforeUnmount, onMounted } from 'vue';

export interface Undoable {
  undo(): void;
  redo(): void;
}

export function useUndoKeys(draft: Undoable): void {
  function pressed(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('textarea') || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) draft.redo();
    else draft.undo();
  }
  onMounted(() => addEventListener('keydown', pressed));
  onBeforeUnmount(() => removeEventListener('keydown', pressed));
}
