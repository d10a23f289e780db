/**
 * Which files of a folder are the samples of a dataset, of which class, and of which part. Works on a listing of names
 * and on the small text files beside them; the host reads the disk. The layouts, in the order in which they are tried:
 * DVS Gesture (recordings with label tables), class folders with or without Train and Test, one folder of files whose
 * names or lists say the class.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { Issue, Outcome } from '../contract/index.ts';
import { indexClassFolders } from './layouts/class-folders.ts';
import { byFileLists } from './layouts/file-lists.ts';
import { indexGestures, isGestureFolder } from './layouts/gesture-folder.ts';
import { indexNamedFiles } from './layouts/named-files.ts';
import type { DatasetIndex, FolderTexts, FolderTree } from './layouts/sample-file.ts';

export type { DatasetIndex, FolderTexts, FolderTree, SampleFile, Trial } from './layouts/sample-file.ts';

/** How many levels below the chosen folder a listing must hold: one too high, part, class, files. */
export const DATASET_DEPTH = 3;

/** `parents`: the folder above the chosen one and the one above that, for messages. */
export function indexDataset(
  tree: FolderTree,
  parents: readonly [string, string],
  texts: FolderTexts = new Map(),
): Outcome<DatasetIndex> {
  if (isGestureFolder(tree)) return indexGestures(tree, texts);
  const gestures = tree.folders.find(isGestureFolder);
  if (gestures) return refuse(gesturesBelow(tree, gestures));
  const folders = indexClassFolders(tree, parents);
  if (!folders.ok) {
    const named = indexNamedFiles(tree, texts);
    return named ? accept(named) : folders;
  }
  const listed = byFileLists(folders.value, tree.path, texts);
  return listed.ok ? accept(listed.value, [...folders.warnings, ...listed.warnings]) : listed;
}

const gesturesBelow = (tree: FolderTree, gestures: FolderTree): Issue =>
  errorAt(
    tree.path,
    'dataset/too-high',
    `must hold the recordings of DVS Gesture with their labels (got a folder that holds them); this is one level too ` +
      `high: choose ${gestures.path}`,
  );
