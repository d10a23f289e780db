/** Native choosers of files and folders, over the window. */
import { dialog, type BrowserWindow } from 'electron';
import type { Desktop } from '../host/desktop.ts';

export function nativeDesktop(window: () => BrowserWindow | null): Desktop {
  return {
    async choose({ what, title, endings }) {
      const owner = window();
      if (!owner) return null;
      const extensions = endings.map((ending) => ending.replace(/^\./, ''));
      const { canceled, filePaths } = await dialog.showOpenDialog(owner, {
        title,
        properties: [what === 'folder' ? 'openDirectory' : 'openFile'],
        filters: extensions.length ? [{ name: title, extensions }] : [],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
