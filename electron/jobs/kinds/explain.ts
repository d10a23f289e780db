/** Job `explain`: where layers stand, what SpikeX's ideas save, why a simulation differs from another. Writes no run. */
import {
  accept,
  type ChangeReport,
  type Explanation,
  type Outcome,
  type SystemReport,
} from '../../../engine/contract/index.ts';
import {
  explainChange,
  rooflineOf,
  Scratch,
  simulateAblations,
  simulateNetwork,
  type ChangeSide,
} from '../../../engine/sim/index.ts';
import type { JobContext } from '../context.ts';
import { oneSimulation, type OneSimulation, type SimulationAsk } from './one-simulation.ts';

export interface ExplainAsk {
  readonly after: SimulationAsk;
  readonly before: SimulationAsk | null;
}

export async function explain(ask: ExplainAsk, context: JobContext): Promise<Outcome<Explanation>> {
  const scratch = new Scratch();
  const after = await oneSimulation(ask.after, context);
  if (!after.ok) return after;
  const { plan, inputs } = after.value;
  const systems = simulateNetwork(plan, inputs);
  const rooflines = systems.map(({ system, layers }) => ({
    system,
    layers: layers.map((layer) => rooflineOf(system, layer, plan.arch)),
  }));
  const ablations = simulateAblations(plan, inputs, scratch);
  if (!ask.before) return accept({ rooflines, ablations, changes: [] });
  const before = await oneSimulation(ask.before, context);
  if (!before.ok) return before;
  const changes = changesOf(before.value, after.value, systems, scratch);
  return changes.ok ? accept({ rooflines, ablations, changes: changes.value }) : changes;
}

/** One change per system that both simulations hold, in the order of the later one. */
function changesOf(
  before: OneSimulation,
  after: OneSimulation,
  reports: readonly SystemReport[],
  scratch: Scratch,
): Outcome<Explanation['changes']> {
  const earlier = simulateNetwork(before.plan, before.inputs);
  const changes: { system: SystemReport['system']; change: ChangeReport }[] = [];
  for (const report of reports) {
    const same = earlier.find(({ system }) => system === report.system);
    if (!same) continue;
    const change = explainChange(sideOf(before, same), sideOf(after, report), scratch);
    if (!change.ok) return change;
    changes.push({ system: report.system, change: change.value });
  }
  return accept(changes);
}

/** With the window sizes that the system ran with: PTB takes one of those that were asked for. */
function sideOf({ network, plan, inputs }: OneSimulation, { system, tws }: SystemReport): ChangeSide {
  return { network, system, tws, arch: plan.arch, energy: plan.energy, samples: [inputs] };
}
