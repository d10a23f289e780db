/** Building blocks of the schemas. Each says what must hold in its own words; `issuesOf` adds what was given. */
import { z } from 'zod';
import { nearestWord } from '../../engine/math/nearest-word.ts';

const MAX_PATH_LENGTH = 4096;
const MAX_NAME_LENGTH = 200;

/** A group of fields; unknown ones are refused with the nearest known name. */
export function group<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return 'must be an object';
      const near = issue.keys.map((key) => nearestWord(key, known)).find((name) => name !== null);
      const advice = near ? `did you mean ${near}?` : `allowed: ${known.join(', ') || 'none'}`;
      return `must hold known fields only, not ${issue.keys.slice(0, 5).join(', ').slice(0, 120)}; ${advice}`;
    },
  });
}

export function whole(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z.number(rule).int(rule).min(least, rule).max(most, rule);
}

export function real(least: number, most: number) {
  const rule = `must be a number from ${least} to ${most}`;
  return z.number(rule).min(least, rule).max(most, rule);
}

/** Without the ends of the range. */
export function between(low: number, high: number) {
  const rule = `must be a number above ${low} and below ${high}`;
  return z.number(rule).gt(low, rule).lt(high, rule);
}

export function text(most: number, least = 0) {
  const rule = least ? `must be ${least} to ${most} characters` : `must be at most ${most} characters`;
  return z
    .string('must be a text')
    .min(least, rule)
    .max(most, rule)
    .refine((value) => !value.includes('\0'), 'must not contain the character NUL');
}

/** A name, or a place on disk. */
export const place = text(MAX_PATH_LENGTH, 1);
export const name = text(MAX_NAME_LENGTH);
export const flag = z.boolean('must be true or false');

export function choice<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, `must be ${words.length > 1 ? 'one of ' : ''}${words.join(', ')}`);
}

export function list<Item extends z.ZodType>(item: Item, least: number, most: number) {
  const rule = `must be a list of ${least} to ${most} entries`;
  return z.array(item, rule).min(least, rule).max(most, rule);
}

export function bytes(most: number) {
  return z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength <= most,
    `must be at most ${most} bytes`,
  );
}
