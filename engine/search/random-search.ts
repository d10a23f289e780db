/** Points drawn uniformly without repetition. */
import type { SearchSpace } from '../contract/index.ts';
import { Random } from '../math/random.ts';
import type { Method } from './method.ts';
import { pointKey, spaceSize, type Point } from './space.ts';

export const randomPoint = ({ parameters }: SearchSpace, random: Random): number[] =>
  parameters.map(({ values }) => random.below(values.length));

export function randomSearch(space: SearchSpace, seed: number): Method {
  const random = new Random(seed);
  const seen = new Set<string>();
  const size = spaceSize(space);
  return {
    propose(most) {
      const points: Point[] = [];
      while (points.length < most && seen.size < size) {
        const point = randomPoint(space, random);
        if (seen.has(pointKey(point))) continue;
        seen.add(pointKey(point));
        points.push(point);
      }
      return points;
    },
    tell() {},
  };
}
