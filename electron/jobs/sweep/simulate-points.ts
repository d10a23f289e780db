/** Quick work `sweep.points`: simulates points of a sweep that share their activity. */
import { accept, type Outcome, type SpikeTensor } from '../../../engine/contract/index.ts';
import { Scratch, simulateNetwork, type SimulationPlan } from '../../../engine/sim/index.ts';
import { randomInputs, type RandomKind } from '../../../engine/workload/generators.ts';
import type { SweepCost } from './sweep-file.ts';

/** Drawn in the thread, or recorded and shared between threads. */
export type Activity =
  | { readonly kind: 'drawn'; readonly as: RandomKind; readonly rate: number; readonly seed: number }
  | { readonly kind: 'recorded'; readonly inputs: readonly SpikeTensor[] };

export interface PointsAsk {
  readonly activity: Activity;
  /** At least one, all of one network. */
  readonly plans: readonly SimulationPlan[];
}

export function simulatePoints({ activity, plans }: PointsAsk): Outcome<readonly (readonly SweepCost[])[]> {
  const inputs =
    activity.kind === 'drawn'
      ? randomInputs(plans[0].network, activity.as, activity.rate, activity.seed)
      : activity.inputs;
  const scratch = new Scratch();
  return accept(
    plans.map((plan) =>
      simulateNetwork(plan, inputs, scratch).map(({ system, tws, total }) => ({
        system,
        tws,
        cycles: total.cycles,
        latencyUs: total.latencyUs,
        energyPj: total.energyPj,
        edpJs: total.edpJs,
      })),
    ),
  );
}
