/** What a candidate is, whatever the space that it was found in: its window sizes and where its accelerator differs. */
import { flatValues } from '../arch/fields.ts';
import type { SearchSpace } from '../contract/index.ts';
import type { HardwareBase } from './hardware.ts';
import { choiceAt, isWindowKey, windowsAt, type Point } from './space.ts';

/** Same text for candidates of the same cost, as long as base and activity are the same. */
export function candidateKeyOf(base: HardwareBase, space: SearchSpace): (point: Point) => string {
  const own = flatValues(base.arch);
  return (point) => {
    const changes = Object.entries(choiceAt(space, point))
      .filter(([key, value]) => !isWindowKey(key) && own.get(key) !== value)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([windowsAt(space, base.tws, point), changes]);
  };
}
