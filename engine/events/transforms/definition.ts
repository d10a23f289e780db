/**
 * What every transform is: how its parameters are read, what it does to a stream, and which sensor comes out.
 * Transforms are pure: the input stays as it was, all randomness comes from the given generator. A transform that
 * changes nothing may return its input.
 */
import type {
  EventStream,
  NumberOrRange,
  TransformKind,
  TransformParams,
  TransformSpec,
} from '../../contract/index.ts';
import { numberFault, shown } from '../../math/field-reader.ts';
import type { FieldReader, NumberRule } from '../../math/field-reader.ts';
import type { Random } from '../../math/random.ts';
import type { Sensor } from '../sensor.ts';

export interface TransformDefinition<K extends TransformKind> {
  readonly read: (fields: FieldReader) => TransformParams[K];
  readonly apply: (stream: EventStream, spec: TransformSpec<K>, random: Random) => EventStream;
  /** The sensor after the transform, or what is wrong with the one before it. Absent: the sensor stays. */
  readonly sensorAfter?: (spec: TransformSpec<K>, sensor: Sensor) => Sensor | string;
}

export function optionalFlag(fields: FieldReader, key: string, fallback: boolean): boolean {
  return fields.raw(key) === undefined ? fallback : fields.flag(key, fallback);
}

/** A number, or a list of two in order; each within the rule. */
export function rangeOf(fields: FieldReader, key: string, rule: NumberRule): NumberOrRange {
  const value = fields.raw(key);
  if (!Array.isArray(value)) return fields.number(key, rule, 0);
  const [least, most]: unknown[] = value;
  const fault = numberFault(least, rule) ?? numberFault(most, rule);
  if (value.length !== 2 || (fault === null && Number(least) > Number(most))) {
    const got = value.length === 2 ? `${shown(least)} and ${shown(most)}` : shown(value);
    fields.fault(key, 'range', `must be [least, most] in this order (got ${got}); or write one number`);
  } else if (fault !== null) fields.fault(key, 'range', `each end ${fault}`);
  else return [Number(least), Number(most)];
  return 0;
}

/** The value for one recording. A fixed value draws nothing. */
export function drawn(value: NumberOrRange, random: Random): number {
  return typeof value === 'number' ? value : value[0] + (value[1] - value[0]) * random.uniform();
}

/** Larger than any sensor; a slip of the pen must not fill the memory. */
const MOST_SIDE = 4096;

/** Sides of a crop or of a smaller sensor. */
export function sizeOf(fields: FieldReader): { widthPixels: number; heightPixels: number } {
  const rule = { integer: true, least: 1, most: MOST_SIDE, advice: 'write the side in pixels' };
  return {
    widthPixels: fields.number('widthPixels', rule, 1),
    heightPixels: fields.number('heightPixels', rule, 1),
  };
}

export const PROBABILITY: NumberRule = { least: 0, most: 1, advice: 'write a share of 0..1' };
