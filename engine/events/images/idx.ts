/**
 * IDX files (MNIST and its kin): two zero bytes, type (8: unsigned byte), number of dimensions, the dimensions (32 bits
 * each, big-endian), the values. Images have dimensions count, rows, columns; labels count. Source: Y. LeCun et al., The
 * MNIST database. Left out: types other than bytes.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { Issue, Outcome } from '../../contract/index.ts';
import { viewFrom } from '../formats/words.ts';
import { numberedClasses } from './image-set.ts';
import type { ImageSet } from './image-set.ts';

const IMAGES_MAGIC = 0x00000803;
const LABELS_MAGIC = 0x00000801;
const LARGEST_IMAGE_SIDE = 4096;

export const isIdxImages = (bytes: Uint8Array): boolean =>
  bytes.length >= 16 && viewFrom(bytes, 0).getUint32(0) === IMAGES_MAGIC;

export function readIdxImages(
  bytes: Uint8Array,
  path: string,
  labelBytes: Uint8Array,
  labelPath: string,
): Outcome<ImageSet> {
  const [count, height, width] = [4, 8, 12].map((at) => viewFrom(bytes, 0).getUint32(at));
  const sides = [height, width].every((side) => side >= 1 && side <= LARGEST_IMAGE_SIDE);
  if (!sides || bytes.length !== 16 + count * height * width) {
    return refuse(
      cutIssue(path, `${count} images of ${width}×${height} after its 16 bytes of head`, bytes.length),
    );
  }
  const labels = readIdxLabels(labelBytes, labelPath);
  if (!labels.ok) return labels;
  if (labels.value.length !== count) {
    return refuse(
      errorAt(
        labelPath,
        'images/labels',
        `must hold a label for each of the ${count} images (got ${labels.value.length}); choose the labels of the same part`,
      ),
    );
  }
  const pixels = width * height;
  return accept({
    title: 'IDX images',
    classes: numberedClasses(labels.value),
    labels: labels.value,
    width,
    height,
    image: (index) => ({
      width,
      height,
      grey: Float32Array.from(bytes.subarray(16 + index * pixels, 16 + (index + 1) * pixels), (v) => v / 255),
    }),
  });
}

function readIdxLabels(bytes: Uint8Array, path: string): Outcome<Uint8Array> {
  const isLabels = bytes.length >= 8 && viewFrom(bytes, 0).getUint32(0) === LABELS_MAGIC;
  if (!isLabels)
    return refuse(
      errorAt(path, 'images/labels', 'must be an IDX file of labels (got another file); choose it'),
    );
  const count = viewFrom(bytes, 0).getUint32(4);
  if (bytes.length !== 8 + count)
    return refuse(cutIssue(path, `${count} labels after its 8 bytes of head`, bytes.length));
  return accept(bytes.subarray(8));
}

function cutIssue(path: string, wanted: string, length: number): Issue {
  return errorAt(
    path,
    'images/truncated',
    `must hold ${wanted} (got ${length} bytes in all); copy the file again`,
  );
}
