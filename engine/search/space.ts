/**
 * A search space: a list of parameters with their values; a candidate is one index per parameter. Every mistake is found
 * before anything runs. Units are those of the keys (`--set`), time window sizes are steps.
 */
import { ARCH_KEYS } from '../arch/fields.ts';
import {
  accept,
  errorAt,
  isTrainingKey,
  refuse,
  type Choice,
  type Issue,
  type Outcome,
  type SearchSpace,
} from '../contract/index.ts';
import { nearestWord } from '../math/nearest-word.ts';
import { checkTrainingKey } from './check-training-key.ts';

export const MOST_SPACE_POINTS = 1e9;

/** One index into `values` per parameter. */
export type Point = readonly number[];

export const spaceSize = ({ parameters }: SearchSpace): number =>
  parameters.reduce((product, { values }) => product * values.length, 1);

export function choiceAt({ parameters }: SearchSpace, point: Point): Choice {
  return Object.fromEntries(parameters.map(({ key, values }, i) => [key, values[point[i]]]));
}

/** Same point, same text. */
export const pointKey = (point: Point): string => point.join(',');

/** Point number n in the order in which the last parameter turns fastest. */
export function pointNumber({ parameters }: SearchSpace, n: number): number[] {
  const point = parameters.map(() => 0);
  let rest = n;
  for (let i = parameters.length - 1; i >= 0; i--) {
    const count = parameters[i].values.length;
    point[i] = rest % count;
    rest = Math.floor(rest / count);
  }
  return point;
}

const TWS_OF_LAYER = /^tws\[(\d+)\]$/;

/** Layer of a `tws[i]` key; null for every other key. */
export const layerOfKey = (key: string): number | null => {
  const match = TWS_OF_LAYER.exec(key);
  return match ? Number(match[1]) : null;
};

/** Window size of every layer; base: of those that the space leaves alone. */
export function windowsAt({ parameters }: SearchSpace, base: readonly number[], point: Point): number[] {
  const tws = [...base];
  parameters.forEach(({ key, values }, i) => {
    const layer = layerOfKey(key);
    if (key === 'tws') tws.fill(Number(values[point[i]]));
    else if (layer !== null) tws[layer] = Number(values[point[i]]);
  });
  return tws;
}

/** `tws` or `tws[i]`. */
export const isWindowKey = (key: string): boolean => key === 'tws' || layerOfKey(key) !== null;

/** Neither a window size nor part of a training: a key of the accelerator. */
export const isHardwareKey = (key: string): boolean => !isWindowKey(key) && !isTrainingKey(key);

/** What a point chooses of the accelerator, as text: same accelerator, same text. */
export function hardwareKey({ parameters }: SearchSpace, point: Point): string {
  return parameters.flatMap(({ key }, i) => (isHardwareKey(key) ? [`${key}=${point[i]}`] : [])).join();
}

/** epochs: the most that a candidate is trained for; null where the search trains none. */
export function checkSpace(
  space: SearchSpace,
  layers: number,
  epochs: number | null = null,
): Outcome<SearchSpace> {
  const issues = space.parameters.flatMap((parameter, i) =>
    checkParameter(parameter, `space.parameters[${i}]`, { space, layers, epochs }),
  );
  if (space.parameters.length === 0)
    issues.push(
      errorAt(
        'space.parameters',
        'search/empty-space',
        'must name at least one parameter (got none); add tws=2,3,5',
      ),
    );
  const size = spaceSize(space);
  if (issues.length === 0 && size > MOST_SPACE_POINTS) {
    const product = space.parameters.map(({ values }) => values.length).join(' x ');
    issues.push(
      errorAt(
        'space.parameters',
        'search/space-size',
        `must span at most ${MOST_SPACE_POINTS} points (got ${size} = ${product}); take values or parameters away`,
      ),
    );
  }
  return issues.length ? refuse(...issues) : accept(space);
}

function checkParameter(
  { key, values }: SearchSpace['parameters'][number],
  path: string,
  at: { readonly space: SearchSpace; readonly layers: number; readonly epochs: number | null },
): Issue[] {
  const { space, layers } = at;
  const issues: Issue[] = isTrainingKey(key) ? checkTrainingKey({ key, values }, path, at) : [];
  const layer = layerOfKey(key);
  const known = ['tws', ...Array.from({ length: layers }, (_, i) => `tws[${i}]`), ...ARCH_KEYS];
  if (layer !== null && layer >= layers)
    issues.push(
      errorAt(
        `${path}.key`,
        'search/layer',
        `must name a layer below ${layers} (got ${key}); layers count from 0`,
      ),
    );
  else if (!known.includes(key) && !isTrainingKey(key)) {
    const near = nearestWord(key, known);
    const advice = near ? `did you mean ${near}?` : 'choose tws, tws[i] or a key of --set';
    issues.push(
      errorAt(`${path}.key`, 'search/unknown-key', `must be a key that can vary (got ${key}); ${advice}`),
    );
  }
  if (space.parameters.filter((other) => other.key === key).length > 1)
    issues.push(
      errorAt(`${path}.key`, 'search/key-twice', `must be given once (got ${key} twice); join its values`),
    );
  if (layer !== null && space.parameters.some((other) => other.key === 'tws'))
    issues.push(
      errorAt(
        `${path}.key`,
        'search/tws-both',
        `must not stand beside tws (got ${key}); take one of them away`,
      ),
    );
  if (values.length === 0)
    issues.push(
      errorAt(`${path}.values`, 'search/no-values', `must hold at least one value (got none); remove ${key}`),
    );
  if (new Set(values).size < values.length)
    issues.push(
      errorAt(`${path}.values`, 'search/value-twice', `must be different values (got ${values.join(', ')})`),
    );
  const isTws = isWindowKey(key);
  const wrong = isTws ? values.filter((value) => !(Number.isInteger(value) && Number(value) >= 1)) : [];
  if (wrong.length)
    issues.push(
      errorAt(
        `${path}.values`,
        'search/tws',
        `must be whole numbers of steps, at least 1 (got ${wrong.join(', ')})`,
      ),
    );
  return issues;
}
