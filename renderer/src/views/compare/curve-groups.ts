/** Curves as they are drawn: each for itself, or the mean and spread of the seeds at the steps that all of them have. */
import type { Curve, RunRow } from '../../../../engine/contract/index.ts';
import { CURVE_HUES, type RunCurve } from '../../charts/run-curves.ts';

export type CurveAxis = 'step' | 'epoch' | 'seconds';

/** The name under which other tools log the epoch that a step belongs to. */
export const isEpochKey = (key: string): boolean => /(^|[./])epoch$/i.test(key);

/** The curve over epochs: as it is where it counts them, else by the run's own curve of epochs; null without one. */
export function overEpochs(curve: Curve, epochs: Curve | undefined): Curve | null {
  if (curve.axis === 'epoch') return curve;
  if (!epochs || epochs.axis !== curve.axis || epochs.steps.length === 0) return null;
  return { ...curve, axis: 'epoch', steps: curve.steps.map((step) => epochAt(step, epochs)) };
}

/** Linear between the steps at which the epoch was logged, constant outside them. */
function epochAt(step: number, { steps, values }: Curve): number {
  const after = steps.findIndex((one) => one >= step);
  if (after < 0) return values[values.length - 1];
  if (after === 0) return values[0];
  const share = (step - steps[after - 1]) / (steps[after] - steps[after - 1]);
  return values[after - 1] + share * (values[after] - values[after - 1]);
}

export function curvesToDraw(
  curves: readonly Curve[],
  rowOf: (id: string) => RunRow | undefined,
  axis: CurveAxis,
  bySeeds: boolean,
): RunCurve[] {
  const groups = bySeeds
    ? [...Map.groupBy(curves, ({ runId }) => rowOf(runId)?.seedGroup ?? runId).values()]
    : curves.map((curve) => [curve]);
  return groups.map((members, at): RunCurve => {
    const own = onePerSeed(members, rowOf);
    const { xs, ys, sds } = own.length > 1 ? meanOf(own, axis) : alone(own[0], axis);
    return {
      id: own[0].runId,
      name: rowOf(own[0].runId)?.name ?? own[0].runId,
      hue: CURVE_HUES[at % CURVE_HUES.length],
      xs,
      ys,
      sds,
      n: own.length,
    };
  });
}

function onePerSeed(curves: readonly Curve[], rowOf: (id: string) => RunRow | undefined): readonly Curve[] {
  const seen = new Set<number | null>();
  return curves.filter(({ runId }) => {
    const seed = rowOf(runId)?.seed ?? null;
    if (seed !== null && seen.has(seed)) return false;
    seen.add(seed);
    return true;
  });
}

function alone({ steps, seconds, values }: Curve, axis: CurveAxis) {
  return { xs: axis === 'seconds' ? seconds : steps, ys: values, sds: null };
}

/** Over steps; on the axis of time a step stands where its runs reached it on average. */
function meanOf(curves: readonly Curve[], axis: CurveAxis) {
  const bySteps = curves.map(
    ({ steps, values, seconds }) => new Map(steps.map((step, i) => [step, [values[i], seconds[i]]])),
  );
  const shared = curves[0].steps.filter((step) => bySteps.every((curve) => curve.has(step)));
  const at = (step: number, what: 0 | 1): number[] => bySteps.map((curve) => curve.get(step)?.[what] ?? NaN);
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const ys = shared.map((step) => mean(at(step, 0)));
  return {
    xs: axis === 'seconds' ? shared.map((step) => mean(at(step, 1))) : shared,
    ys,
    sds: shared.map((step, i) =>
      Math.sqrt(at(step, 0).reduce((sum, one) => sum + (one - ys[i]) ** 2, 0) / (curves.length - 1)),
    ),
  };
}
