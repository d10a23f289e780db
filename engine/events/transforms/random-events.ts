/**
 * DropEvent and UniformNoise (Tonic: functional/drop_event.py, uniform_noise.py): fewer or more events. DropEvent
 * drops exactly floor(p * events + 0.5) of them, every choice with the same chance (selection sampling, Knuth vol. 2,
 * 3.4.2, algorithm S). UniformNoise adds n events with x, y, p uniform over the sensor and t uniform between first and
 * last event in whole µs, and returns all in order of time, recorded events first at one time; it leaves an empty
 * stream empty. Different from Tonic: equal times keep their order.
 */
import type { EventStream } from '../../contract/index.ts';
import type { Random } from '../../math/random.ts';
import { drawn, PROBABILITY, rangeOf } from './definition.ts';
import type { TransformDefinition } from './definition.ts';
import { StreamWriter } from './stream-writer.ts';
import { sortedByTime } from './time-order.ts';

/** Keeps a slip of the pen from filling the memory. */
const MOST_NOISE = 2 ** 26;

export const DROP_EVENT: TransformDefinition<'DropEvent'> = {
  read: (fields) => ({ p: rangeOf(fields, 'p', PROBABILITY) }),
  apply: (stream, spec, random) => {
    const events = stream.x.length;
    let toDrop = Math.floor(drawn(spec.p, random) * events + 0.5);
    const writer = new StreamWriter(events - toDrop);
    for (let i = 0; i < events; i++) {
      if (random.uniform() * (events - i) < toDrop) toDrop--;
      else writer.copy(stream, i);
    }
    return writer.finish(stream);
  },
};

export const UNIFORM_NOISE: TransformDefinition<'UniformNoise'> = {
  read: (fields) => ({
    n: rangeOf(fields, 'n', {
      integer: true,
      least: 0,
      most: MOST_NOISE,
      advice: 'write how many events to add',
    }),
  }),
  apply: (stream, spec, random) => {
    if (stream.x.length === 0) return stream;
    const noise = Math.floor(drawn(spec.n, random));
    return noise === 0 ? stream : withNoise(sortedByTime(stream), noise, random);
  },
};

function withNoise(stream: EventStream, noise: number, random: Random): EventStream {
  const { width, height, tUs } = stream;
  const firstUs = tUs[0];
  const lastUs = tUs[tUs.length - 1];
  const noiseUs = Float64Array.from({ length: noise }, () =>
    Math.floor(firstUs + random.uniform() * (lastUs - firstUs)),
  ).sort();
  const writer = new StreamWriter(tUs.length + noise);
  for (let i = 0, j = 0; i < tUs.length || j < noise;) {
    if (j === noise || tUs[i] <= noiseUs[j]) writer.copy(stream, i++);
    else writer.push(random.below(width), random.below(height), random.below(2), noiseUs[j++]);
  }
  return writer.finish(stream);
}
