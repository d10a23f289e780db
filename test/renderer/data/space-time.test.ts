import { describe, expect, it } from 'vitest';
import { projection } from '../../../renderer/src/views/data/space-time.ts';

const UNIT = [0, 1];
const corners = (width: number, height: number) => {
  const project = projection({ width, height });
  return UNIT.flatMap((x) => UNIT.flatMap((y) => UNIT.map((t) => project(x, y, t))));
};

describe('projection', () => {
  it.each([
    [400, 400],
    [800, 200],
    [200, 800],
  ])('fits the cube into %d × %d, centred', (width, height) => {
    const points = corners(width, height);
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(35.9);
    expect(Math.max(...xs)).toBeLessThanOrEqual(width - 35.9);
    expect(Math.min(...xs) + Math.max(...xs)).toBeCloseTo(width, 6);
    expect(Math.min(...ys) + Math.max(...ys)).toBeCloseTo(height, 6);
  });

  it('keeps equal times parallel: a shift in time moves every point alike', () => {
    const project = projection({ width: 400, height: 300 });
    const shift = (x: number, y: number): number[] => {
      const [a, b] = [project(x, y, 0.2), project(x, y, 0.7)];
      return [b[0] - a[0], b[1] - a[1]];
    };
    const [right, down] = shift(0, 0);
    expect(right).toBeGreaterThan(0); // time runs to the right
    expect(shift(1, 0.5)[0]).toBeCloseTo(right, 9);
    expect(shift(1, 0.5)[1]).toBeCloseTo(down, 9);
  });

  it('puts y down', () => {
    const project = projection({ width: 400, height: 300 });
    expect(project(0.5, 1, 0.5)[1]).toBeGreaterThan(project(0.5, 0, 0.5)[1]);
  });
});
