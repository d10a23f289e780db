/** Every point of the space once, in order: the oracle for small spaces. */
import type { SearchSpace } from '../contract/index.ts';
import type { Method } from './method.ts';
import { pointNumber, spaceSize, type Point } from './space.ts';

export function exhaustive(space: SearchSpace): Method {
  const size = spaceSize(space);
  let next = 0;
  return {
    propose(most) {
      const points: Point[] = [];
      while (points.length < most && next < size) points.push(pointNumber(space, next++));
      return points;
    },
    tell() {},
  };
}
