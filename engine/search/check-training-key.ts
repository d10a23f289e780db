/** Mistakes in the parameters of a space that change what a network computes (trained-space.ts). */
import { errorAt, type Issue, type SearchSpace } from '../contract/index.ts';

const BITS_OF_LAYER = /^bits\[(\d+)\]$/;
const FLOAT_BITS = 32;
const MOST_BETA = 1e6;

/** Layer of a `bits[i]` key; null for every other key. */
export const bitsLayerOf = (key: string): number | null => {
  const match = BITS_OF_LAYER.exec(key);
  return match ? Number(match[1]) : null;
};

/** epochs: the most that a candidate gets; null where the search trains none. */
export function checkTrainingKey(
  { key, values }: SearchSpace['parameters'][number],
  path: string,
  { space, layers, epochs }: { space: SearchSpace; layers: number; epochs: number | null },
): Issue[] {
  if (epochs === null)
    return [
      errorAt(
        `${path}.key`,
        'search/needs-training',
        `must stand in a search that trains its candidates, as it changes what the network computes (got ${key}); say for how many epochs with --train`,
      ),
    ];
  const issues: Issue[] = [];
  const layer = bitsLayerOf(key);
  if (layer !== null && layer >= layers)
    issues.push(
      errorAt(
        `${path}.key`,
        'search/layer',
        `must name a layer below ${layers} (got ${key}); layers count from 0`,
      ),
    );
  if (layer !== null && space.parameters.some((other) => other.key === 'bits'))
    issues.push(
      errorAt(
        `${path}.key`,
        'search/bits-both',
        `must not stand beside bits (got ${key}); take one of them away`,
      ),
    );
  const whole = (value: unknown, least: number, most: number): boolean =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  const [holds, must]: [(value: unknown) => boolean, string] =
    key === 'beta'
      ? [
          (value) => typeof value === 'number' && value >= 0 && value <= MOST_BETA,
          `numbers from 0 to ${MOST_BETA}`,
        ]
      : key === 'epochs'
        ? [(value) => whole(value, 1, epochs), `whole numbers from 1 to the ${epochs} epochs of a training`]
        : [(value) => value === FLOAT_BITS || whole(value, 2, 8), 'weight bits from 2 to 8, or 32 (float)'];
  const wrong = values.filter((value) => !holds(value));
  if (wrong.length)
    issues.push(
      errorAt(`${path}.values`, 'search/training-value', `must be ${must} (got ${wrong.join(', ')})`),
    );
  return issues;
}
