/** What to tell where a search has ended and no candidate meets every constraint: how near the nearest came. */
import type { SearchSpec } from '../contract/index.ts';
import type { Evaluated } from './run-search.ts';
import { choiceAt } from './space.ts';

const DIGITS = 4;

export function nearestMiss({ space, constraints }: SearchSpec, all: readonly Evaluated[]): string {
  const able = all.filter(({ violation }) => Number.isFinite(violation));
  if (able.length === 0)
    return `none of the ${all.length} candidates can run the network; give it larger buffers, or widen the space`;
  const nearest = able.reduce((best, one) => (one.violation < best.violation ? one : best));
  const choice = Object.entries(choiceAt(space, nearest.point)).map(
    ([key, value]) => `${key}=${String(value)}`,
  );
  const missed = constraints.flatMap(({ metric, most }) => {
    const value = nearest.metrics[metric] ?? Infinity;
    return value > most ? [`${metric} ${value.toPrecision(DIGITS)} where ${most} is the bound`] : [];
  });
  return `no candidate meets every constraint; the nearest of ${all.length} (${choice.join(', ')}) has ${missed.join(' and ')}; loosen one, or widen the space`;
}
