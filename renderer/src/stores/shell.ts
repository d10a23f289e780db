/** Which of the window's own dialogs is open. */
import { defineStore } from 'pinia';
import { ref } from 'vue';

export const useShell = defineStore('shell', () => {
  const paletteOpen = ref(false);
  const keysOpen = ref(false);
  /** The chooser for dataset folders. */
  const chooserOpen = ref(false);
  const aboutOpen = ref(false);
  return { paletteOpen, keysOpen, chooserOpen, aboutOpen };
});
