/**
 * Labelled pictures as a source of samples, without a camera (picture-events.ts): IDX files as MNIST has them and CIFAR in
 * its binary version, one file or a folder of them. The files stay in memory. Picture 17 of a file is `FILE#17`.
 * Pictures up to 32 x 32 lie in the middle of 32 x 32, so that one network serves all of these sets.
 */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { accept } from '../../engine/contract/index.ts';
import type { DatasetPart, Outcome } from '../../engine/contract/index.ts';
import type { ImageSet } from '../../engine/events/images/image-set.ts';
import { pictureEvents } from '../../engine/events/images/picture-events.ts';
import type { FolderTree } from '../../engine/events/dataset-index.ts';
import { openImages } from './open-images.ts';
import type { SampleRef, SampleSource } from './sample-source.ts';

export interface PictureFile {
  readonly path: string;
  readonly part: DatasetPart['name'];
}

const IDX_NAME = /images[-.]idx3[-.]ubyte(\.gz)?$/i;
const CIFAR_NAME = /^(data_batch_\d+|test_batch|train|test)\.bin$/i;
const TEST_NAME = /^(t10k|test)/i;
const SIDE = 32;

/** The files that may hold pictures, going by their names: one file, or a folder with nothing below it. */
export function pictureFiles(tree: FolderTree | string): readonly PictureFile[] {
  const names = typeof tree === 'string' ? [basename(tree)] : tree.files;
  if (typeof tree !== 'string' && tree.folders.length > 0) return [];
  const found = names.filter((name) => IDX_NAME.test(name) || CIFAR_NAME.test(name));
  // A test part alone is split like any set of one part.
  const isTest = (name: string): boolean =>
    TEST_NAME.test(name) && !found.every((one) => TEST_NAME.test(one));
  return (['train', 'test'] as const).flatMap((part) =>
    found
      .filter((name) => (isTest(name) ? 'test' : 'train') === part)
      .sort()
      .map((name) => ({ path: typeof tree === 'string' ? tree : join(tree.path, name), part })),
  );
}

interface OpenSet extends PictureFile {
  readonly set: ImageSet;
  readonly digest: string;
}

/** Null where a file is named like pictures and holds something else. */
export async function openPictures(
  source: string,
  files: readonly PictureFile[],
): Promise<Outcome<SampleSource> | null> {
  const sets: OpenSet[] = [];
  for (const file of files) {
    const set = await openImages({ path: file.path, labels: null }, Infinity);
    if (!set.ok) return set.issues.some(({ code }) => code === 'images/unknown') ? null : set;
    sets.push({ ...file, set: set.value, digest: digestOf(set.value) });
  }
  return accept(sourceOf(source, sets));
}

/** Of what is trained on: pictures and labels. */
function digestOf(set: ImageSet): string {
  const hash = createHash('sha256');
  for (let i = 0; i < set.labels.length; i++) hash.update(`${set.labels[i]} `).update(set.image(i).grey);
  return hash.digest('hex');
}

function sourceOf(source: string, sets: readonly OpenSet[]): SampleSource {
  const classes = sets.map(({ set }) => set.classes).reduce((a, b) => (b.length > a.length ? b : a));
  const sensor = {
    width: Math.max(SIDE, ...sets.map(({ set }) => set.width)),
    height: Math.max(SIDE, ...sets.map(({ set }) => set.height)),
  };
  const samples: SampleRef[] = sets.flatMap(({ path, part, set }) =>
    Array.from(set.labels, (label, i) => ({ path: `${path}#${i}`, label, part })),
  );
  return {
    source,
    title: basename(source),
    format: 'pictures',
    sensor,
    classes,
    samples,
    warnings: [],
    broken: [],
    generated: true,
    async read({ path }) {
      const at = path.lastIndexOf('#');
      const found = sets.find((file) => file.path === path.slice(0, at));
      if (!found) throw new Error(`pictures: ${path} is no sample of ${source}`);
      const i = Number(path.slice(at + 1));
      return accept({
        bytes: found.set.width * found.set.height,
        digest: createHash('sha256').update(`${found.digest} ${i}`).digest('hex'),
        events: async () =>
          accept({ format: 'nmnist-bin', stream: pictureEvents(found.set.image(i), sensor) }),
      });
    },
  };
}
