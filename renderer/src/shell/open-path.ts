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

/** onlyFile: name of the single file in a folder that stands for what was dropped. */
export function openPath(path: string, onlyFile: string | null = null): void {
  const inside = onlyFile === null ? null : `${path}/${onlyFile}`;
  const target = inside !== null && openerOf(inside) ? inside : path;
  const open = openerOf(target);
  if (open) {
    open(target);
    return;
  }
  const settings = useSettings();
  settings.dataset = path;
  settings.rememberFolder(path);
  useRoute().go('data');
}
