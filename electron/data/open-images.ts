/** Labelled pictures named by the user: IDX (MNIST, .gz too), CIFAR binary, or a folder of PNG per class. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';
import { isCifar, readCifar } from '../../engine/events/images/cifar.ts';
import { isIdxImages, readIdxImages } from '../../engine/events/images/idx.ts';
import type { ImageSet } from '../../engine/events/images/image-set.ts';
import type { GreyBytes } from './decoders/png.ts';
import { runDecoder } from './decoders/run-decoder.ts';
import { fileIssue } from './file-issues.ts';
import { readBytes } from './read-bytes.ts';

export interface ImageSource {
  /** File or folder. */
  readonly path: string;
  /** Of IDX images; default: the file of the usual name beside them. */
  readonly labels: string | null;
}

/** At most the first `most` pictures of a folder are read; of a folder, classes take turns. */
export async function openImages(source: ImageSource, most: number): Promise<Outcome<ImageSet>> {
  try {
    if ((await stat(source.path)).isDirectory()) return await openFolder(source.path, most);
  } catch (error) {
    return refuse(fileIssue(error, source.path));
  }
  const bytes = await readUnzipped(source.path);
  if (!bytes.ok) return bytes;
  if (isIdxImages(bytes.value)) return openIdx(source, bytes.value);
  if (isCifar(bytes.value)) return readCifar(bytes.value, source.path);
  return refuse(
    errorAt(
      source.path,
      'images/unknown',
      'must be IDX images (MNIST), CIFAR in its binary version, or a folder with one folder of PNG pictures per class ' +
        '(got another file); choose one of them',
    ),
  );
}

async function openIdx({ path, labels }: ImageSource, bytes: Uint8Array): Promise<Outcome<ImageSet>> {
  const usual = basename(path).replace('images', 'labels').replace('idx3', 'idx1');
  const labelPath = labels ?? join(dirname(path), usual);
  const found = await readUnzipped(labelPath);
  if (found.ok) return readIdxImages(bytes, path, found.value, labelPath);
  return labels
    ? found
    : refuse(
        errorAt(
          path,
          'images/no-labels',
          `must have its labels beside it (got no ${usual} there); name them with --labels FILE`,
        ),
      );
}

async function readUnzipped(path: string): Promise<Outcome<Uint8Array>> {
  const bytes = await readBytes(path);
  if (!bytes.ok || bytes.value[0] !== 0x1f || bytes.value[1] !== 0x8b) return bytes;
  return runDecoder('gunzip', { bytes: bytes.value }, path);
}

async function openFolder(folder: string, most: number): Promise<Outcome<ImageSet>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const classes = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const files = await Promise.all(
    classes.map(async (name) =>
      (await readdir(join(folder, name))).filter((file) => /\.png$/i.test(file)).sort(),
    ),
  );
  const longest = files.reduce((length, list) => Math.max(length, list.length), 0);
  const turns = Array.from({ length: longest }, (_, turn) =>
    files.flatMap((list, label) =>
      turn < list.length ? [{ label, path: join(folder, classes[label], list[turn]) }] : [],
    ),
  );
  const chosen = turns.flat().slice(0, most);
  if (chosen.length === 0) {
    return refuse(
      errorAt(
        folder,
        'images/empty-folder',
        'must hold one folder of PNG pictures per class (got none); choose another',
      ),
    );
  }
  const pictures: GreyBytes[] = [];
  for (const { path } of chosen) {
    const bytes = await readBytes(path);
    if (!bytes.ok) return bytes;
    const picture = await runDecoder('png', { bytes: bytes.value }, path);
    if (!picture.ok) return picture;
    pictures.push(picture.value);
  }
  return accept({
    title: basename(folder),
    classes,
    labels: chosen.map(({ label }) => label),
    width: Math.max(...pictures.map(({ width }) => width)),
    height: Math.max(...pictures.map(({ height }) => height)),
    image: (index) => {
      const { width, height, grey } = pictures[index];
      return { width, height, grey: Float32Array.from(grey, (value) => value / 255) };
    },
  });
}
