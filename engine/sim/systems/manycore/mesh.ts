/** Distances on the mesh: cores fill tiles in order, tiles fill rows of `meshWidth`; messages go along x, then y. */
import type { ManycoreConfig } from '../../../contract/index.ts';

export interface Hops {
  readonly x: number;
  readonly y: number;
}

/** Hops between the tiles of two cores. */
export function hopsBetween(from: number, to: number, mesh: ManycoreConfig): Hops {
  const [a, b] = [Math.floor(from / mesh.coresPerTile), Math.floor(to / mesh.coresPerTile)];
  return {
    x: Math.abs((a % mesh.meshWidth) - (b % mesh.meshWidth)),
    y: Math.abs(Math.floor(a / mesh.meshWidth) - Math.floor(b / mesh.meshWidth)),
  };
}
