import { expect, it } from 'vitest';
import { readDrop } from '../../../renderer/src/composables/dropped-files.ts';

interface Folder {
  readonly [name: string]: Folder | string;
}

/** The browser's entries, with folders that come in portions of two. */
function entryOf(name: string, content: Folder | string): unknown {
  if (typeof content === 'string') {
    return {
      name,
      isFile: true,
      isDirectory: false,
      file: (done: (file: Blob) => void) => done(new Blob([content])),
    };
  }
  const children = Object.entries(content).map(([child, inner]) => entryOf(child, inner));
  return {
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => ({ readEntries: (done: (some: unknown[]) => void) => done(children.splice(0, 2)) }),
  };
}
const dropOf = (items: Folder): DataTransfer =>
  ({
    items: Object.entries(items).map(([name, content]) => ({
      webkitGetAsEntry: () => entryOf(name, content),
    })),
  }) as unknown as DataTransfer;

it('reads one folder to the bottom; its own name is not part of the paths', async () => {
  const drop = await readDrop(
    dropOf({ nmnist: { Train: { 0: { a: '1', b: '2', c: '3' } }, Test: { 0: { d: '4' } } } }),
  );
  expect(drop.name).toBe('nmnist');
  expect(drop.files.map(({ relativePath }) => relativePath)).toEqual([
    'Train/0/a',
    'Train/0/b',
    'Train/0/c',
    'Test/0/d',
  ]);
  expect(await drop.files[2].file.text()).toBe('3');
});

it('keeps the names of several items', async () => {
  const drop = await readDrop(dropOf({ Train: { 0: { a: '1' } }, 'notes.txt': 'n' }));
  expect(drop.files.map(({ relativePath }) => relativePath)).toEqual(['Train/0/a', 'notes.txt']);
});
