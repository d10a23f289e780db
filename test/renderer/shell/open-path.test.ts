import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { accept, type Outcome } from '../../../engine/contract/index.ts';
import { droppedPath } from '../../../renderer/src/api/desktop.ts';
import { openPath, opensEnding } from '../../../renderer/src/shell/open-path.ts';
import { useApi } from '../../../renderer/src/stores/api.ts';
import { useOpened } from '../../../renderer/src/stores/opened.ts';
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

  it.each(['/nets/cnn.nir', '/nets/CNN.NIR', '/nets/mnist.net'])('%s goes to Import', (path) => {
    openPath(path);
    expect([useRoute().page, useRoute().subject]).toEqual(['import', path]);
    expect(useSettings().recentPaths).toEqual([path]);
    expect(useSettings().dataset).not.toBe(path);
  });

  it('goes to Import when the desktop asks to open it', async () => {
    useApi().install({
      call: async () => accept({ paths: ['/nets/cnn.nir'] }) as Outcome<never>,
      on: () => () => {},
    });
    useOpened().follow();
    await vi.waitFor(() => expect(useRoute().page).toBe('import'));
  });

  it('goes to Data else, and is remembered', () => {
    openPath('/data/N-MNIST');
    expect(useRoute().page).toBe('data');
    expect(useSettings().dataset).toBe('/data/N-MNIST');
    expect(useSettings().recentPaths[0]).toBe('/data/N-MNIST');
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
