/** Where a path goes that was dropped, chosen or opened from the desktop: by its ending, else to Data. */
import { useRoute } from '../stores/route.ts';
import { useSettings } from '../stores/settings.ts';
import { useShell } from '../stores/shell.ts';

type Open = (path: string) => void;

/** Endings that are no event data, in lower case with their dot. */
const BY_ENDING = new Map<string, Open>();

/** A page takes paths of its own kind. */
export function opensEnding(ending: string, open: Open): void {
  BY_ENDING.set(ending, open);
}

const openNetworkFile: Open = (path) => useRoute().go('import', path);
opensEnding('.nir', openNetworkFile);
opensEnding('.net', openNetworkFile);

opensEnding('.spikexbundle', (path) => {
  useShell().importFile = path;
  useRoute().go('runs');
});

const openerOf = (path: string): Open | undefined =>
  [...BY_ENDING].find(([ending]) => path.toLowerCase().endsWith(ending))?.[1];

export function openPath(path: string): void {
  const open = openerOf(path);
  const settings = useSettings();
  settings.rememberPath(path);
  if (open) {
    open(path);
    return;
  }
  settings.dataset = path;
  useRoute().go('data');
}
