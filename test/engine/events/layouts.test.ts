// Layouts other than class folders: DVS Gesture with its tables, file lists, names that say the class.
import { describe, expect, it } from 'vitest';
import { indexDataset } from '../../../engine/events/dataset-index.ts';
import type { FolderTree } from '../../../engine/events/dataset-index.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const texts = (files: Record<string, string>): Map<string, Uint8Array> =>
  new Map(Object.entries(files).map(([name, text]) => [name, bytes(text)]));

function tree(files: readonly string[], folders: readonly FolderTree[] = [], path = '/data/set'): FolderTree {
  return { path, name: path.split('/').at(-1) ?? '', files, folders };
}

function index(folder: FolderTree, lists: Record<string, string> = {}) {
  return indexDataset(folder, ['/data', '/'], texts(lists));
}

const HEAD = 'class,startTime_usec,endTime_usec';
const GESTURES = {
  'trials_to_train.txt': 'user01_natural.aedat\nuser02_led.aedat\n',
  'trials_to_test.txt': 'user24_led.aedat\n',
  'user01_natural_labels.csv': `${HEAD}\n1,100,200\n8,250,300\n8,300,350\n`,
  'user02_led_labels.csv': `${HEAD}\n11,0,50\n`,
  'user24_led_labels.csv': `${HEAD}\n2,5,9\n`,
};
const RECORDINGS = ['user01_natural.aedat', 'user02_led.aedat', 'user24_led.aedat'];

describe('DVS Gesture', () => {
  it('cuts recordings into trials, parts by the two lists', () => {
    const outcome = index(tree([...RECORDINGS, ...Object.keys(GESTURES)]), GESTURES);
    if (!outcome.ok) throw new Error(outcome.issues[0].message);
    const { classes, samples, broken } = outcome.value;
    expect(classes).toHaveLength(11);
    expect(broken).toEqual([]);
    expect(
      samples.map(({ path, label, part, trial }) => [path.slice(10), label, part, trial?.startUs]),
    ).toEqual([
      ['user01_natural.aedat', 0, 'train', 100],
      ['user01_natural.aedat', 7, 'train', 250],
      ['user01_natural.aedat', 7, 'train', 300],
      ['user02_led.aedat', 10, 'train', 0],
      ['user24_led.aedat', 1, 'test', 5],
    ]);
  });

  it('names missing labels and missing recordings, and keeps the rest', () => {
    const { 'user02_led_labels.csv': _, ...others } = GESTURES;
    const outcome = index(tree(['user01_natural.aedat', 'user02_led.aedat', ...Object.keys(others)]), others);
    if (!outcome.ok) throw new Error(outcome.issues[0].message);
    expect(outcome.value.samples).toHaveLength(3);
    expect(outcome.value.broken).toMatchObject([
      {
        path: '/data/set/user02_led.aedat',
        code: 'gesture/labels-missing',
        message: 'must have its labels user02_led_labels.csv beside it (got none); copy that file there',
      },
      { path: '/data/set/user24_led.aedat', code: 'gesture/recording-missing' },
    ]);
  });

  it('refuses recordings without any labels by the name of the file that is missing', () => {
    expect(index(tree(['user01_natural.aedat']))).toMatchObject({
      ok: false,
      issues: [
        { code: 'gesture/labels-missing', message: expect.stringContaining('user01_natural_labels.csv') },
      ],
    });
  });

  it('takes every recording where there are no lists, with a warning', () => {
    const labels = { 'user24_led_labels.csv': GESTURES['user24_led_labels.csv'] };
    const outcome = index(tree(['user24_led.aedat', 'user24_led_labels.csv']), labels);
    expect(outcome).toMatchObject({
      ok: true,
      value: { samples: [{ part: 'train', label: 1 }] },
      warnings: [{ code: 'gesture/list-missing' }],
    });
  });

  it('says which folder to choose one level above', () => {
    const below = tree(RECORDINGS, [], '/data/set/DvsGesture');
    expect(index(tree([], [below]))).toMatchObject({
      ok: false,
      issues: [{ code: 'dataset/too-high', message: expect.stringContaining('choose /data/set/DvsGesture') }],
    });
  });
});

describe('file lists', () => {
  const folders = ['a', 'b'].map((name) => tree(['1.bin', '2.bin'], [], `/data/set/${name}`));

  it('say the part of each sample; what no list names is left out', () => {
    const outcome = index(tree([], folders), {
      'train.txt': 'a/1.bin 0\nb/1.bin 1\r\n# a remark\n',
      'test_list.txt': './a/2.bin\nb/9.bin\n',
    });
    if (!outcome.ok) throw new Error(outcome.issues[0].message);
    expect(outcome.value.samples).toEqual([
      { path: '/data/set/a/1.bin', label: 0, part: 'train' },
      { path: '/data/set/b/1.bin', label: 1, part: 'train' },
      { path: '/data/set/a/2.bin', label: 0, part: 'test' },
    ]);
    expect(outcome.value.broken).toMatchObject([
      { path: '/data/set/b/9.bin', code: 'dataset/listed-missing' },
    ]);
    expect(outcome.warnings).toMatchObject([
      { code: 'dataset/unlisted', message: expect.stringContaining('got 1 that') },
    ]);
  });

  it('refuse a recording in both parts', () => {
    const both = { 'train.txt': 'a/1.bin\n', 'test.txt': 'a/1.bin\n' };
    expect(index(tree([], folders), both)).toMatchObject({
      ok: false,
      issues: [{ code: 'dataset/listed-twice' }],
    });
  });

  it('that name nothing of the folder change nothing', () => {
    const outcome = index(tree([], folders), { 'train.txt': 'remember to clean the lens\n' });
    expect(outcome).toMatchObject({ ok: true, value: { samples: { length: 4 } }, warnings: [] });
  });
});

describe('names of files', () => {
  it('say the class of POKER-DVS recordings', () => {
    const outcome = index(tree(['sp_3_td.dat', 'cl_60_td.dat', 'cl_7_td.dat', 'sp_4_td.dat', 'notes.txt']));
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        classes: ['cl', 'sp'],
        samples: [{ label: 0 }, { label: 0 }, { label: 1 }, { label: 1 }],
      },
    });
  });

  it('are looked up in the label lists of SLAYER', () => {
    const lists = {
      'train1K.txt': '#sample #class\n1\t5\n2\t0\n',
      'test100.txt': '#sample #class\n60001\t7\n',
    };
    const outcome = index(tree(['1.bs2', '2.bs2', '60001.bs2']), lists);
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        classes: ['0', '5', '7'],
        samples: [
          { path: '/data/set/1.bs2', label: 1, part: 'train' },
          { path: '/data/set/2.bs2', label: 0, part: 'train' },
          { path: '/data/set/60001.bs2', label: 2, part: 'test' },
        ],
      },
    });
  });

  it('without any class stay a mistake of level', () => {
    expect(index(tree(['00001.bin', '00002.bin']))).toMatchObject({
      ok: false,
      issues: [{ code: 'dataset/too-deep' }],
    });
  });
});

describe('parts', () => {
  it('may end in train and test, as pips_train of POKER-DVS', () => {
    const part = (name: string) =>
      tree([], [tree(['1.npy'], [], `/data/set/${name}/cl`)], `/data/set/${name}`);
    expect(index(tree([], [part('pips_train'), part('pips_test')]))).toMatchObject({
      ok: true,
      value: { classes: ['cl'], samples: [{ part: 'train' }, { part: 'test' }] },
    });
  });
});
