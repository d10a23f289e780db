/**
 * Which part each sample belongs to, by lists of files beside the class folders: train.txt and test.txt (also
 * train_list.txt, training.txt, trials_to_train.txt and the like), one path per line, counted from the folder; a second
 * word on the line (a label) is ignored. Lists take precedence over Train and Test folders. Samples in no list are left out.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { DatasetPart, Issue, Outcome } from '../../contract/index.ts';
import { inParts, joined } from './sample-file.ts';
import type { DatasetIndex, FolderTexts, SampleFile } from './sample-file.ts';

const LIST_NAME = /^(?:trials_to_)?(train|test)(?:ing)?(?:[_-]?(?:list|files|split|trials))?\.txt$/i;

/** The index as it is where no list names any of its samples. */
export function byFileLists(index: DatasetIndex, folder: string, texts: FolderTexts): Outcome<DatasetIndex> {
  const lists = listsOf(texts);
  if (lists.length === 0) return accept(index);
  const samples = new Map(index.samples.map((sample) => [pathBelow(sample.path, folder), sample]));
  const known = lists.some(({ names }) => names.some((name) => samples.has(name)));
  if (!known) return accept(index);
  const parts = new Map<string, DatasetPart['name']>();
  const broken: Issue[] = [...index.broken];
  for (const { file, part, names } of lists) {
    for (const name of names) {
      const other = parts.get(name);
      if (!samples.has(name)) broken.push(missing(joined(folder, name), file));
      else if (other && other !== part) return refuse(inBoth(joined(folder, file), name));
      else parts.set(name, part);
    }
  }
  const chosen: SampleFile[] = [];
  for (const [name, sample] of samples) {
    const part = parts.get(name);
    if (part) chosen.push({ ...sample, part });
  }
  const unlisted = samples.size - chosen.length;
  const warnings = unlisted
    ? [
        warningAt(
          folder,
          'dataset/unlisted',
          `should list every recording (got ${unlisted} that no list names); they are left out`,
        ),
      ]
    : [];
  return accept({ ...index, samples: inParts(chosen), broken }, warnings);
}

interface FileList {
  readonly file: string;
  readonly part: DatasetPart['name'];
  readonly names: readonly string[];
}

function listsOf(texts: FolderTexts): FileList[] {
  const lists: FileList[] = [];
  for (const [file, bytes] of texts) {
    const [, part] = LIST_NAME.exec(file) ?? [];
    if (!part) continue;
    const names = namesIn(bytes);
    if (names.length) lists.push({ file, part: part.toLowerCase() === 'train' ? 'train' : 'test', names });
  }
  return lists.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function namesIn(bytes: Uint8Array): string[] {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim().split(/[\t,;]| +(?=\S+$)/)[0])
    .filter((name) => name !== '' && !name.startsWith('#'))
    .map((name) => name.replaceAll('\\', '/').replace(/^\.\//, ''));
}

const pathBelow = (path: string, folder: string): string =>
  path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');

const missing = (path: string, list: string): Issue =>
  errorAt(
    path,
    'dataset/listed-missing',
    `must be a recording of the folder (got none, but ${list} names it)`,
  );

const inBoth = (path: string, name: string): Issue =>
  errorAt(
    path,
    'dataset/listed-twice',
    `must name a recording that the other list does not (got ${name} in both); a recording that is trained on cannot be held out`,
  );
