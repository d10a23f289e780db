/**
 * TimeJitter and SpatialJitter (Tonic: functional/time_jitter.py, spatial_jitter.py): a normal shift for each event,
 * in time with stdUs, in space with the covariance [[varX, sigmaXY], [sigmaXY, varY]] by its Cholesky factor.
 * Different from Tonic: the sum is rounded to the nearest whole µs or pixel, where Tonic cuts off decimals and so moves
 * everything by half a pixel on average; events outside the sensor that are not dropped move to the nearest pixel of
 * its edge, where Tonic leaves them outside. Sorting keeps the order of equal times.
 */
import { TRANSFORM_DEFAULTS } from '../../contract/index.ts';
import { optionalFlag } from './definition.ts';
import type { TransformDefinition } from './definition.ts';
import { StreamWriter } from './stream-writer.ts';
import { sortedByTime } from './time-order.ts';

const TIME = TRANSFORM_DEFAULTS.TimeJitter;
const SPACE = TRANSFORM_DEFAULTS.SpatialJitter;
const VARIANCE = { least: 0, advice: 'write a variance in pixels squared' };

export const TIME_JITTER: TransformDefinition<'TimeJitter'> = {
  read: (fields) => ({
    stdUs: fields.number('stdUs', { least: 0, advice: 'write a standard deviation in µs' }, 0),
    clipNegative: optionalFlag(fields, 'clipNegative', TIME.clipNegative),
    sortTimestamps: optionalFlag(fields, 'sortTimestamps', TIME.sortTimestamps),
  }),
  apply: (stream, { stdUs, clipNegative, sortTimestamps }, random) => {
    const { x, y, p, tUs } = stream;
    const writer = new StreamWriter(x.length);
    for (let i = 0; i < x.length; i++) {
      const t = Math.round(tUs[i] + stdUs * random.normal());
      if (t >= 0 || !clipNegative) writer.push(x[i], y[i], p[i], t);
    }
    const jittered = writer.finish(stream);
    return sortTimestamps ? sortedByTime(jittered) : jittered;
  },
};

export const SPATIAL_JITTER: TransformDefinition<'SpatialJitter'> = {
  read: (fields) => {
    const varXPixels2 = fields.number('varXPixels2', VARIANCE, SPACE.varXPixels2, true);
    const varYPixels2 = fields.number('varYPixels2', VARIANCE, SPACE.varYPixels2, true);
    const sigmaXYPixels2 = fields.number(
      'sigmaXYPixels2',
      { advice: 'write a covariance in pixels squared' },
      SPACE.sigmaXYPixels2,
      true,
    );
    if (sigmaXYPixels2 ** 2 > varXPixels2 * varYPixels2) {
      fields.fault(
        'sigmaXYPixels2',
        'covariance',
        `must be at most ${Math.sqrt(varXPixels2 * varYPixels2)} in size, the root of varX × varY (got ${sigmaXYPixels2}); choose a smaller one`,
      );
    }
    const clipOutliers = optionalFlag(fields, 'clipOutliers', SPACE.clipOutliers);
    return { varXPixels2, varYPixels2, sigmaXYPixels2, clipOutliers };
  },
  apply: (stream, { varXPixels2, varYPixels2, sigmaXYPixels2, clipOutliers }, random) => {
    const { width, height, x, y, p, tUs } = stream;
    const stdX = Math.sqrt(varXPixels2);
    const mixed = stdX > 0 ? sigmaXYPixels2 / stdX : 0;
    const restY = Math.sqrt(Math.max(0, varYPixels2 - mixed * mixed));
    const writer = new StreamWriter(x.length);
    for (let i = 0; i < x.length; i++) {
      const shift = random.normal();
      const column = Math.round(x[i] + stdX * shift);
      const row = Math.round(y[i] + mixed * shift + restY * random.normal());
      const inside = column >= 0 && column < width && row >= 0 && row < height;
      if (inside) writer.push(column, row, p[i], tUs[i]);
      else if (!clipOutliers) writer.push(within(column, width), within(row, height), p[i], tUs[i]);
    }
    return writer.finish(stream);
  },
};

const within = (value: number, side: number): number => Math.min(side - 1, Math.max(0, value));
