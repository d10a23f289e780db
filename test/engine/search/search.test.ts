/** Searches on the simulator: exact against its oracle, resumable, and the methods against each other. */
import { describe, expect, it } from 'vitest';
import type { CandidateMetrics, SearchSpace } from '../../../engine/contract/index.ts';
import {
  bestOf,
  evolutionary,
  exhaustive,
  frontOf,
  HardwareEvaluator,
  HAS_DEFAULTS,
  hasSearch,
  historyOf,
  hypervolume,
  importanceOf,
  pointKey,
  randomSearch,
  runSearch,
  spaceSize,
  type Evaluated,
  type Method,
  type Point,
} from '../../../engine/search/index.ts';
import { applyArchOverrides } from '../../../engine/arch/arch.ts';
import { averageNetwork, planSimulation } from '../../../engine/sim/index.ts';
import { weightedCost } from '../../../engine/math/weighted-cost.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { presetArch, presetNetwork, presetTable } from '../../support/presets.ts';
import { valueOf } from '../../support/outcomes.ts';

const network = presetNetwork('nmnist-small');
const arch = presetArch('spikex-8x8');
const energy = presetTable('paper');
const samples = [1, 2].map((seed) => randomInputs(network, 'bursty', 0.02, seed));
const ground = {
  network,
  system: 'spikex' as const,
  tws: network.layers.map(() => 3),
  arch,
  energy,
  samples,
};
const spaceOf = (parameters: SearchSpace['parameters']): SearchSpace => ({
  schema: 'spikex-space/1',
  name: 's',
  parameters,
});
const METRICS = ['energyPj', 'latencyUs'] as const;

const search = (
  space: SearchSpace,
  method: Method,
  options: {
    budget?: number;
    known?: ReadonlyMap<string, CandidateMetrics>;
    stopAfter?: number;
    constraints?: { metric: 'latencyUs'; most: number }[];
  } = {},
) => {
  const evaluator = new HardwareEvaluator(ground, space);
  const fresh: Evaluated[] = [];
  const asked: Point[] = [];
  const done = runSearch({
    method,
    executor: {
      evaluate: async (points) => {
        asked.push(...points);
        return points.map((point) => evaluator.evaluate(point));
      },
    },
    objectives: METRICS,
    constraints: options.constraints ?? [],
    budget: options.budget ?? Infinity,
    batch: 40,
    known: options.known ?? new Map(),
    shouldStop: () => fresh.length >= (options.stopAfter ?? Infinity),
    onProgress: (news) => fresh.push(...news),
  });
  return done.then((result) => ({ ...result, asked, evaluator }));
};

const SPACE = spaceOf([
  { key: 'tws[1]', values: [1, 2, 3, 5] },
  { key: 'array.rows', values: [4, 8, 16] },
  { key: 'array.cols', values: [4, 8, 16] },
  { key: 'glb.bytes', values: [16384, 55296] },
]);

describe('the evaluator', () => {
  it('gives exactly what the simulator gives for each candidate', () => {
    const evaluator = new HardwareEvaluator(ground, SPACE);
    for (const point of [
      [0, 0, 0, 0],
      [2, 1, 1, 1],
      [3, 2, 0, 1],
      [1, 0, 2, 0],
    ]) {
      const [tws, rows, cols, glb] = SPACE.parameters.map(({ values }, i) => Number(values[point[i]]));
      const config = valueOf(
        applyArchOverrides(arch, { 'array.rows': rows, 'array.cols': cols, 'glb.bytes': glb }, 'set'),
      );
      const plan = valueOf(
        planSimulation({ network, systems: ['spikex'], tws: [3, tws, 3], arch: config, energy }),
      );
      const [cost] = averageNetwork(plan, samples);
      const metrics = evaluator.evaluate(point);
      expect(metrics.energyPj! / cost.energyPj).toBeCloseTo(1, 12);
      expect(metrics.latencyUs! / cost.latencyUs).toBeCloseTo(1, 12);
      expect(metrics.edpJs! / cost.edpJs).toBeCloseTo(1, 12);
      // From the memory, the same bits.
      expect(evaluator.evaluate(point)).toEqual(metrics);
    }
  });

  it('has no metrics for what cannot run', () => {
    const space = spaceOf([{ key: 'lbuf.bytes', values: [16, 2048] }]);
    const evaluator = new HardwareEvaluator(ground, space);
    expect(evaluator.evaluate([0]).edpJs).toBeNull();
    expect(evaluator.evaluate([1]).edpJs).toBeGreaterThan(0);
  });
});

describe('the loop', () => {
  it('visits every point once, and finds the front that comparing all finds', async () => {
    const { all, asked } = await search(SPACE, exhaustive(SPACE));
    expect(all).toHaveLength(spaceSize(SPACE));
    expect(new Set(asked.map(pointKey)).size).toBe(spaceSize(SPACE));
    const front = frontOf(all, METRICS);
    const on = (i: number) => METRICS.map((metric) => all[i].metrics[metric]!);
    const beaten = front.filter((i) =>
      all.some((_, j) => on(j).every((v, m) => v <= on(i)[m]) && on(j).some((v, m) => v < on(i)[m])),
    );
    expect(beaten).toEqual([]);
    expect(bestOf(all, ['energyPj'])).toBe(
      all.findIndex(
        ({ metrics }) => metrics.energyPj === Math.min(...all.map((one) => one.metrics.energyPj!)),
      ),
    );
    const history = historyOf(all, METRICS);
    expect(history.at(-1)!.evaluations).toBe(all.length);
    for (let i = 1; i < history.length; i++)
      expect(history[i].hypervolume).toBeGreaterThanOrEqual(history[i - 1].hypervolume);
    const importance = importanceOf(SPACE, all, ['latencyUs']);
    expect(importance.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
    expect(importance.every(({ share }) => share >= 0)).toBe(true);
  });

  it.each([
    ['random', (seed: number) => randomSearch(SPACE, seed)],
    ['evolutionary', (seed: number) => evolutionary(SPACE, seed)],
  ] as const)(
    '%s goes on to the same candidates after a stop, repeating no evaluation',
    async (_name, method) => {
      const whole = await search(SPACE, method(5), { budget: 60 });
      expect(new Set(whole.all.map(({ point }) => pointKey(point))).size).toBe(60);
      for (const stopAfter of [1, 40]) {
        const part = await search(SPACE, method(5), { budget: 60, stopAfter });
        expect(part.stopped).toBe(true);
        const known = new Map(part.all.map(({ point, metrics }) => [pointKey(point), metrics]));
        const rest = await search(SPACE, method(5), { budget: 60, known });
        expect(rest.all).toEqual(whole.all);
        expect(rest.reused).toBe(part.all.length);
        expect(rest.asked).toHaveLength(60 - part.all.length);
      }
    },
  );

  it('keeps to constraints, and says when none can hold', async () => {
    const { all } = await search(SPACE, exhaustive(SPACE));
    const latencies = all.map(({ metrics }) => metrics.latencyUs!).sort((a, b) => a - b);
    const most = latencies[10];
    const bound = await search(SPACE, exhaustive(SPACE), { constraints: [{ metric: 'latencyUs', most }] });
    expect(bound.all.filter(({ violation }) => violation === 0)).toHaveLength(
      latencies.filter((value) => value <= most).length,
    );
    expect(bound.all[bestOf(bound.all, METRICS)].metrics.latencyUs).toBeLessThanOrEqual(most);
    const none = await search(SPACE, exhaustive(SPACE), {
      constraints: [{ metric: 'latencyUs', most: 1e-9 }],
    });
    expect(bestOf(none.all, METRICS)).toBe(-1);
    expect(frontOf(none.all, METRICS)).toEqual([]);
    expect(historyOf(none.all, METRICS)).toEqual([]);
  });
});

describe('questions to the executor', () => {
  const loop = (slice: () => number, answers: (points: readonly Point[]) => readonly Point[]) => {
    const evaluator = new HardwareEvaluator(ground, SPACE);
    const kept: { fresh: number; done: number }[] = [];
    const order: string[] = [];
    const result = runSearch({
      method: evolutionary(SPACE, 3),
      executor: {
        evaluate: async (points) => answers(points).map((point) => evaluator.evaluate(point)),
      },
      objectives: METRICS,
      constraints: [],
      budget: 60,
      batch: 20,
      known: new Map(),
      slice,
      shouldStop: () => false,
      onProgress(fresh, done) {
        kept.push({ fresh: fresh.length, done });
        order.push(...fresh.map(({ point }) => pointKey(point)));
      },
    });
    return result.then((end) => ({ ...end, kept, order }));
  };

  it('hands on what each of them brought, and finds the same whatever their size', async () => {
    const whole = await loop(
      () => 1000,
      (points) => points,
    );
    const small = await loop(
      () => 7,
      (points) => points,
    );
    expect(small.all).toEqual(whole.all);
    expect(small.order).toEqual(whole.all.map(({ point }) => pointKey(point)));
    // 20 = 7 + 7 + 6 candidates, then the end of the proposal.
    expect(small.kept.slice(0, 5)).toEqual([
      { fresh: 7, done: 7 },
      { fresh: 7, done: 14 },
      { fresh: 6, done: 20 },
      { fresh: 0, done: 20 },
      { fresh: 7, done: 27 },
    ]);
  });

  it('keeps what was answered before a stop', async () => {
    let asked = 0;
    const stopped = await loop(
      () => 7,
      (points) => (++asked < 5 ? points : points.slice(0, 3)),
    );
    // Four whole questions (7 + 7 + 6 + 7), three candidates of the fifth.
    expect(stopped.stopped).toBe(true);
    expect(stopped.order).toHaveLength(30);
  });
});

describe('evolutionary search on 5,000 configurations', () => {
  const space = spaceOf([
    { key: 'tws[1]', values: [1, 2, 3, 5, 10] },
    { key: 'tws[2]', values: [1, 2, 3, 5, 10] },
    { key: 'array.rows', values: [2, 4, 8, 16, 32] },
    { key: 'array.cols', values: [2, 4, 8, 16, 32] },
    { key: 'clockMhz', values: [100, 200] },
    { key: 'lbuf.bytes', values: [1024, 2048, 4096, 8192] },
  ]);

  it('reaches 95 % of the exhaustive hypervolume with a tenth of the evaluations', async () => {
    expect(spaceSize(space)).toBe(5000);
    const all = (await search(space, exhaustive(space))).all;
    const logs = (some: readonly Evaluated[]) =>
      some.map(({ metrics }) => METRICS.map((metric) => Math.log(metrics[metric]!)));
    const reference = METRICS.map((_, m) => Math.max(...logs(all).map((point) => point[m])));
    const whole = hypervolume(logs(frontOf(all, METRICS).map((i) => all[i])), reference);
    for (const seed of [1, 2, 3]) {
      const some = (await search(space, evolutionary(space, seed), { budget: 500 })).all;
      expect(some).toHaveLength(500);
      expect(hypervolume(logs(some), reference) / whole).toBeGreaterThan(0.95);
    }
  });
});

describe('HAS', () => {
  const sizes = [1, 2, 3, 5, 10];
  const space = spaceOf(network.layers.map((_, i) => ({ key: `tws[${i}]`, values: sizes })));

  it.each([0, 0.5, 1, 1.5, 2])(
    'ends at each layer’s exact optimum of E^g L^(2-g), g = %f',
    async (exponent) => {
      const evaluator = new HardwareEvaluator(ground, space);
      const method = hasSearch(space, {
        ...HAS_DEFAULTS,
        objective: 'per-layer',
        exponent,
        layersAt: (point) => evaluator.layersAt(point),
        violationAt: () => 0,
      });
      const { all } = await search(space, method, { budget: 200 });
      const [choice] = [method.probabilities().map((p) => p.indexOf(Math.max(...p)))];
      const oracle = network.layers.map((_, layer) => {
        const losses = sizes.map((_, k) =>
          weightedCost(evaluator.layersAt(network.layers.map(() => k))![layer], exponent),
        );
        return losses.indexOf(Math.min(...losses));
      });
      expect(choice).toEqual(oracle);
      expect(all.length).toBeLessThanOrEqual(1 + network.layers.length * sizes.length * 4);
      expect(method.track()).toHaveLength(HAS_DEFAULTS.steps + 1);
    },
  );
});
