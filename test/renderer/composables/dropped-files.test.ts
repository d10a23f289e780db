import { expect, it } from 'vitest';
import { readDrop, type DropSource } from '../../../renderer/src/composables/dropped-files.ts';

interface Folder {
  readonly [name: string]: Folder | string;
}
interface AnyEntry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}

/** The browser's entries, with folders that come in portions of two. */
function entryOf(name: string, content: Folder | string): AnyEntry {
  if (typeof content === 'string') {
    const file = (done: (file: Blob) => void): void => done(new Blob([content]));
    return Object.assign({ name, isFile: true, isDirectory: false }, { file });
  }
  const children = entriesOf(content);
  const readEntries = (done: (some: readonly AnyEntry[]) => void): void => done(children.splice(0, 2));
  return Object.assign({ name, isFile: false, isDirectory: true }, { createReader: () => ({ readEntries }) });
}

function entriesOf(folder: Folder): AnyEntry[] {
  return Object.entries(folder).map(([name, content]) => entryOf(name, content));
}

const dropOf = (items: Folder): DropSource => ({
  items: entriesOf(items).map((entry) => ({ webkitGetAsEntry: () => entry })),
});

it('reads one folder to the bottom; paths begin with its name', async () => {
  const drop = await readDrop(
    dropOf({ nmnist: { Train: { 0: { a: '1', b: '2', c: '3' } }, Test: { 0: { d: '4' } } } }),
  );
  expect(drop.name).toBe('nmnist');
  expect(drop.files.map(({ relativePath }) => relativePath)).toEqual([
    'nmnist/Train/0/a',
    'nmnist/Train/0/b',
    'nmnist/Train/0/c',
    'nmnist/Test/0/d',
  ]);
  expect(await drop.files[2].file.text()).toBe('3');
});

it('keeps the names of several items', async () => {
  const drop = await readDrop(dropOf({ Train: { 0: { a: '1' } }, 'notes.txt': 'n' }));
  expect(drop.files.map(({ relativePath }) => relativePath)).toEqual(['Train/0/a', 'notes.txt']);
});
