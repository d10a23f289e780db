/** Files that the desktop asked to open: taken when the window starts and whenever the host says that some wait. */
import { defineStore } from 'pinia';
import { openPath } from '../shell/open-path.ts';
import { useApi } from './api.ts';

export const useOpened = defineStore('opened', () => {
  const api = useApi();

  async function take(): Promise<void> {
    const answer = await api.call('files.takeOpened', {});
    if (answer.ok) for (const path of answer.value.paths) openPath(path);
  }

  function follow(): void {
    api.on('files.opened', () => void take());
    void take();
  }

  return { follow };
});
