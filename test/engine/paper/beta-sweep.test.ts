/** Gathering runs by beta: every run at its own best TWS, against the baseline of its own seed. */
import { describe, expect, it } from 'vitest';
import { comparisonOf, type RunDetail, type SystemName } from '../../../engine/contract/index.ts';
import { betaSweep } from '../../../engine/paper/index.ts';

const point = (system: SystemName, tws: number, energyPj: number, latencyUs: number) => ({
  system,
  tws,
  energyPj,
  latencyUs,
  edpJs: energyPj * latencyUs * 1e-18,
});

/** The first so many right. */
const answering = (labels: readonly number[], right: number): number[] =>
  labels.map((label, i) => (i < right ? label : 0));

/** energies: SpikeX at TWS 2 and 3, latency 1 us. right: how many of 10 answers are right, from the front. */
function run(
  id: string,
  beta: number,
  seed: number,
  energies: readonly [number, number],
  right: number,
): RunDetail {
  const labels = Array.from({ length: 10 }, () => 1);
  const final = answering(labels, right);
  const detail = {
    row: {
      id,
      kind: 'train',
      beta,
      seed,
      network: 'n',
      dataset: 'd',
      experiment: 'e',
      bestAccuracy: 0.9,
      spikeDensity: 0.02,
      twDensity: 0.1,
    },
    costs: [],
    evaluation: {
      accuracy: right / 10,
      ...(beta === 0
        ? {}
        : { hardware: { accuracy: right / 10 - 0.1, answers: answering(labels, right - 1) } }),
      layers: [{ name: 'L', spikeDensity: 0.1 * seed, twDensity: 0.2, activeFraction: 0 }],
      byTws: [point('spikex', 2, energies[0], 1), point('spikex', 3, energies[1], 1)],
      answers: { labels, final, best: answering(labels, 9), bestOnHardware: answering(labels, 8) },
    },
  };
  return detail as unknown as RunDetail;
}

describe('betaSweep', () => {
  const report = betaSweep([
    run('b2', 0.1, 2, [9, 3], 9),
    run('a1', 0, 1, [8, 10], 8),
    run('a2', 0, 2, [12, 6], 10),
    run('b1', 0.1, 1, [2, 4], 7),
  ]);

  it('orders by beta and names the runs', () => {
    expect(report?.points.map(({ beta, runIds, seeds }) => [beta, runIds, seeds])).toEqual([
      [0, ['a1', 'a2'], [1, 2]],
      [0.1, ['b2', 'b1'], [2, 1]],
    ]);
  });

  it('compares each at its own best window size', () => {
    const [base, sparse] = report!.points;
    expect(base.systems[0]).toMatchObject({
      system: 'spikex',
      tws: [2, 3],
      energyPj: { mean: 7, low: 6, high: 8 },
    });
    expect(sparse.systems[0].tws).toEqual([3, 2]);
    // 8/2 = 4 and 6/3 = 2: geometric mean sqrt(8)
    expect(sparse.systems[0].timesLower).toEqual({ mean: expect.closeTo(Math.sqrt(8), 12), low: 2, high: 4 });
    expect(base.systems[0].timesLower).toEqual({ mean: expect.closeTo(1, 12), low: 1, high: 1 });
  });

  it('pairs the answers of the same seed', () => {
    const [base, sparse] = report!.points;
    expect(base.againstFinal).toBeNull();
    // Finals 8 -> 7 and 10 -> 9 right of 10 each; the baseline's best is 9 each.
    expect(sparse.againstFinal).toMatchObject({ samples: 20, onlyFirst: 2, onlySecond: 0, difference: -0.1 });
    expect(sparse.againstBest).toMatchObject({ samples: 20, onlyFirst: 2, onlySecond: 0 });
    // On the hardware's numbers: baseline's best 8 each; sparse finals 6 and 8, the baseline's finals are not known.
    expect(sparse.onHardware.againstBest).toMatchObject({ samples: 20, onlyFirst: 2, difference: -0.1 });
    expect(sparse.onHardware.againstFinal).toBeNull();
    expect(comparisonOf(sparse)).toBe(sparse.onHardware.againstBest);
    expect(base.hardwareAccuracy).toBeNull();
    expect(sparse.hardwareAccuracy).toEqual({ mean: expect.closeTo(0.7, 12), low: 0.6, high: 0.8 });
    expect(sparse.layers[0].spikeDensity).toBeCloseTo(0.15, 12);
  });

  it('knows no ratio without a baseline, and nothing without runs', () => {
    const alone = betaSweep([run('b1', 0.1, 1, [2, 4], 7)]);
    expect(alone?.points[0].systems[0].timesLower).toBeNull();
    expect(alone?.points[0].againstBest).toBeNull();
    expect(betaSweep([])).toBeNull();
  });
});
