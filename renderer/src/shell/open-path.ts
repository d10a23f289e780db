/** Where a path goes that was dropped, chosen or opened from the desktop: by its ending, else to Data. */
import { useRoute } from '../stores/route.ts';
import { useSettings } from '../stores/settings.ts';

type Open = (path: string) => void;

/** Endings that are no event data, in lower case with their dot. */
const BY_ENDING = new Map<string, Open>();

/** A page takes paths of its own kind. */
export function opensEnding(ending: string, open: Open): void {
  BY_ENDING.set(ending, open);
}

export function openPath(path: string): void {
  const name = path.toLowerCase();
  const own = [...BY_ENDING].find(([ending]) => name.endsWith(ending));
  if (own) {
    own[1](path);
    return;
  }
  const settings = useSettings();
  settings.dataset = path;
  settings.rememberFolder(path);
  useRoute().go('data');
}
