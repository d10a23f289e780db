/** Constraints that nothing in a space can hold are named before a candidate is tried, and no others are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ARRAY_SYSTEMS,
  type ArraySystem,
  type SearchConstraint,
  type SearchMetric,
  type SearchSpace,
} from '../../../engine/contract/index.ts';
import { leastRatio } from '../../../engine/math/least-ratio.ts';
import {
  checkReach,
  checkSearch,
  HardwareEvaluator,
  pointNumber,
  spaceSize,
} from '../../../engine/search/index.ts';
import { randomInputs } from '../../../engine/workload/generators.ts';
import { FAKE_SEARCH } from '../../support/fake/search.ts';
import { presetArch, presetNetwork, presetTable } from '../../support/presets.ts';

const network = presetNetwork('nmnist-small');
const arch = presetArch('spikex-8x8');
const cacti = presetTable('cacti-32nm');
const spaceOf = (parameters: SearchSpace['parameters']): SearchSpace => ({
  schema: 'spikex-space/1',
  name: 's',
  parameters,
});
const textsOf = (
  space: SearchSpace,
  constraints: readonly SearchConstraint[],
  options: { energy?: typeof cacti; objectives?: readonly SearchMetric[] } = {},
): string[] => {
  const { energy = cacti, objectives = ['edpJs'] } = options;
  const checked = checkSearch({ ...FAKE_SEARCH, space, constraints, objectives }, network, arch, energy);
  return checked.ok ? [] : checked.issues.map(({ path, message }) => `${path}: ${message}`);
};
const area = (most: number): SearchConstraint => ({ metric: 'areaMm2', most });

const MEMORIES = spaceOf([
  { key: 'tws', values: [2, 5] },
  { key: 'array.rows', values: [4, 8] },
  { key: 'glb.bytes', values: [16384, 55296] },
  { key: 'lbuf.bytes', values: [8, 1024, 2048] },
]);

describe('area', () => {
  const evaluator = new HardwareEvaluator(
    {
      network,
      system: 'spikex',
      tws: [3, 3, 3],
      arch,
      energy: cacti,
      samples: [randomInputs(network, 'random', 0.01, 1)],
    },
    MEMORIES,
  );
  const areas = Array.from(
    { length: spaceSize(MEMORIES) },
    (_, n) => evaluator.evaluate(pointNumber(MEMORIES, n)).areaMm2,
  ).filter((value) => value !== null);
  const least = Math.min(...areas);

  it('names the least of those that can run the network, and where it is', () => {
    // 8 B of LBUF hold no 3 x 3 kernel, so the least has 1024 B.
    expect(areas.length).toBe(2 * 2 * 2 * 2);
    const [text] = textsOf(MEMORIES, [area(least * 0.999)]);
    expect(text).toMatch(
      /^constraints\[0\]: must be at least [\d.]+: the least in this space, at array.rows=4, glb.bytes=16384, lbuf.bytes=1024 \(got areaMm2<=/,
    );
    const named = Number(/at least ([\d.]+)/.exec(text)?.[1]);
    expect(named).toBeGreaterThanOrEqual(least);
    expect(named / least - 1).toBeLessThan(1e-3);
    expect(textsOf(MEMORIES, [area(named)])).toEqual([]);
    expect(textsOf(MEMORIES, [area(least)])).toEqual([]);
  });

  it('goes by the smallest memories where there are too many to build', () => {
    const many = spaceOf([
      ...MEMORIES.parameters.filter(({ key }) => key !== 'lbuf.bytes'),
      { key: 'lbuf.bytes', values: [1024, 2048] },
      { key: 'clockMhz', values: Array.from({ length: 1000 }, (_, i) => 100 + i) },
    ]);
    expect(textsOf(many, [area(least * 0.999)])[0]).toMatch(
      /at array.rows=4, glb.bytes=16384, lbuf.bytes=1024/,
    );
    expect(textsOf(many, [area(least)])).toEqual([]);
  });

  it('needs a table that has areas', () => {
    const energy = presetTable('paper');
    expect(textsOf(MEMORIES, [area(1)], { energy, objectives: ['edpJs', 'areaMm2'] })).toEqual([
      'objectives: must not be asked of an energy table without areas (got areaMm2 with paper); choose cacti-32nm, or leave areaMm2 out',
      'constraints[0]: must not be asked of an energy table without areas (got areaMm2 with paper); choose cacti-32nm, or leave areaMm2 out',
    ]);
    expect(textsOf(MEMORIES, [{ metric: 'latencyUs', most: 1 }], { energy })).toEqual([]);
  });
});

describe('accelerators', () => {
  it('refuses values that a key does not take, and a space in which none can run the network', () => {
    const wrong = spaceOf([
      { key: 'array.rows', values: [4, 0, 'many'] },
      { key: 'dispatch.unit', values: ['ic', 'all'] },
    ]);
    expect(textsOf(wrong, [])).toEqual([
      'space.parameters[0].values: must be a whole number of at least 1 and at most 1024 (got 0); SpikeX has 8',
      'space.parameters[0].values: must be a whole number of at least 1 and at most 1024 (got "many"); SpikeX has 8',
      'space.parameters[1].values: must be ic or ntwu (got "all"); choose one',
    ]);
    const mixed = spaceOf([
      { key: 'rows', values: [4] },
      { key: 'clockMhz', values: [-1] },
    ]);
    const options = { energy: presetTable('paper') };
    expect(textsOf(mixed, [area(1)], options).map((text) => text.replace(/:.*/, ''))).toEqual([
      'space.parameters[0].key',
      'space.parameters[1].values',
      'constraints[0]',
    ]);
    const [stuck] = textsOf(spaceOf([{ key: 'lbuf.bytes', values: [2, 4] }]), []);
    expect(stuck).toMatch(
      /^space.parameters: must hold an accelerator that can run nmnist-small \(got 2 that cannot; the first: lbuf.bytes must hold one weight per row/,
    );
    expect(textsOf(spaceOf([{ key: 'lbuf.bytes', values: [2, 2048] }]), [])).toEqual([]);
  });
});

const METRICS = ['energyPj', 'latencyUs', 'edpJs', 'averagePowerMw'] as const;

function reach(
  system: ArraySystem,
  space: SearchSpace,
  constraints: readonly SearchConstraint[],
  most: number,
) {
  const base = { network, system, tws: [3, 3, 3], arch, energy: cacti };
  const samples = [1, 2].map((seed) => randomInputs(network, 'bursty', 0.02, seed));
  const evaluator = new HardwareEvaluator({ ...base, samples }, space);
  const issues = checkReach(evaluator, { base, space, constraints, most, shouldStop: () => false });
  return { evaluator, issues };
}

describe('energy, latency, EDP and power', () => {
  const spaces = {
    'a size per layer': spaceOf([
      { key: 'tws[0]', values: [1, 2, 5] },
      { key: 'tws[2]', values: [2, 10] },
      { key: 'array.cols', values: [2, 16] },
      { key: 'clockMhz', values: [100, 400] },
    ]),
    'one size': spaceOf([
      { key: 'array.cols', values: [2, 16] },
      { key: 'tws', values: [1, 2, 5, 10] },
    ]),
    'no size': spaceOf([{ key: 'clockMhz', values: [100, 400] }]),
  };
  for (const [name, space] of Object.entries(spaces))
    it(`allows exactly what some candidate holds: ${name}`, () => {
      const { evaluator } = reach('spikex', space, [], 0);
      for (const metric of METRICS) {
        const values = Array.from(
          { length: spaceSize(space) },
          (_, n) => evaluator.evaluate(pointNumber(space, n))[metric]!,
        );
        const least = Math.min(...values);
        expect(reach('spikex', space, [{ metric, most: least }], 1000).issues).toEqual([]);
        const [issue] = reach('spikex', space, [{ metric, most: least * (1 - 1e-9) }], 1000).issues;
        expect(issue.code).toBe('search/bound');
        const named = Number(/at least (\S+):/.exec(issue.message)?.[1]);
        expect(named / least).toBeGreaterThanOrEqual(1);
        expect(named / least).toBeLessThan(1.002);
      }
    });

  it('has a floor that no candidate of any system goes below, where there is too much to simulate', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ARRAY_SYSTEMS),
        fc.record({
          tws: fc.constantFrom(1, 2, 3, 10, 40),
          'array.rows': fc.constantFrom(1, 4, 64),
          'array.cols': fc.constantFrom(1, 8, 64),
          'glb.bytes': fc.constantFrom(16384, 1 << 24),
          'lbuf.bytes': fc.constantFrom(2048, 1 << 20),
          'dispatch.unit': fc.constantFrom('ic', 'ntwu'),
          drain: fc.constantFrom('stage', 'none'),
          'alu.accumulate': fc.constantFrom(1, 4),
        }),
        (system, choice) => {
          const space = spaceOf(Object.entries(choice).map(([key, value]) => ({ key, values: [value] })));
          const { evaluator } = reach(system, space, [], 0);
          const metrics = evaluator.evaluate(space.parameters.map(() => 0));
          fc.pre(metrics.edpJs !== null);
          const held = METRICS.map((metric): SearchConstraint => ({ metric, most: metrics[metric]! }));
          expect(reach(system, space, held, 0).issues).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
    const tight = (['energyPj', 'latencyUs', 'edpJs'] as const).map((metric) => ({ metric, most: 1e-30 }));
    const { issues } = reach('spikex', spaces['one size'], tight, 0);
    expect(issues.map(({ path }) => path)).toEqual(['constraints[0]', 'constraints[1]', 'constraints[2]']);
    expect(issues[0].message).toMatch(
      /: a floor that nothing in this space goes below \(got energyPj<=1e-30\)/,
    );
  });
});

it('finds the least ratio of sums that trying all finds', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 50 }), y: fc.integer({ min: 1, max: 50 }) });
  const groups = fc.array(fc.array(point, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(groups, (all) => {
      const ratios = all.reduce<{ x: number; y: number }[]>(
        (sums, group) => sums.flatMap((sum) => group.map(({ x, y }) => ({ x: sum.x + x, y: sum.y + y }))),
        [{ x: 0, y: 0 }],
      );
      const least = Math.min(...ratios.map(({ x, y }) => x / y));
      const chosen = leastRatio(all).map((at, group) => all[group][at]);
      const [x, y] = [
        chosen.reduce((sum, one) => sum + one.x, 0),
        chosen.reduce((sum, one) => sum + one.y, 0),
      ];
      expect(x / y).toBeCloseTo(least, 12);
    }),
  );
});
