/** The window sizes that give the least energy, latency, EDP or power on one accelerator; layers are independent. */
import { averagePowerMwOf, edpJsOf, type SearchMetric, type SearchSpace } from '../contract/index.ts';
import { leastProduct } from '../math/least-product.ts';
import { leastIndex, leastRatio } from '../math/least-ratio.ts';
import type { LayerMean } from './hardware-evaluator.ts';
import { hardwareSpace } from './hardware.ts';
import { isWindowKey, layerOfKey, pointNumber, type Point } from './space.ts';

/** Accelerator n of the space with every window parameter at its value number k (or its last one), k = 0, 1, … */
export function windowPoints(space: SearchSpace, accelerator: number): Point[] {
  const own = pointNumber(hardwareSpace(space), accelerator);
  const most = Math.max(
    1,
    ...space.parameters.map(({ key, values }) => (isWindowKey(key) ? values.length : 1)),
  );
  return Array.from({ length: most }, (_, k) => {
    let next = 0;
    return space.parameters.map(({ key, values }) =>
      isWindowKey(key) ? Math.min(k, values.length - 1) : own[next++],
    );
  });
}

/** points: of `windowPoints`; layers: the cost of every layer at each of them. */
export function leastPoint(
  space: SearchSpace,
  points: readonly Point[],
  layers: readonly (readonly LayerMean[])[],
  metric: SearchMetric,
): Point {
  const groups = layers[0].map((_, layer) =>
    layers.map((means) => ({ x: means[layer].energyPj, y: means[layer].latencyUs })),
  );
  if (space.parameters.some(({ key }) => key === 'tws')) {
    const totals = layers.map((_, k) => {
      const x = groups.reduce((sum, group) => sum + group[k].x, 0);
      const y = groups.reduce((sum, group) => sum + group[k].y, 0);
      return {
        energyPj: x,
        latencyUs: y,
        edpJs: edpJsOf(x, y),
        averagePowerMw: averagePowerMwOf(x, y),
        areaMm2: 0,
        errorRate: 0,
      };
    });
    return points[leastIndex(totals.map((total) => total[metric]))];
  }
  const chosen = {
    energyPj: () => groups.map((group) => leastIndex(group.map(({ x }) => x))),
    latencyUs: () => groups.map((group) => leastIndex(group.map(({ y }) => y))),
    edpJs: () => leastProduct(groups),
    averagePowerMw: () => leastRatio(groups),
    areaMm2: () => groups.map(() => 0),
    errorRate: () => groups.map(() => 0),
  }[metric]();
  return space.parameters.map(({ key }, i) => {
    const layer = layerOfKey(key);
    return points[layer === null ? 0 : chosen[layer]][i];
  });
}
