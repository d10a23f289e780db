/**
 * DVS128 Gesture as published (Amir et al. 2017): recordings <user>_<light>.aedat in one folder, each with its
 * <user>_<light>_labels.csv; trials_to_train.txt and trials_to_test.txt name the recordings of each part. Every row of
 * the labels becomes a sample. A recording without its labels is named and left out. Left out: the mapping file
 * gesture_mapping.csv (the classes are those of the paper).
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { DatasetPart, Issue, Outcome } from '../../contract/index.ts';
import { GESTURE_CLASSES, parseGestureLabels, parseTrialList } from '../labels/gesture-labels.ts';
import { inParts, joined } from './sample-file.ts';
import type { DatasetIndex, FolderTexts, FolderTree, SampleFile } from './sample-file.ts';

const LISTS = { train: 'trials_to_train.txt', test: 'trials_to_test.txt' } as const;
const labelsOf = (recording: string): string => recording.replace(/\.aedat$/i, '_labels.csv');

export function isGestureFolder({ files }: FolderTree): boolean {
  const recordings = files.filter((name) => /\.aedat$/i.test(name));
  const known = new Set(files.map((name) => name.toLowerCase()));
  return (
    recordings.length > 0 &&
    (known.has(LISTS.train) ||
      known.has(LISTS.test) ||
      recordings.some((name) => known.has(labelsOf(name).toLowerCase())) ||
      recordings.every((name) => /^user\d+_/i.test(name)))
  );
}

export function indexGestures(tree: FolderTree, texts: FolderTexts): Outcome<DatasetIndex> {
  const parts = readParts(tree, texts);
  if (!parts.ok) return parts;
  const samples: SampleFile[] = [];
  const broken: Issue[] = [];
  const warnings: Issue[] = [...parts.warnings];
  for (const [recording, part] of parts.value) {
    const path = joined(tree.path, recording);
    if (!tree.files.includes(recording)) {
      broken.push(
        errorAt(
          path,
          'gesture/recording-missing',
          `must exist (got none, but ${LISTS[part]} names it); fetch it`,
        ),
      );
      continue;
    }
    const bytes = texts.get(labelsOf(recording));
    if (!bytes) {
      broken.push(
        errorAt(
          path,
          'gesture/labels-missing',
          `must have its labels ${labelsOf(recording)} beside it (got none); copy that file there`,
        ),
      );
      continue;
    }
    const trials = parseGestureLabels(bytes, joined(tree.path, labelsOf(recording)));
    if (!trials.ok) {
      broken.push(...trials.issues);
      continue;
    }
    warnings.push(...trials.warnings);
    for (const { label, startUs, endUs } of trials.value)
      samples.push({ path, label, part, trial: { startUs, endUs } });
  }
  if (samples.length === 0) return refuse(...broken);
  return accept({ classes: GESTURE_CLASSES, samples: inParts(samples), broken }, warnings);
}

/** Which part each recording belongs to. Without lists every recording is of the Train part. */
function readParts(
  tree: FolderTree,
  texts: FolderTexts,
): Outcome<readonly (readonly [string, DatasetPart['name']])[]> {
  const recordings = tree.files.filter((name) => /\.aedat$/i.test(name)).sort();
  const listed: (readonly [string, DatasetPart['name']])[] = [];
  const warnings: Issue[] = [];
  for (const part of ['train', 'test'] as const) {
    const bytes = texts.get(LISTS[part]);
    if (!bytes) {
      warnings.push(
        warningAt(
          joined(tree.path, LISTS[part]),
          'gesture/list-missing',
          `should say which recordings are ${part === 'train' ? 'trained on' : 'held out'} (got no such file); ` +
            'the split is then by a share of the trials, with the same people on both sides',
        ),
      );
      continue;
    }
    const names = parseTrialList(bytes, joined(tree.path, LISTS[part]));
    if (!names.ok) return names;
    listed.push(...names.value.map((name) => [name, part] as const));
  }
  if (listed.length === 0)
    return accept(
      recordings.map((name) => [name, 'train'] as const),
      warnings.slice(0, 1),
    );
  const unlisted = recordings.filter((name) => !listed.some(([other]) => other === name));
  if (unlisted.length)
    warnings.push(
      warningAt(
        tree.path,
        'gesture/unlisted',
        `should list every recording (got ${unlisted.length} in no list: ${unlisted.slice(0, 3).join(', ')}); they are left out`,
      ),
    );
  return accept(listed, warnings);
}
