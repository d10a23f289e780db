/** Job `simulate`: one inference on the chosen systems, kept as a run. */
import { accept, type Outcome, type SystemReport } from '../../../engine/contract/index.ts';
import { averageCosts, simulateNetwork } from '../../../engine/sim/index.ts';
import type { JobContext } from '../context.ts';
import { oneSimulation, type SimulationAsk } from './one-simulation.ts';

export interface SimulateAsk extends SimulationAsk {
  readonly runId: string;
}

export async function simulate(
  ask: SimulateAsk,
  context: JobContext,
): Promise<Outcome<readonly SystemReport[]>> {
  const { runId } = ask;
  context.report({ type: 'run-started', runId, provenance: null });
  const prepared = await oneSimulation(ask, context);
  if (!prepared.ok) return prepared;
  const systems = simulateNetwork(prepared.value.plan, prepared.value.inputs);
  context.report({
    type: 'run-ended',
    runId,
    end: {
      state: 'done',
      message: null,
      evaluation: null,
      costs: systems.map((report) => averageCosts([report])),
      checkpoint: null,
      spikeDensity: null,
      twDensity: null,
    },
  });
  return accept(systems, prepared.warnings);
}
