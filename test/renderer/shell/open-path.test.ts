import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { droppedPath } from '../../../renderer/src/api/desktop.ts';
import { openPath, opensEnding } from '../../../renderer/src/shell/open-path.ts';
import { useRoute } from '../../../renderer/src/stores/route.ts';
import { useSettings } from '../../../renderer/src/stores/settings.ts';

beforeEach(() => {
  vi.stubGlobal('location', { hash: '' });
  vi.stubGlobal('window', {});
  setActivePinia(createPinia());
});

describe('a path from outside', () => {
  it('goes to the page that takes its ending, whatever its case', () => {
    const taken: string[] = [];
    opensEnding('.odd', (path) => taken.push(path));
    openPath('/data/Net.ODD');
    expect(taken).toEqual(['/data/Net.ODD']);
    expect(useRoute().page).toBe('home');
  });

  it('goes to Data else, and is remembered', () => {
    openPath('/data/N-MNIST');
    expect(useRoute().page).toBe('data');
    expect(useSettings().dataset).toBe('/data/N-MNIST');
    expect(useSettings().recentFolders[0]).toBe('/data/N-MNIST');
  });
});

describe('a dropped file', () => {
  const files = (...names: string[]) =>
    ({ files: names.map((name) => new File([], name)) }) as unknown as Pick<DataTransfer, 'files'>;

  it('has no path in a browser', () => {
    expect(droppedPath(files('a.bin'))).toBeNull();
  });

  it('has one on the desktop, where it is alone and lies somewhere', () => {
    vi.stubGlobal('window', {
      workbench: { pathOf: ({ name }: File) => (name === 'made' ? '' : `/d/${name}`) },
    });
    expect(droppedPath(files('a.bin'))).toBe('/d/a.bin');
    expect(droppedPath(files('made'))).toBeNull();
    expect(droppedPath(files('a.bin', 'b.bin'))).toBeNull();
  });
});
