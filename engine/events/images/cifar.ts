/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of one label byte (CIFAR-100: coarse and fine) and 32x32 bytes
 * each of red, green and blue, rows from the top. Which of the two it is follows from the length. Source: A. Krizhevsky,
 * Learning multiple layers of features from tiny images, 2009, and the README of the sets.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { Outcome } from '../../contract/index.ts';
import { greyOf, numberedClasses } from './image-set.ts';
import type { ImageSet } from './image-set.ts';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const CIFAR10_RECORD = 1 + 3 * PLANE;
const CIFAR100_RECORD = 2 + 3 * PLANE;
const CIFAR10_CLASSES = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');

export const isCifar = ({ length }: Uint8Array): boolean =>
  length > 0 && (length % CIFAR10_RECORD === 0 || length % CIFAR100_RECORD === 0);

export function readCifar(bytes: Uint8Array, path: string): Outcome<ImageSet> {
  const isTen = bytes.length % CIFAR10_RECORD === 0;
  const record = isTen ? CIFAR10_RECORD : CIFAR100_RECORD;
  const head = isTen ? 1 : 2;
  const labels = Uint8Array.from({ length: bytes.length / record }, (_, i) => bytes[i * record + head - 1]);
  const classes = isTen ? CIFAR10_CLASSES : numberedClasses(labels);
  const wrong = labels.findIndex((label) => label >= (isTen ? 10 : 100));
  if (wrong >= 0) {
    return refuse(
      errorAt(
        path,
        'images/labels',
        `must hold labels below ${isTen ? 10 : 100} (got ${labels[wrong]} in record ${wrong}); choose the binary version of CIFAR`,
      ),
    );
  }
  const image = (index: number) => {
    const from = index * record + head;
    const grey = Float32Array.from({ length: PLANE }, (_, i) =>
      greyOf(bytes[from + i], bytes[from + PLANE + i], bytes[from + 2 * PLANE + i]),
    );
    return { width: SIDE, height: SIDE, grey };
  };
  return accept({
    title: isTen ? 'CIFAR-10' : 'CIFAR-100',
    classes,
    labels,
    width: SIDE,
    height: SIDE,
    image,
  });
}
