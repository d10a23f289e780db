import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../electron/data/dataset.ts';
import { temporaryFolders, writeFiles } from '../../support/temp-folder.ts';
import { opened, plainSet, recording, valueOf } from './dataset-files.ts';

const temporary = temporaryFolders();

describe('openDataset', () => {
  it('counts samples per class and part, bytes and labels', async () => {
    const files = plainSet(3);
    files['Test/1/00009.bin'] = recording([[5, 5, 1, 0]]);
    files['Test/0/00008.bin'] = recording([[5, 5, 1, 0]]);
    const { summary } = await opened(temporary(), files);
    expect(summary).toMatchObject({
      format: 'nmnist-bin',
      width: 34,
      height: 34,
      classes: ['0', '1'],
      parts: [
        { name: 'train', samples: 6, perClass: [3, 3] },
        { name: 'test', samples: 2, perClass: [1, 1] },
      ],
      // Per class 1 + 2 + 3 events of 5 bytes, two classes, and two of one event: (6 * 2 + 2) * 5 = 70.
      bytes: 70,
      broken: [],
    });
    expect([...summary.labels]).toEqual([0, 0, 0, 1, 1, 1, 0, 1]);
  });

  it('skips broken files and says what is wrong with each', async () => {
    const files = plainSet(30);
    files['Train/0/00001.bin'] = '';
    files['Train/0/00002.bin'] = new Uint8Array(12);
    files['Train/0/00003.bin'] = '<!DOCTYPE html><html>Not found</html>';
    files['Train/1/00004.bin'] = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n';
    files['Train/1/00005.bin'] = recording([[200, 100, 1, 0]]);
    const { summary, samples } = await opened(temporary(), files);
    expect(summary.broken.map(({ path, code }) => [path.split('/').slice(-2).join('/'), code])).toEqual([
      ['0/00001.bin', 'events/empty'],
      ['0/00002.bin', 'events/truncated'],
      ['0/00003.bin', 'events/web-page'],
      ['1/00004.bin', 'events/lfs-pointer'],
      ['1/00005.bin', 'events/outside-sensor'],
    ]);
    expect(summary.broken[4].message).toContain('inside the 34×34 sensor (got x 200, y 100');
    expect(summary.parts[0]).toEqual({ name: 'train', samples: 55, perClass: [27, 28] });
    expect(samples.length).toBe(55);
  });

  it('refuses a set in which nothing can be read, with the reasons', async () => {
    const folder = temporary();
    writeFiles(folder, { 'Train/0/a.bin': 'plain text here', 'Train/1/b.bin': new Uint8Array(3) });
    expect(await openDataset(folder)).toMatchObject({
      ok: false,
      issues: [{ code: 'events/text' }, { code: 'events/truncated' }],
    });
  });

  it('shortens a long list of broken files', async () => {
    const files = plainSet(300);
    for (const name of Object.keys(files).filter((path) => path.startsWith('Train/1/'))) {
      if (!name.endsWith('00000.bin')) files[name] = new Uint8Array(1);
    }
    const { summary } = await opened(temporary(), files);
    expect(summary.broken.length).toBe(201);
    expect(summary.broken[200].message).toContain('got 99 more');
    expect(summary.parts[0].perClass).toEqual([300, 1]);
  });

  it('opens the letters of ASL-DVS: a folder of .mat files per class', async () => {
    const mat = new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', 'asl.mat')));
    const dataset = await opened(temporary(), {
      'a/a_0001.mat': mat,
      'a/a_0002.mat': mat,
      'y/y_0001.mat': mat,
    });
    expect(dataset.summary).toMatchObject({ format: 'mat', classes: ['a', 'y'] });
    expect(dataset.summary.parts).toEqual([{ name: 'train', samples: 3, perClass: [2, 1] }]);
  });

  it('opens a recording alone; refuses a path that does not exist and a folder of the wrong level', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(2));
    expect(await openDataset(join(folder, 'absent'))).toMatchObject({ issues: [{ code: 'file/enoent' }] });
    expect(await openDataset(join(folder, 'Train/0/00000.bin'))).toMatchObject({
      value: { summary: { title: '00000.bin', classes: ['recording'], parts: [{ samples: 1 }] } },
    });
    expect(await openDataset(join(folder, 'Train/0'))).toMatchObject({
      issues: [{ code: 'dataset/too-deep', message: expect.stringContaining(`choose ${folder} or`) }],
    });
  });

  it('follows links only where the guard allows', async () => {
    const [folder, elsewhere] = [temporary(), temporary()];
    writeFiles(folder, plainSet(2, ['0']));
    writeFiles(elsewhere, { 'a.bin': recording([[1, 1, 1, 1]]) });
    symlinkSync(elsewhere, join(folder, 'Train/1'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'Train/0/dangling.bin'));
    expect(valueOf(await openDataset(folder)).summary.classes).toEqual(['0', '1']);
    const guarded = await openDataset(folder, { guard: (path) => path.startsWith(folder) });
    expect(valueOf(guarded).summary.classes).toEqual(['0']);
  });

  it('reports progress and stops when asked', async () => {
    const folder = temporary();
    writeFiles(folder, plainSet(5));
    const seen: number[] = [];
    valueOf(await openDataset(folder, { onProgress: (done, total) => seen.push(done / total) }));
    expect(seen).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    let asked = 0;
    const stopped = await openDataset(folder, { shouldStop: () => ++asked > 3 });
    expect(stopped).toMatchObject({ ok: false, issues: [{ code: 'data/cancelled' }] });
    expect(asked).toBe(4);
  });
});
