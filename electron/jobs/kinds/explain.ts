/** Job `explain`: where layers stand, what SpikeX's ideas save, why a simulation differs from another. Writes no run. */
import {
  accept,
  type ChangeReport,
  type Explanation,
  type Outcome,
  type PtbAtBest,
  type SystemBounds,
  type SystemReport,
} from '../../../engine/contract/index.ts';
import {
  allTws,
  bestPtbTws,
  ratioBands,
  energyBand,
  explainChange,
  memoriesOf,
  ptbEdpRatios,
  rooflineOf,
  Scratch,
  simulateAblations,
  simulateSamples,
  siliconOf,
  withLeakage,
  type ChangeSide,
  type SimulationPlan,
} from '../../../engine/sim/index.ts';
import type { JobContext } from '../context.ts';
import { oneSimulation, type OneSimulation, type SimulationAsk } from './one-simulation.ts';

export interface ExplainAsk {
  readonly after: SimulationAsk;
  readonly before: SimulationAsk | null;
  /** Uncertainty of the entries of the energy table, in percent. */
  readonly bandPercent: number;
}

export async function explain(ask: ExplainAsk, context: JobContext): Promise<Outcome<Explanation>> {
  const scratch = new Scratch();
  const after = await oneSimulation(ask.after, context, MOST_EXPLAINED);
  if (!after.ok) return after;
  const { plan, samples } = after.value;
  const { systems } = simulateSamples(plan, samples);
  const rooflines = systems.map(({ system, layers }) => ({
    system,
    layers: layers.map((layer, i) => rooflineOf(system, plan.network.layers[i], layer, plan.arch)),
  }));
  const ablations = simulateAblations(plan, samples, scratch);
  const ptb = ptbAtBest(after.value, systems, scratch);
  const bounds = systems.map((report) => boundsOf(report, plan, ask.bandPercent));
  const found = {
    samples: samples.length,
    rooflines,
    ablations,
    ptb,
    bounds,
    ratioBands: ratioBands(systems, ask.bandPercent),
  };
  if (!ask.before) return accept({ ...found, changes: [] });
  const before = await oneSimulation(ask.before, context, MOST_EXPLAINED);
  if (!before.ok) return before;
  const changes = changesOf(before.value, after.value, systems, scratch);
  return changes.ok ? accept({ ...found, changes: changes.value }) : changes;
}

/** All of them are simulated again for every mix of settings. */
const MOST_EXPLAINED = 32;
/** Every window size up to this many is tried for PTB; above, the usual ones. */
const MOST_TWS_TRIED = 512;
const USUAL_TWS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 256, 512];
function ptbAtBest(
  { plan, samples }: OneSimulation,
  systems: readonly SystemReport[],
  scratch: Scratch,
): PtbAtBest {
  const [[{ timesteps }]] = samples;
  const candidates = timesteps <= MOST_TWS_TRIED ? allTws(timesteps) : USUAL_TWS;
  const search = bestPtbTws(plan, samples, candidates, scratch);
  const ratios = systems
    .filter(({ system }) => system !== 'ptb')
    .map(({ system, total }) => ({ system, ratios: ptbEdpRatios(search, total) }));
  return { search, ratios };
}

function boundsOf(
  { system, total }: SystemReport,
  { network, arch, energy }: SimulationPlan,
  bandPercent: number,
): SystemBounds {
  const silicon = siliconOf(memoriesOf(system, network, arch), energy);
  return {
    system,
    band: energyBand(total.byComponentPj, bandPercent),
    silicon,
    leakage: silicon && withLeakage(total, silicon),
  };
}

/** One change per system that both simulations hold, in the order of the later one. */
function changesOf(
  before: OneSimulation,
  after: OneSimulation,
  reports: readonly SystemReport[],
  scratch: Scratch,
): Outcome<Explanation['changes']> {
  const { systems: earlier } = simulateSamples(before.plan, before.samples);
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
function sideOf({ plan, samples }: OneSimulation, { system, tws }: SystemReport): ChangeSide {
  const { network, arch, energy } = plan;
  return { network, system, tws, arch, energy, samples };
}
