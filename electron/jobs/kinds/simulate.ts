/** Job `simulate`: one inference on the chosen systems, kept as a run. */
import {
  accept,
  type Outcome,
  type RunDetail,
  type SimulateSpec,
  type SystemReport,
} from '../../../engine/contract/index.ts';
import { averageCosts, simulateNetwork } from '../../../engine/sim/index.ts';
import { checkInputs } from '../../../engine/workload/spikes.ts';
import { Catalog } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';
import { activityOf } from './activity.ts';
import { prepareSimulation } from './prepare.ts';

export interface SimulateAsk {
  readonly runId: string;
  readonly spec: SimulateSpec;
  /** The run behind `run:ID` spikes. */
  readonly recorded: RunDetail | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

export async function simulate(
  ask: SimulateAsk,
  context: JobContext,
): Promise<Outcome<readonly SystemReport[]>> {
  const { runId, spec, recorded, limits } = ask;
  context.report({ type: 'run-started', runId, provenance: null });
  const catalog = new Catalog(context.paths.resources);
  const network = await catalog.networks.find(spec.network, 'network');
  if (!network.ok) return network;
  const plan = await prepareSimulation(catalog, network.value, spec, '');
  if (!plan.ok) return plan;
  const inputs = await activityOf({ network: network.value, spikes: spec.spikes, recorded, limits }, context);
  if (!inputs.ok) return inputs;
  const misfits = checkInputs(network.value, inputs.value, 'spikes');
  if (misfits.length) return { ok: false, issues: misfits };
  const systems = simulateNetwork(plan.value, inputs.value);
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
  return accept(systems, [...network.warnings, ...plan.warnings, ...inputs.warnings]);
}
