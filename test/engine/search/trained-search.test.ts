/** Successive halving and what a search that trains its candidates is refused. */
import { describe, expect, it } from 'vitest';
import { errorBoundOf, type CandidateMetrics, type SearchSpec } from '../../../engine/contract/index.ts';
import { checkSearchSpec } from '../../../engine/search/check-spec.ts';
import {
  epochsOf,
  halving,
  halvingCost,
  NO_METRICS,
  rungsOf,
  runSearch,
  trainedAs,
  trainingKey,
  withRungs,
  type Point,
} from '../../../engine/search/index.ts';
import { presetNetwork } from '../../support/presets.ts';

const network = presetNetwork('nmnist-small');
const specOf = (changes: Partial<SearchSpec> = {}): SearchSpec => ({
  name: '',
  experiment: 'Searches',
  network: network.name,
  system: 'spikex',
  tws: [2],
  arch: 'spikex-8x8',
  archOverrides: {},
  energy: 'paper',
  spikes: { kind: 'dataset', source: 'synthetic-nmnist' },
  samples: 2,
  space: {
    schema: 'spikex-space/1',
    name: '',
    parameters: [
      { key: 'bits[0]', values: [8, 6, 4, 3, 2] },
      { key: 'bits[1]', values: [8, 4, 2] },
      { key: 'array.rows', values: [8, 16] },
    ],
  },
  method: 'halving',
  objectives: ['edpJs', 'errorRate'],
  constraints: [],
  budget: 9,
  objective: 'per-layer',
  exponent: 1,
  seed: 1,
  training: { epochs: 9, eta: 3, maxTrain: null, maxTest: null },
  ...changes,
});

describe('the rungs', () => {
  it('give the best third three times the epochs', () => {
    const rungs = rungsOf(specOf());
    expect(rungs).toEqual([
      { candidates: 9, epochs: 1 },
      { candidates: 3, epochs: 3 },
      { candidates: 1, epochs: 9 },
    ]);
    // 9 * 1 + 3 * (3 - 1) + 1 * (9 - 3) = 21
    expect(halvingCost(rungs)).toEqual({ candidates: 13, epochs: 21 });
  });

  it('are fewer where the epochs or the space end first', () => {
    const few = specOf({ training: { epochs: 4, eta: 3, maxTrain: null, maxTest: null } });
    expect(rungsOf(few)).toEqual([
      { candidates: 9, epochs: 1 },
      { candidates: 3, epochs: 4 },
    ]);
    // The space has 5 * 3 * 2 = 30 configurations; half of 30, 15, 7, 3, 1 go on for up to 9 epochs.
    const all = specOf({ budget: 1000, training: { epochs: 9, eta: 2, maxTrain: null, maxTest: null } });
    expect(rungsOf(all)).toEqual([
      { candidates: 30, epochs: 1 },
      { candidates: 15, epochs: 2 },
      { candidates: 7, epochs: 4 },
      { candidates: 3, epochs: 9 },
    ]);
    expect(rungsOf(specOf({ budget: 2 }))).toEqual([{ candidates: 2, epochs: 9 }]);
  });

  it('are the last parameter of the space, whatever it held of epochs before', () => {
    const once = withRungs(specOf());
    expect(once.space.parameters.at(-1)).toEqual({ key: 'epochs', values: [1, 3, 9] });
    expect(withRungs(once)).toEqual(once);
    expect(checkSearchSpec(once, network)).toEqual([]);
  });
});

/** Better with more epochs; the first parameter decides. */
const metricsOf = ([first, second, , rung]: Point): CandidateMetrics => ({
  ...NO_METRICS,
  edpJs: 1e-9 * (1 + second),
  energyPj: 1,
  latencyUs: 1,
  errorRate: (first + 1) / (10 * (rung + 1)),
});

async function run(
  spec: SearchSpec,
  known: ReadonlyMap<string, CandidateMetrics> = new Map(),
  most = Infinity,
) {
  const asked: Point[] = [];
  const result = await runSearch({
    method: halving(spec),
    executor: {
      evaluate: async (points) => {
        const fits = points.slice(0, Math.max(0, most - asked.length));
        asked.push(...fits);
        return fits.map(metricsOf);
      },
    },
    slice: () => 1,
    objectives: spec.objectives,
    constraints: spec.constraints,
    budget: halvingCost(rungsOf(spec)).candidates,
    batch: 4,
    known,
    shouldStop: () => false,
    onProgress: () => {},
  });
  return { all: result.all, asked };
}

describe('halving', () => {
  const spec = withRungs(specOf({ objectives: ['errorRate'] }));

  it('takes the best of every rung on, and no other', async () => {
    const { all } = await run(spec);
    const rungs = [0, 1, 2].map((rung) => all.filter(({ point }) => point.at(-1) === rung));
    expect(rungs.map(({ length }) => length)).toEqual([9, 3, 1]);
    const configurations = (rung: number) => rungs[rung].map(({ point }) => point.slice(0, -1).join());
    const errors = rungs[0].map(({ metrics }) => metrics.errorRate!).toSorted((a, b) => a - b);
    for (const { point } of rungs[1]) {
      const first = rungs[0].find((one) => one.point.slice(0, -1).join() === point.slice(0, -1).join());
      expect(first!.metrics.errorRate).toBeLessThanOrEqual(errors[2]);
    }
    expect(configurations(1)).toContain(configurations(2)[0]);
    expect(new Set(all.map(({ point }) => point.join())).size).toBe(13);
  });

  it('goes on where it was cut short, asking for nothing twice', async () => {
    const whole = await run(spec);
    for (const most of [0, 3, 9, 10, 12]) {
      const part = await run(spec, new Map(), most);
      const known = new Map(part.asked.map((point) => [point.join(), metricsOf(point)]));
      const rest = await run(spec, known);
      expect(rest.all).toEqual(whole.all);
      expect(rest.asked).toHaveLength(13 - most);
    }
  });

  it('lets candidates that miss a bound go first', async () => {
    const floor = withRungs(
      specOf({ objectives: ['edpJs'], constraints: [{ metric: 'errorRate', most: 0.11 }] }),
    );
    const { all } = await run(floor);
    const best = all.filter(({ violation }) => violation === 0);
    const last = all.at(-1)!;
    expect(last.point.at(-1)).toBe(2);
    expect(last.violation === 0 || best.length === 0).toBe(true);
  });
});

describe('what is trained', () => {
  const space = withRungs(specOf()).space;
  const base = { bits: [32, 32, 32], beta: 0, epochs: 9 };

  it('is shared by candidates that differ in the accelerator only', () => {
    const [a, b, c] = [
      [1, 0, 0, 0],
      [1, 0, 1, 0],
      [1, 1, 0, 0],
    ].map((point) => trainedAs(space, point, base));
    expect(a).toEqual({ bits: [6, 8, 32], beta: 0, epochs: 1 });
    expect(trainingKey(a)).toBe(trainingKey(b));
    expect(trainingKey(a)).not.toBe(trainingKey(c));
    // a and b: one training of 1 epoch, gone on with to 3; c: one more.
    const further = trainedAs(space, [1, 0, 1, 1], base);
    expect(epochsOf([a, b, c, further])).toBe(3 + 1);
  });
});

it('turns an accuracy floor into the error that it leaves, to the sample', () => {
  expect(errorBoundOf(0.9)).toBe(0.1);
  expect(errorBoundOf(0.95)).toBe(0.05);
});

it('refuses by name what cannot be trained', () => {
  const paths = (changes: Partial<SearchSpec>) =>
    checkSearchSpec(specOf(changes), network).map(({ path }) => path);
  const space = (key: string, values: number[]) => ({ ...specOf().space, parameters: [{ key, values }] });
  expect(paths({})).toEqual([]);
  expect(paths({ training: null, constraints: [{ metric: 'errorRate', most: 0.1 }] })).toEqual([
    'space.parameters[0].key',
    'space.parameters[1].key',
    'objectives',
    'constraints[0]',
    'method',
  ]);
  expect(paths({ method: 'has' })).toEqual(['method']);
  expect(paths({ spikes: { kind: 'random', rate: 0.1, seed: 1 } })).toEqual(['spikes']);
  expect(paths({ training: { epochs: 0, eta: 1, maxTrain: null, maxTest: null } })).toEqual([
    'training.epochs',
    'training.eta',
  ]);
  expect(paths({ space: space('bits', [9]) })).toEqual(['space.parameters[0].values']);
  expect(paths({ space: space('bits[9]', [8]) })).toEqual(['space.parameters[0].key']);
  expect(paths({ space: space('beta', [-1]) })).toEqual(['space.parameters[0].values']);
  expect(paths({ space: space('epochs', [10]) })).toEqual(['space.parameters[0].values']);
  expect(paths({ budget: 20_000 })).toEqual(['budget']);
});
