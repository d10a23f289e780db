/** A drop on its way to the host: one at a time, with progress and a way to stop. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { errorAt, type Issue } from '../../../engine/contract/index.ts';
import { readDrop, type DropSource } from '../composables/dropped-files.ts';
import { sendFiles } from '../composables/send-files.ts';
import { useApi } from './api.ts';

export const useUpload = defineStore('upload', () => {
  const api = useApi();
  const state = ref<'idle' | 'reading' | 'sending'>('idle');
  const name = ref('');
  const sentBytes = ref(0);
  const totalBytes = ref(0);
  const issues = shallowRef<readonly Issue[]>([]);
  const busy = computed(() => state.value !== 'idle');
  let stopped = false;

  /** The folder or single file on the host, or null where it did not get there; `issues` says why. */
  async function send(transfer: DropSource): Promise<string | null> {
    if (busy.value) return null;
    stopped = false;
    state.value = 'reading';
    issues.value = [];
    sentBytes.value = 0;
    totalBytes.value = 0;
    try {
      const dropped = await readDrop(transfer);
      name.value = dropped.name;
      totalBytes.value = dropped.files.reduce((sum, { file }) => sum + file.size, 0);
      state.value = 'sending';
      const outcome = await sendFiles(api.call, dropped, {
        progress: (sent) => (sentBytes.value = sent),
        shouldStop: () => stopped,
      });
      if (!outcome.ok) issues.value = outcome.issues;
      return outcome.ok ? outcome.value.path : null;
    } catch (error) {
      // The browser could not read the dropped files: they vanished, or may not be read.
      const why = error instanceof Error ? error.message : String(error);
      issues.value = [
        errorAt(name.value, 'drop/unreadable', `must be readable (got "${why}"); drop it again`),
      ];
      return null;
    } finally {
      state.value = 'idle';
    }
  }

  function stop(): void {
    stopped = true;
  }

  function dismiss(): void {
    issues.value = [];
  }

  return { state, name, sentBytes, totalBytes, issues, busy, send, stop, dismiss };
});
