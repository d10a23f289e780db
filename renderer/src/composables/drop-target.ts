/** Files dropped anywhere in the window: `over` while they hang above it, then they are sent to the host. */
import { readonly, ref, type Ref } from 'vue';
import { droppedPath } from '../api/desktop.ts';
import { droppedDescription, openDescription, openEnergyTable } from '../shell/open-json.ts';
import type { DropSource } from './dropped-files.ts';
import { useUpload } from '../stores/upload.ts';

export interface DropTarget {
  readonly hovering: Readonly<Ref<boolean>>;
  readonly handlers: Readonly<
    Record<'dragenter' | 'dragover' | 'dragleave' | 'drop', (event: DragEvent) => void>
  >;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** A transfer's lists are empty after the event. */
function held({ files, items }: DataTransfer): DropSource & { files: readonly File[] } {
  return {
    files: [...files],
    items: [...items].map((item) => {
      const [entry, file] = [item.webkitGetAsEntry(), item.getAsFile()];
      return { webkitGetAsEntry: () => entry, getAsFile: () => file };
    }),
  };
}

export function useDropTarget(arrived: (path: string) => void): DropTarget {
  const upload = useUpload();
  const hovering = ref(false);
  /** Enter and leave come for every child; only the balance tells whether the pointer is still inside. */
  let depth = 0;

  function enter(event: DragEvent): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth++;
    hovering.value = true;
  }

  function over(event: DragEvent): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  }

  function leave(event: DragEvent): void {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    hovering.value = depth > 0;
  }

  async function drop(event: DragEvent): Promise<void> {
    depth = 0;
    hovering.value = false;
    if (!event.dataTransfer || !hasFiles(event)) return;
    event.preventDefault();
    // What was dropped can be asked for during the event only.
    const transfer = held(event.dataTransfer);
    const here = droppedPath(transfer);
    const described = await droppedDescription([...transfer.files]);
    if (described && described.kind !== 'energy') {
      await openDescription(described.kind, described.text, described.name);
      return;
    }
    const path = here ?? (await upload.send(transfer));
    if (path === null) return;
    if (described) await openEnergyTable(path);
    else arrived(path);
  }

  return {
    hovering: readonly(hovering),
    handlers: { dragenter: enter, dragover: over, dragleave: leave, drop: (event) => void drop(event) },
  };
}
