/** What Electron's bridge gives besides the workbench; null in a browser. */
import type { WorkbenchApi } from '../../../engine/contract/index.ts';

export interface DesktopBridge extends WorkbenchApi {
  /** Where a dropped file lies on this disk; empty for one that lies nowhere. */
  pathOf(file: File): string;
}

/** The path of a single dropped file or folder, so that nothing needs to be copied; null: send it to the host. */
export function droppedPath(transfer: { readonly files: ArrayLike<File> }): string | null {
  const bridge = window.workbench;
  if (!bridge || transfer.files.length !== 1) return null;
  return bridge.pathOf(transfer.files[0]) || null;
}
