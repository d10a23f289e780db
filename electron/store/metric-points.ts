/** The curves that one epoch adds a point to. A key never changes its meaning; new ones may come. */
import type { EpochMetrics } from '../../engine/contract/training.ts';

/** `name`, `name#2`, `name#3`, … for the first, second, third thing of that name in one report. */
export function numbered(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  };
}

export function metricPoints(metrics: EpochMetrics): Map<string, number> {
  const points = new Map<string, number>([
    ['loss.total', metrics.lossTotal],
    ['loss.accuracy', metrics.lossAccuracy],
    ['loss.hardware', metrics.lossHardware],
    ['beta', metrics.betaNow],
    ['learningRate', metrics.learningRate],
    ['accuracy.train', metrics.trainAccuracy],
    ['accuracy.test', metrics.testAccuracy],
    ['samplesPerSecond', metrics.samplesPerSecond],
    ['epochSeconds', metrics.epochSeconds],
  ]);
  const layerKey = numbered();
  for (const layer of metrics.layers) {
    const key = layerKey(`layer.${layer.name}`);
    points.set(`${key}.spikeDensity`, layer.spikeDensity);
    points.set(`${key}.twDensity`, layer.twDensity);
    points.set(`${key}.activeFraction`, layer.activeFraction);
  }
  const costKey = numbered();
  for (const cost of metrics.costs) {
    const key = costKey(`cost.${cost.system}`);
    points.set(`${key}.cycles`, cost.cycles);
    points.set(`${key}.latencyUs`, cost.latencyUs);
    points.set(`${key}.energyPj`, cost.energyPj);
    points.set(`${key}.edpJs`, cost.edpJs);
  }
  for (const { key, values, probabilities } of metrics.choices ?? [])
    values.forEach((value, k) => points.set(`choice.${key}=${value}`, probabilities[k]));
  return points;
}
