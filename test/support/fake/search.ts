/** Searches of the fake host: costs by formula, reports by the engine. */
import type { SearchReport, SearchSpec } from '../../../engine/contract/index.ts';
import { NO_ALPHAS, NO_METRICS, pointNumber, searchReport, spaceSize } from '../../../engine/search/index.ts';

export const FAKE_SEARCH: SearchSpec = {
  name: '',
  experiment: 'Searches',
  network: 'nmnist',
  system: 'spikex',
  tws: [3],
  arch: 'spikex-8x8',
  archOverrides: {},
  energy: 'paper',
  spikes: { kind: 'random', rate: 0.02, seed: 1 },
  samples: 2,
  space: {
    schema: 'spikex-space/1',
    name: 'windows and columns',
    parameters: [
      { key: 'tws[1]', values: [1, 2, 3, 5] },
      { key: 'array.cols', values: [4, 8, 16] },
    ],
  },
  method: 'exhaustive',
  objectives: ['energyPj', 'latencyUs'],
  constraints: [],
  budget: 100,
  objective: 'per-layer',
  exponent: 1,
  seed: 1,
};

export function fakeReport(runId: string, spec: SearchSpec): SearchReport {
  const all = Array.from({ length: Math.min(spec.budget, spaceSize(spec.space)) }, (_, n) => {
    const point = pointNumber(spec.space, n);
    const [energyPj, latencyUs] = [1e5 * (1 + point[0] + (n % 3)), 60 / (1 + point[0])];
    const metrics = { ...NO_METRICS, energyPj, latencyUs, edpJs: energyPj * latencyUs * 1e-18 };
    return { point, metrics, violation: 0 };
  });
  return searchReport(runId, spec, all, NO_ALPHAS);
}
