/**
 * Recordings in one folder whose names say their class: POKER-DVS (Serrano-Gotarredona and Linares-Barranco 2015) has
 * cl_60.aedat, di_17.aedat, he_3.aedat, sp_21.aedat for the four suits; or numbered files with a list of labels, as
 * SLAYER's N-MNIST subset has them: 1.bs2 and, in train1K.txt and test100.txt, lines "number<tab>class".
 */
import type { DatasetPart } from '../../contract/index.ts';
import { hasEventExtension } from '../identify.ts';
import { byClassName, inParts, joined } from './sample-file.ts';
import type { DatasetIndex, FolderTexts, FolderTree, SampleFile } from './sample-file.ts';

/** Null where the names of the files are no classes. */
export function indexNamedFiles(tree: FolderTree, texts: FolderTexts): DatasetIndex | null {
  const recordings = tree.files.filter(hasEventExtension).sort();
  if (recordings.length === 0) return null;
  return byNumber(tree.path, recordings, texts) ?? byPrefix(tree.path, recordings);
}

function byPrefix(folder: string, recordings: readonly string[]): DatasetIndex | null {
  const prefixes = recordings.map((name) => /^(.*[a-z])[_-]?\d+(?:_td)?\.[a-z0-9]+$/i.exec(name)?.[1]);
  if (prefixes.includes(undefined)) return null;
  const classes = [...new Set(prefixes.flatMap((prefix) => prefix ?? []))].sort(byClassName);
  if (classes.length < 2 || classes.length > recordings.length / 2) return null;
  const samples = recordings.map((name, i): SampleFile => ({
    path: joined(folder, name),
    label: classes.indexOf(prefixes[i] ?? ''),
    part: 'train',
  }));
  samples.sort((a, b) => a.label - b.label);
  return { classes, samples, broken: [] };
}

function byNumber(folder: string, recordings: readonly string[], texts: FolderTexts): DatasetIndex | null {
  const files = new Map<number, string>();
  for (const name of recordings) {
    const [, number] = /^(\d+)\.[a-z0-9]+$/i.exec(name) ?? [];
    if (number === undefined) return null;
    files.set(Number(number), name);
  }
  const rows = [...texts].flatMap(([file, bytes]) => labelRows(file, bytes));
  const known = rows.filter(({ number }) => files.has(number));
  if (known.length === 0) return null;
  const classes = [...new Set(known.map(({ name }) => name))].sort(byClassName);
  const samples = known.map(({ number, name, part }): SampleFile => ({
    path: joined(folder, files.get(number) ?? ''),
    label: classes.indexOf(name),
    part,
  }));
  return { classes, samples: inParts(samples), broken: [] };
}

interface LabelRow {
  readonly number: number;
  readonly name: string;
  readonly part: DatasetPart['name'];
}

function labelRows(file: string, bytes: Uint8Array): LabelRow[] {
  const [, part] = /^(train|test)\w*\.txt$/i.exec(file) ?? [];
  if (!part) return [];
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const [, number, name] = /^\s*(\d+)\s+(\w+)\s*$/.exec(line) ?? [];
    const isTrain = part.toLowerCase() === 'train';
    return number === undefined ? [] : [{ number: Number(number), name, part: isTrain ? 'train' : 'test' }];
  });
}
