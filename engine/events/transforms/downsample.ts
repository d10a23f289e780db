/**
 * Downsample (Tonic: transforms.py): t' = floor(t * timeFactor), x' = floor(x * xFactor), y' likewise; the sensor
 * shrinks to the pixels that can occur. `all` keeps every event, as Tonic does. Ours: `or` keeps the first event of
 * each pixel and polarity in each orWindowUs of the new time (a block of pixels spikes at most once per window);
 * `integrate` lets each pixel and polarity count events and emits every integrateEvents-th one. Events are taken in
 * stream order. Left out: enlarging (factors above 1); ON against OFF, which EventDownsampling does.
 */
import { DOWNSAMPLE_COMBINES, TRANSFORM_DEFAULTS } from '../../contract/index.ts';
import type { TransformSpec } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import type { TransformDefinition } from './definition.ts';
import { StreamWriter } from './stream-writer.ts';

type Spec = TransformSpec<'Downsample'>;

const DEFAULTS = TRANSFORM_DEFAULTS.Downsample;
const FACTOR = { least: 0, above: true, advice: '0.5 halves the sensor' };

export const DOWNSAMPLE: TransformDefinition<'Downsample'> = {
  read: (fields) => ({
    timeFactor: fields.number(
      'timeFactor',
      { least: 0, above: true, advice: '0.5 plays the recording twice as fast' },
      DEFAULTS.timeFactor,
      true,
    ),
    xFactor: fields.number('xFactor', { ...FACTOR, most: 1 }, DEFAULTS.xFactor, true),
    yFactor: fields.number('yFactor', { ...FACTOR, most: 1 }, DEFAULTS.yFactor, true),
    combine: fields.choice('combine', DOWNSAMPLE_COMBINES, DEFAULTS.combine, true),
    orWindowUs: fields.number(
      'orWindowUs',
      { least: 0, above: true, advice: 'write the window of `or` in µs' },
      DEFAULTS.orWindowUs,
      true,
    ),
    integrateEvents: fields.number(
      'integrateEvents',
      { integer: true, least: 1, advice: 'write how many events make one' },
      DEFAULTS.integrateEvents,
      true,
    ),
  }),
  apply: (stream, spec) => {
    const { x, y, p, tUs } = stream;
    const { timeFactor, xFactor, yFactor } = spec;
    const sensor = smaller(spec, stream);
    const passes = gate(spec, sensor);
    const writer = new StreamWriter(x.length);
    for (let i = 0; i < x.length; i++) {
      const column = Math.floor(x[i] * xFactor);
      const row = Math.floor(y[i] * yFactor);
      const t = Math.floor(tUs[i] * timeFactor);
      if (passes((row * sensor.width + column) * 2 + p[i], t)) writer.push(column, row, p[i], t);
    }
    return writer.finish(sensor);
  },
  sensorAfter: smaller,
};

function smaller({ xFactor, yFactor }: Spec, { width, height }: Sensor): Sensor {
  return {
    width: Math.floor((width - 1) * xFactor) + 1,
    height: Math.floor((height - 1) * yFactor) + 1,
  };
}

/** Whether an event of a place (pixel and polarity) at time t comes through. */
function gate(
  { combine, orWindowUs, integrateEvents }: Spec,
  { width, height }: Sensor,
): (place: number, tUs: number) => boolean {
  if (combine === 'all') return () => true;
  const places = width * height * 2;
  if (combine === 'or') {
    const lastWindow = new Float64Array(places).fill(Number.NaN);
    return (place, tUs) => {
      const window = Math.floor(tUs / orWindowUs);
      if (lastWindow[place] === window) return false;
      lastWindow[place] = window;
      return true;
    };
  }
  const counts = new Uint32Array(places);
  return (place) => {
    if (++counts[place] < integrateEvents) return false;
    counts[place] = 0;
    return true;
  };
}
