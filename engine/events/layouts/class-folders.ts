/**
 * Which files of a folder are the samples of a dataset, and of which class. Two layouts: N-MNIST as published
 * (Train|Test/<class>/<file>, Orchard et al. 2015) and class folders directly (<class>/<file>). Labels count the
 * classes in sorted order, numbers by value. N-Caltech101, CIFAR10-DVS and ASL-DVS come as class folders. Mistakes of level
 * (one folder too deep or too high) are named with the folder to choose.
 */
import { accept, errorAt, refuse, warningAt } from '../../contract/index.ts';
import type { DatasetPart, Issue, Outcome } from '../../contract/index.ts';
import { hasEventExtension } from '../identify.ts';
import { byClassName, joined } from './sample-file.ts';
import type { DatasetIndex, FolderTree } from './sample-file.ts';

interface PartFolder {
  readonly name: DatasetPart['name'];
  readonly folder: FolderTree;
}

/** `parents`: the folder above the chosen one and the one above that, for messages. */
export function indexClassFolders(
  tree: FolderTree,
  parents: readonly [string, string],
): Outcome<DatasetIndex> {
  const parts = partFolders(tree);
  // A folder of datasets may hold folders with recordings too; they are no classes then.
  const oneTooHigh = parts[0]?.folder === tree && tree.folders.some(hasNamedParts);
  if (parts.length === 0 || oneTooHigh) return refuse(levelIssue(tree, parents));
  const classes = [...new Set(parts.flatMap(({ folder }) => classFolders(folder).map(({ name }) => name)))];
  classes.sort(byClassName);
  if (classes.length > 65_535) return refuse(tooManyClasses(tree.path, classes.length));
  const samples = parts.flatMap(({ name, folder }) =>
    classFolders(folder)
      .map((classFolder) => ({ classFolder, label: classes.indexOf(classFolder.name) }))
      .sort((a, b) => a.label - b.label)
      .flatMap(({ classFolder, label }) =>
        recordings(classFolder).map((file) => ({
          path: joined(classFolder.path, file),
          label,
          part: name,
        })),
      ),
  );
  return accept({ classes, samples, broken: [] }, layoutWarnings(parts, classes));
}

function partFolders(tree: FolderTree): PartFolder[] {
  const named = (name: DatasetPart['name']): PartFolder[] =>
    tree.folders
      .filter((folder) => partName(folder.name) === name && classFolders(folder).length > 0)
      .slice(0, 1)
      .map((folder) => ({ name, folder }));
  const train = named('train');
  const test = named('test');
  if (train.length || test.length) return train.length ? [...train, ...test] : [];
  return classFolders(tree).length ? [{ name: 'train', folder: tree }] : [];
}

/** Train, Test, and names that end so: pips_train, gestures-test. */
function partName(name: string): DatasetPart['name'] | null {
  const [, part] = /(?:^|[_-])(train|test)(?:ing)?$/i.exec(name) ?? [];
  return part ? (part.toLowerCase() === 'train' ? 'train' : 'test') : null;
}

const hasNamedParts = (folder: FolderTree): boolean =>
  partFolders(folder).some((part) => part.folder !== folder);

const classFolders = (folder: FolderTree): readonly FolderTree[] =>
  folder.folders.filter((child) => child.files.some(hasEventExtension));

const recordings = (folder: FolderTree): string[] => folder.files.filter(hasEventExtension).sort();

function levelIssue(tree: FolderTree, [parent, grandparent]: readonly [string, string]): Issue {
  const wanted = 'must hold class folders with recordings, or Train and Test folders of them';
  const direct = recordings(tree).length;
  if (direct > 0) {
    const inPart = /[\\/](train|test)$/i.test(parent);
    return errorAt(
      tree.path,
      'dataset/too-deep',
      `${wanted} (got ${direct} recordings and no class folder); this is one level too deep: choose ` +
        (inPart ? `${grandparent} or ${parent}` : parent),
    );
  }
  const testOnly = tree.folders.find(
    (folder) => partName(folder.name) === 'test' && classFolders(folder).length,
  );
  if (testOnly) {
    return errorAt(
      tree.path,
      'dataset/no-train',
      `${wanted} (got a Test folder and no Train folder); add Train, or choose ${testOnly.path} to split it`,
    );
  }
  const below =
    tree.folders.find(hasNamedParts) ?? tree.folders.find((folder) => partFolders(folder).length > 0);
  if (below) {
    return errorAt(
      tree.path,
      'dataset/too-high',
      `${wanted} (got a folder that holds such a dataset); this is one level too high: choose ${below.path}`,
    );
  }
  return errorAt(tree.path, 'dataset/no-recordings', `${wanted} (got ${contentText(tree)}); ${advice(tree)}`);
}

function contentText({ files, folders }: FolderTree): string {
  if (!files.length && !folders.length) return 'an empty folder';
  const examples = [...folders, ...files.map((name) => ({ name }))].slice(0, 3).map(({ name }) => name);
  return `${folders.length} folders and ${files.length} other files: ${examples.join(', ')}`;
}

function advice({ files }: FolderTree): string {
  const archive = files.find((name) => /\.(zip|7z|tar|gz|tgz|rar)$/i.test(name));
  return archive ? `extract ${archive} first` : 'choose the folder in which Train and Test lie';
}

function tooManyClasses(path: string, count: number): Issue {
  return errorAt(
    path,
    'dataset/too-many-classes',
    `must hold at most 65535 class folders (got ${count}); choose another folder`,
  );
}

function layoutWarnings(parts: readonly PartFolder[], classes: readonly string[]): Issue[] {
  const warnings: Issue[] = [];
  for (const { folder } of parts) {
    const present = new Set(classFolders(folder).map(({ name }) => name));
    const missing = classes.filter((name) => !present.has(name));
    if (missing.length) {
      warnings.push(
        warningAt(
          folder.path,
          'dataset/class-missing',
          `should hold every class (got none of ${missing.join(', ')}); its accuracy will not cover them`,
        ),
      );
    }
    const empty = folder.folders.filter(
      ({ name, files }) => !files.some(hasEventExtension) && partName(name) === null,
    );
    if (empty.length) {
      warnings.push(
        warningAt(
          folder.path,
          'dataset/folder-without-recordings',
          `should hold class folders only (got ${empty.length} without recordings: ` +
            `${empty
              .slice(0, 5)
              .map(({ name }) => name)
              .join(', ')}); they are left out`,
        ),
      );
    }
  }
  return warnings;
}
