/** The plane of a search's front follows its objectives. */
import { describe, expect, it } from 'vitest';
import type { SearchMetric } from '../../../engine/contract/index.ts';
import { frontAxes } from '../../../renderer/src/views/search/front-axes.ts';

const plane = (...objectives: SearchMetric[]): string[] => {
  const { x, y } = frontAxes(objectives);
  return [x.metric, y.metric];
};

describe('plane of the front', () => {
  it('is energy against latency for EDP, which is their product', () => {
    expect(plane('edpJs')).toEqual(['latencyUs', 'energyPj']);
    expect(plane('edpJs', 'energyPj', 'latencyUs')).toEqual(['latencyUs', 'energyPj']);
  });

  it('is that of the first two objectives otherwise', () => {
    expect(plane('edpJs', 'areaMm2')).toEqual(['areaMm2', 'edpJs']);
  });

  it('puts errors against the first cost, on an even scale that holds 0', () => {
    expect(plane('errorRate', 'edpJs', 'energyPj')).toEqual(['edpJs', 'errorRate']);
    expect(plane('errorRate')).toEqual(['edpJs', 'errorRate']);
    expect(frontAxes(['edpJs', 'errorRate']).y).toMatchObject({ unit: '%', scale: 100, log: false });
  });
});
