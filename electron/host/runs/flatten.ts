/** Nested values as dotted paths, for comparing what two runs were given and gave. */

export type Scalar = string | number | boolean | null;

export function flatten(value: unknown, path = '', into = new Map<string, Scalar>()): Map<string, Scalar> {
  if (
    Array.isArray(value) &&
    value.every((item) => typeof item !== 'object' || item === null) &&
    value.length <= 64
  )
    // A short list reads better whole: "4, 2, 2, 8".
    into.set(path, value.join(', '));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) flatten(item, path ? `${path}.${key}` : key, into);
  } else if (value !== undefined) into.set(path, value as Scalar);
  return into;
}
