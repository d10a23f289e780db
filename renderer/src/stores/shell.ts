/** Which of the window's own dialogs is open. */
import { defineStore } from 'pinia';
import { ref } from 'vue';

export const useShell = defineStore('shell', () => {
  const paletteOpen = ref(false);
  const keysOpen = ref(false);
  /** The chooser for dataset folders. */
  const chooserOpen = ref(false);
  const aboutOpen = ref(false);
  const uploadsOpen = ref(false);
  /** A file of runs that the Runs page offers to take in. */
  const importFile = ref<string | null>(null);
  return { paletteOpen, keysOpen, chooserOpen, aboutOpen, uploadsOpen, importFile };
});
