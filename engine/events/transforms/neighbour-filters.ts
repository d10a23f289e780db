/**
 * Denoise and RefractoryPeriod (Tonic: functional/denoise.py, refractory_period.py): filters with one time per pixel.
 * Denoise keeps an event if one of its four neighbours had an event less than filterTimeUs before; polarity plays
 * no part. RefractoryPeriod keeps an event if the one before it in its pixel, kept or not, is more than deltaUs
 * earlier. Events are taken in stream order. Different from Tonic: nothing counts as seen before the first event,
 * so that isolated events of the first filterTimeUs go and a pixel's first event always stays.
 */
import { rangeOf, drawn } from './definition.ts';
import type { TransformDefinition } from './definition.ts';
import { StreamWriter } from './stream-writer.ts';

export const DENOISE: TransformDefinition<'Denoise'> = {
  read: (fields) => ({
    filterTimeUs: fields.number(
      'filterTimeUs',
      { least: 0, above: true, advice: 'write a time in µs, for example 10000' },
      1,
    ),
  }),
  apply: (stream, { filterTimeUs }) => {
    const { width, height, x, y, tUs } = stream;
    // A border of one pixel on each side spares the checks for the edges.
    const stride = width + 2;
    const activeUntil = new Float64Array(stride * (height + 2)).fill(Number.NEGATIVE_INFINITY);
    const writer = new StreamWriter(x.length);
    for (let i = 0; i < x.length; i++) {
      const at = (y[i] + 1) * stride + x[i] + 1;
      const t = tUs[i];
      activeUntil[at] = t + filterTimeUs;
      const connected =
        activeUntil[at - 1] > t ||
        activeUntil[at + 1] > t ||
        activeUntil[at - stride] > t ||
        activeUntil[at + stride] > t;
      if (connected) writer.copy(stream, i);
    }
    return writer.finish(stream);
  },
};

export const REFRACTORY_PERIOD: TransformDefinition<'RefractoryPeriod'> = {
  read: (fields) => ({
    deltaUs: rangeOf(fields, 'deltaUs', { least: 0, advice: 'write a time in µs, for example 1000' }),
  }),
  apply: (stream, spec, random) => {
    const { width, height, x, y, tUs } = stream;
    const deltaUs = drawn(spec.deltaUs, random);
    const lastUs = new Float64Array(width * height).fill(Number.NEGATIVE_INFINITY);
    const writer = new StreamWriter(x.length);
    for (let i = 0; i < x.length; i++) {
      const at = y[i] * width + x[i];
      if (tUs[i] - lastUs[at] > deltaUs) writer.copy(stream, i);
      lastUs[at] = tUs[i];
    }
    return writer.finish(stream);
  },
};
