/**
 * CropTime, CenterCrop, RandomCrop (Tonic: transforms.py, functional/crop.py). CropTime keeps both ends and leaves
 * the times as they are. A centre crop larger than the sensor pads it. Different from Tonic: RandomCrop may take every
 * position with the same chance, the last one too; sensor and crop size travel with the stream.
 */
import { TRANSFORM_DEFAULTS } from '../../contract/index.ts';
import type { EventStream } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import { sensorText } from '../sensor.ts';
import { sizeOf } from './definition.ts';
import type { TransformDefinition } from './definition.ts';
import { StreamWriter } from './stream-writer.ts';

const TIME = { advice: 'write a time in µs' };

interface CropSize {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

export const CROP_TIME: TransformDefinition<'CropTime'> = {
  read: (fields) => {
    const minUs = fields.number('minUs', TIME, TRANSFORM_DEFAULTS.CropTime.minUs, true);
    const open = fields.raw('maxUs') === undefined || fields.raw('maxUs') === null;
    const maxUs = open ? null : fields.number('maxUs', TIME, minUs);
    if (maxUs !== null && maxUs < minUs) {
      fields.fault(
        'maxUs',
        'time-order',
        `must be at least minUs, ${minUs} (got ${maxUs}); or null for no end`,
      );
    }
    return { minUs, maxUs };
  },
  apply: (stream, { minUs, maxUs }) =>
    keepBetween(stream, minUs, maxUs ?? Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
};

/** Keeps minUs <= t <= maxUs and t < beforeUs. */
export function keepBetween(
  stream: EventStream,
  minUs: number,
  maxUs: number,
  beforeUs: number,
): EventStream {
  const { tUs } = stream;
  const writer = new StreamWriter(tUs.length);
  for (let i = 0; i < tUs.length; i++) {
    if (tUs[i] >= minUs && tUs[i] <= maxUs && tUs[i] < beforeUs) writer.copy(stream, i);
  }
  return writer.finish(stream);
}

export const CENTER_CROP: TransformDefinition<'CenterCrop'> = {
  read: sizeOf,
  apply: (stream, spec) =>
    crop(
      stream,
      spec,
      Math.floor((stream.width - spec.widthPixels) / 2),
      Math.floor((stream.height - spec.heightPixels) / 2),
    ),
  sensorAfter: cropped,
};

export const RANDOM_CROP: TransformDefinition<'RandomCrop'> = {
  read: sizeOf,
  apply: (stream, spec, random) =>
    crop(
      stream,
      spec,
      random.below(stream.width - spec.widthPixels + 1),
      random.below(stream.height - spec.heightPixels + 1),
    ),
  sensorAfter: (spec, sensor) =>
    spec.widthPixels <= sensor.width && spec.heightPixels <= sensor.height
      ? cropped(spec)
      : `must fit into the sensor of ${sensorText(sensor)} pixels (got ${sensorText(cropped(spec))}); choose a smaller crop`,
};

function cropped({ widthPixels, heightPixels }: CropSize): Sensor {
  return { width: widthPixels, height: heightPixels };
}

/** left, top: the sensor's pixel that becomes (0, 0); negative where the crop is larger. */
function crop(stream: EventStream, size: CropSize, left: number, top: number): EventStream {
  const { x, y, p, tUs } = stream;
  const { widthPixels, heightPixels } = size;
  const writer = new StreamWriter(x.length);
  for (let i = 0; i < x.length; i++) {
    const column = x[i] - left;
    const row = y[i] - top;
    if (column >= 0 && column < widthPixels && row >= 0 && row < heightPixels) {
      writer.push(column, row, p[i], tUs[i]);
    }
  }
  return writer.finish(cropped(size));
}
