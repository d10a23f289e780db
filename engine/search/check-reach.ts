/**
 * Bounds on energy, latency, EDP and average power that the recorded activity rules out before any candidate is tried. Where
 * every layer can be simulated at each of its window sizes on every accelerator within `most` layer costs, the least value
 * is exact. Elsewhere it is a floor below which no array gets: each accumulation takes a PE one cycle and costs its energy
 * (power has no floor and is not checked there). Bounds that exclude each other only together are found by the search.
 */
import type { Issue, SearchConstraint, SearchMetric, SearchSpace } from '../contract/index.ts';
import { edpJsOf, usFromCycles } from '../contract/index.ts';
import { systemColumns } from '../schedule/dispatch.ts';
import { boundIssue } from './bound-issue.ts';
import { hardwareSpace, type HardwareBase } from './hardware.ts';
import type { HardwareEvaluator } from './hardware-evaluator.ts';
import { leastPoint, windowPoints } from './least-point.ts';
import { choiceAt, spaceSize, type Point } from './space.ts';

export interface ReachAsk {
  readonly base: HardwareBase;
  readonly space: SearchSpace;
  readonly constraints: readonly SearchConstraint[];
  /** Layer costs that may be simulated. */
  readonly most: number;
  /** Asked between two accelerators; ends the check without a finding. */
  readonly shouldStop: () => boolean;
}

export function checkReach(evaluator: HardwareEvaluator, ask: ReachAsk): Issue[] {
  const { base, space, constraints, most, shouldStop } = ask;
  const asked = constraints.flatMap((constraint, index) =>
    constraint.metric === 'areaMm2' || constraint.metric === 'errorRate'
      ? []
      : [{ index, constraint, least: Infinity, at: null as Point | null }],
  );
  if (asked.length === 0) return [];
  const accelerators = spaceSize(hardwareSpace(space));
  const costs = accelerators * windowPoints(space, 0).length * base.network.layers.length;
  if (costs > most) {
    const floor = floorOf(evaluator, base, space);
    return asked.flatMap(({ index, constraint }) =>
      floor[constraint.metric] > constraint.most
        ? [boundIssue(index, constraint, floor[constraint.metric], null)]
        : [],
    );
  }
  let open = asked;
  for (let n = 0; n < accelerators && open.length > 0; n++) {
    if (shouldStop()) return [];
    const points = windowPoints(space, n);
    // An accelerator runs the network at every window size or at none.
    const layers = points.flatMap((point) =>
      [evaluator.layersAt(point) ?? []].filter((one) => one.length > 0),
    );
    if (layers.length === 0) continue;
    for (const one of open) {
      const at = leastPoint(space, points, layers, one.constraint.metric);
      const value = evaluator.evaluate(at)[one.constraint.metric] ?? Infinity;
      if (value < one.least) Object.assign(one, { least: value, at });
    }
    open = open.filter(({ least, constraint }) => least > constraint.most);
  }
  return open.flatMap(({ index, constraint, least, at }) =>
    at ? [boundIssue(index, constraint, least, choiceAt(space, at))] : [],
  );
}

/** What no candidate goes below, whatever its windows and buffers. */
function floorOf(
  evaluator: HardwareEvaluator,
  { system, arch, energy }: HardwareBase,
  { parameters }: SearchSpace,
): Record<SearchMetric, number> {
  const valuesOf = (key: string, own: number): number[] =>
    parameters.find((parameter) => parameter.key === key)?.values.map(Number) ?? [own];
  const rows = Math.max(...valuesOf('array.rows', arch.array.rows));
  const cols = Math.max(...valuesOf('array.cols', arch.array.cols));
  const pes = rows * systemColumns(system, { ...arch, array: { rows, cols } });
  const accumulations = evaluator.accumulations();
  const latencyUs = usFromCycles(accumulations / pes, Math.max(...valuesOf('clockMhz', arch.clockMhz)));
  const weight = Math.min(...valuesOf('alu.accumulate', arch.alu.accumulate));
  const energyPj = accumulations * weight * energy.aluPj;
  return {
    energyPj,
    latencyUs,
    edpJs: edpJsOf(energyPj, latencyUs),
    averagePowerMw: 0,
    areaMm2: 0,
    errorRate: 0,
  };
}
