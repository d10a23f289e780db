/** Quick work `sweep.points`: simulates points of a sweep that share their activity. */
import { accept, type Outcome, type SpikeTensor, type SweepCost } from '../../../engine/contract/index.ts';
import { averageNetwork, Scratch, type SimulationPlan } from '../../../engine/sim/index.ts';
import { randomInputs, type RandomKind } from '../../../engine/workload/generators.ts';

/** Drawn in the thread, or recorded and shared between threads. */
export type Activity =
  | { readonly kind: 'drawn'; readonly as: RandomKind; readonly rate: number; readonly seed: number }
  | { readonly kind: 'recorded'; readonly samples: readonly (readonly SpikeTensor[])[] };

export interface PointsAsk {
  readonly activity: Activity;
  /** At least one, all of one network. */
  readonly plans: readonly SimulationPlan[];
}

export function simulatePoints({ activity, plans }: PointsAsk): Outcome<readonly (readonly SweepCost[])[]> {
  const samples =
    activity.kind === 'drawn'
      ? [randomInputs(plans[0].network, activity.as, activity.rate, activity.seed)]
      : activity.samples;
  const scratch = new Scratch();
  return accept(
    plans.map((plan) =>
      averageNetwork(plan, samples, scratch).map(({ system, tws, cycles, latencyUs, energyPj, edpJs }) => ({
        system,
        tws,
        cycles,
        latencyUs,
        energyPj,
        edpJs,
      })),
    ),
  );
}
