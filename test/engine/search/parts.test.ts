/** Spaces, fronts, hypervolumes and relaxation: small sums by hand, plain definitions, properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchSpace } from '../../../engine/contract/index.ts';
import { alphaRows, NO_ALPHAS } from '../../../engine/search/alpha-rows.ts';
import { dominates, hypervolume, paretoIndices } from '../../../engine/search/pareto.ts';
import { relax, softmax, temperatureAt, RELAXATION } from '../../../engine/math/relaxation.ts';
import { checkSpace, choiceAt, pointKey, pointNumber, spaceSize } from '../../../engine/search/space.ts';

const spaceOf = (parameters: SearchSpace['parameters']): SearchSpace => ({
  schema: 'spikex-space/1',
  name: 's',
  parameters,
});
const messages = (space: SearchSpace, layers = 3): string[] => {
  const outcome = checkSpace(space, layers);
  return outcome.ok ? [] : outcome.issues.map(({ path, message }) => `${path}: ${message}`);
};

describe('a space', () => {
  const space = spaceOf([
    { key: 'tws[0]', values: [2, 5] },
    { key: 'array.rows', values: [4, 8, 16] },
  ]);

  it('numbers its points, the last parameter fastest', () => {
    expect(spaceSize(space)).toBe(6);
    expect([0, 1, 3, 5].map((n) => pointKey(pointNumber(space, n)))).toEqual(['0,0', '0,1', '1,0', '1,2']);
    expect(choiceAt(space, [1, 2])).toEqual({ 'tws[0]': 5, 'array.rows': 16 });
    expect(messages(space)).toEqual([]);
  });

  it('names every mistake before anything runs', () => {
    const wrong = spaceOf([
      { key: 'aray.rows', values: [4] },
      { key: 'tws[7]', values: [2] },
      { key: 'tws', values: [0, 2, 2] },
      { key: 'clockMhz', values: [] },
      { key: 'clockMhz', values: [100] },
    ]);
    expect(messages(wrong)).toEqual([
      'space.parameters[0].key: must be a key that can vary (got aray.rows); did you mean array.rows?',
      'space.parameters[1].key: must name a layer below 3 (got tws[7]); layers count from 0',
      'space.parameters[1].key: must not stand beside tws (got tws[7]); take one of them away',
      'space.parameters[2].values: must be different values (got 0, 2, 2)',
      'space.parameters[2].values: must be whole numbers of steps, at least 1 (got 0)',
      'space.parameters[3].key: must be given once (got clockMhz twice); join its values',
      'space.parameters[3].values: must hold at least one value (got none); remove clockMhz',
      'space.parameters[4].key: must be given once (got clockMhz twice); join its values',
    ]);
    expect(messages(spaceOf([]))).toEqual([
      'space.parameters: must name at least one parameter (got none); add tws=2,3,5',
    ]);
  });

  it('refuses to explode', () => {
    const many = Array.from({ length: 200 }, (_, i) => i + 1);
    const keys = ['clockMhz', 'array.rows', 'array.cols', 'glb.bytes', 'lbuf.bytes'];
    expect(messages(spaceOf(keys.map((key) => ({ key, values: many }))))).toEqual([
      'space.parameters: must span at most 1000000000 points (got 320000000000 = 200 x 200 x 200 x 200 x 200); take values or parameters away',
    ]);
  });
});

describe('Pareto front and hypervolume', () => {
  const triples = fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6)), { maxLength: 14 });

  it('keeps exactly what nothing dominates, the first of equals', () => {
    fc.assert(
      fc.property(triples, (points) => {
        const front = new Set(paretoIndices(points));
        points.forEach((point, i) => {
          const beaten = points.some(
            (other, j) => dominates(other, point) || (j < i && other.join() === point.join()),
          );
          expect(front.has(i)).toBe(!beaten);
        });
      }),
    );
  });

  it('measures the volume that counting cells gives', () => {
    fc.assert(
      fc.property(triples, (points) => {
        let cells = 0;
        for (let x = 0; x < 5; x++)
          for (let y = 0; y < 5; y++)
            for (let z = 0; z < 5; z++)
              cells += points.some(([a, b, c]) => a <= x && b <= y && c <= z) ? 1 : 0;
        expect(hypervolume(points, [5, 5, 5])).toBe(cells);
      }),
    );
    // Two corners under (4, 4): 3*1 + 1*3 - 1 = 5
    expect(
      hypervolume(
        [
          [1, 3],
          [3, 1],
        ],
        [4, 4],
      ),
    ).toBe(5);
    expect(hypervolume([[4, 0]], [4, 4])).toBe(0);
  });
});

describe('relaxation', () => {
  it('cools geometrically, and its softmax is one', () => {
    expect(temperatureAt(RELAXATION, 0)).toBe(5);
    expect(temperatureAt(RELAXATION, RELAXATION.steps - 1)).toBeCloseTo(0.5, 12);
    const p = softmax([0, Math.log(3)], 1);
    expect(p[0]).toBeCloseTo(0.25, 12);
    expect(p[1]).toBeCloseTo(0.75, 12);
  });

  it('ends at the lowest loss, whatever its scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 2, maxLength: 5 }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.constantFrom(1e-12, 1, 1e9),
        (losses, scale) => {
          // Losses that a hundredth parts are no test of a gradient method; keep those that stand apart.
          const apart = losses.filter((row) => {
            const [a, b] = [...row].sort((x, y) => x - y);
            return b > a * 1.01;
          });
          fc.pre(apart.length > 0);
          const { choice } = relax(
            apart.map((row) => row.length),
            () => apart.map((row) => row.map((loss) => loss * scale)),
          );
          expect(choice).toEqual(apart.map((row) => row.indexOf(Math.min(...row))));
        },
      ),
      { numRuns: 60 },
    );
  });
});

it('keeps every fourth step of the probabilities and the last, each once', () => {
  const space = spaceOf([{ key: 'tws[0]', values: [2, 5] }]);
  const track = Array.from({ length: 11 }, (_, step) => [[step, -step]]);
  expect(alphaRows(space, track, -1, true)).toEqual({
    steps: [0, 4, 8, 10],
    tracks: [
      {
        key: 'tws[0]',
        values: [2, 5],
        probabilities: [
          [0, -0],
          [4, -4],
          [8, -8],
          [10, -10],
        ],
      },
    ],
  });
  expect(alphaRows(space, track.slice(0, 7), -1, false).steps).toEqual([0, 4]);
  expect(alphaRows(space, track, 4, false).steps).toEqual([8]);
  expect(alphaRows(space, track, 10, true)).toEqual(NO_ALPHAS);
});
