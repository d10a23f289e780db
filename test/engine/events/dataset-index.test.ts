import { describe, expect, it } from 'vitest';
import { indexDataset } from '../../../engine/events/dataset-index.ts';
import type { FolderTree } from '../../../engine/events/dataset-index.ts';

/** A tree from paths below /data/set; a path that ends with / is an empty folder. */
function tree(paths: readonly string[], path = '/data/set'): FolderTree {
  const names = [...new Set(paths.filter((p) => p.includes('/')).map((p) => p.split('/')[0]))];
  return {
    path,
    name: path.split('/').at(-1) ?? '',
    files: paths.filter((p) => p !== '' && !p.includes('/')),
    folders: names.map((name) =>
      tree(
        paths.filter((p) => p.startsWith(`${name}/`)).map((p) => p.slice(name.length + 1)),
        `${path}/${name}`,
      ),
    ),
  };
}

const index = (paths: readonly string[], parents: [string, string] = ['/data', '/']) =>
  indexDataset(tree(paths), parents);

function indexed(paths: readonly string[]) {
  const outcome = index(paths);
  if (!outcome.ok) throw new Error(outcome.issues[0].message);
  return outcome;
}

function refusal(paths: readonly string[], parents?: [string, string]) {
  const outcome = index(paths, parents);
  if (outcome.ok) throw new Error('indexed');
  return outcome.issues[0];
}

describe('indexDataset', () => {
  it('reads Train and Test: train first, by class, then by file', () => {
    const outcome = indexed([
      'Test/1/00003.bin',
      'Train/1/00002.bin',
      'Train/0/00010.bin',
      'Train/1/00001.bin',
    ]);
    expect(outcome.value).toEqual({
      broken: [],
      classes: ['0', '1'],
      samples: [
        { path: '/data/set/Train/0/00010.bin', label: 0, part: 'train' },
        { path: '/data/set/Train/1/00001.bin', label: 1, part: 'train' },
        { path: '/data/set/Train/1/00002.bin', label: 1, part: 'train' },
        { path: '/data/set/Test/1/00003.bin', label: 1, part: 'test' },
      ],
    });
  });

  it('reads class folders directly; numbers count by value, before words', () => {
    expect(indexed(['10/a.bin', '9/a.bin', 'ant/a.bin', '01/a.bin', 'Zebra/a.bin']).value.classes).toEqual([
      '01',
      '9',
      '10',
      'Zebra',
      'ant',
    ]);
  });

  it('accepts lower-case parts and leaves out files that are no recordings', () => {
    const outcome = indexed(['train/a/1.bin', 'train/a/readme.txt', 'test/a/2.BIN', 'dataset.json']);
    expect(outcome.value.samples.map(({ part, label }) => [part, label])).toEqual([
      ['train', 0],
      ['test', 0],
    ]);
    expect(outcome.warnings).toEqual([]);
  });

  it('warns of a class that one part lacks and of folders without recordings', () => {
    const outcome = indexed(['Train/0/a.bin', 'Train/1/a.bin', 'Train/notes/x.txt', 'Test/1/a.bin']);
    expect(outcome.warnings.map(({ path, code }) => [path, code])).toEqual([
      ['/data/set/Train', 'dataset/folder-without-recordings'],
      ['/data/set/Test', 'dataset/class-missing'],
    ]);
    expect(outcome.warnings[1].message).toContain('got none of 0');
  });

  it('names a folder that is one level too deep, with the one to choose', () => {
    expect(refusal(['1.bin', '2.bin'], ['/d/N-MNIST/Train', '/d/N-MNIST'])).toEqual({
      code: 'dataset/too-deep',
      path: '/data/set',
      message:
        'must hold class folders with recordings, or Train and Test folders of them (got 2 recordings and no class ' +
        'folder); this is one level too deep: choose /d/N-MNIST or /d/N-MNIST/Train',
      severity: 'error',
    });
    expect(refusal(['1.bin'], ['/d/faces', '/d']).message).toMatch(/choose \/d\/faces$/);
  });

  it('names a folder that is one level too high, with the one to choose', () => {
    const high = refusal(['N-MNIST/Train/0/1.bin', 'other/x.txt']);
    expect(high.code).toBe('dataset/too-high');
    expect(high.message).toMatch(/one level too high: choose \/data\/set\/N-MNIST$/);
    // A folder with recordings beside a whole dataset is no class of it.
    expect(refusal(['samples/a.bin', 'N-MNIST/Train/0/1.bin']).message).toMatch(
      /choose \/data\/set\/N-MNIST$/,
    );
    expect(refusal(['mine/0/1.bin']).message).toMatch(/choose \/data\/set\/mine$/);
  });

  it('names a Test part without a Train part', () => {
    expect(refusal(['Test/0/1.bin'])).toMatchObject({
      code: 'dataset/no-train',
      message: expect.stringContaining('choose /data/set/Test to split it'),
    });
  });

  it('says what an unsuitable folder holds, and to extract an archive', () => {
    expect(refusal(['']).message).toContain('(got an empty folder)');
    expect(refusal(['Train.zip', 'Test.zip']).message).toContain('extract Train.zip first');
    expect(refusal(['a/x.txt', 'notes.md']).message).toContain('1 folders and 1 other files: a, notes.md');
  });
});
