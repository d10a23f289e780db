import { expect, it } from 'vitest';
import {
  activityCurves,
  edpBars,
  frontierDots,
  pathOf,
  place,
  trainingCurves,
} from '../../../renderer/src/views/home/pictures.ts';
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';
import { advance, newRun } from '../../support/fake/training.ts';

function trained(beta: number, epochs: number) {
  const spec = {
    ...DEFAULT_TRAIN,
    epochs: 4,
    hardwareLoss: {
      mode: beta > 0 ? ('proxy' as const) : ('off' as const),
      beta,
      objective: 'per-layer' as const,
    },
  };
  const run = newRun(`b${beta}`, spec, 0);
  for (let i = 0; i < epochs; i++) advance(run);
  return run;
}

it('places fractions inside the frame, upwards', () => {
  expect(place([0, 0], 124, 74)).toEqual([12, 62]);
  expect(place([1, 1], 124, 74)).toEqual([112, 12]);
  expect(
    pathOf(
      [
        [0, 0],
        [1, 1],
      ],
      124,
      74,
    ),
  ).toBe('M12.0 62.0L112.0 12.0');
});

it('draws what was trained so far over the planned epochs', () => {
  const { epochs } = trained(0, 2);
  const [accuracy, loss] = trainingCurves(epochs);
  expect(accuracy.points).toEqual([
    [0.25, epochs[0].testAccuracy],
    [0.5, epochs[1].testAccuracy],
  ]);
  expect(loss.points[0]).toEqual([0.25, 1]);
  expect(loss.points[1][1]).toBeCloseTo(epochs[1].lossTotal / epochs[0].lossTotal, 12);
  expect(trainingCurves([])[0].points).toEqual([]);
});

it('shows that activity falls with the hardware loss', () => {
  const [plain, pressed] = activityCurves(
    [trained(0, 4), trained(0.1, 4)].map(({ row, epochs }) => ({ name: row.id, epochs })),
  );
  expect(plain.points.at(-1)?.[1]).toBeCloseTo(0.92, 12);
  expect(pressed.points.at(-1)?.[1]).toBeLessThan(plain.points.at(-1)?.[1] ?? 0);
  expect(activityCurves([])).toEqual([]);
});

it('compares costs run by run, the tallest bar full', () => {
  const rows = [trained(0, 4).row, trained(0.1, 4).row];
  const bars = edpBars(rows);
  expect(bars.map(({ system }) => system)).toEqual(['spikex', 'ptb', 'spikex', 'ptb']);
  expect(Math.max(...bars.map(({ height }) => height))).toBe(1);
  expect(bars[1].height / bars[0].height).toBeCloseTo(rows[0].costs[1].edpJs / rows[0].costs[0].edpJs, 9);
  expect(edpBars([])).toEqual([]);
});

it('puts cheaper results to the left', () => {
  const dots = frontierDots([trained(0, 4).row]);
  expect(dots.map(({ system }) => system)).toEqual(['spikex', 'ptb']);
  expect(dots[0].at[0]).toBeLessThan(dots[1].at[0]);
  expect(dots[0].at[1]).toBe(0.5); // one accuracy: the middle
  expect(frontierDots([newRun('new', DEFAULT_TRAIN, 0).row])).toEqual([]);
});
