/** What one simulation needs before it runs: network, hardware, prices, and the spikes that enter each layer. */
import {
  accept,
  type NetworkSpec,
  type Outcome,
  type RunDetail,
  type SimulateSpec,
  type SpikeTensor,
} from '../../../engine/contract/index.ts';
import { checkActivity, type SimulationPlan } from '../../../engine/sim/index.ts';
import { checkInputs } from '../../../engine/workload/spikes.ts';
import { Catalog } from '../../resources/catalog.ts';
import type { JobContext } from '../context.ts';
import { activityOf } from './activity.ts';
import { prepareSimulation } from './prepare.ts';

export interface SimulationAsk {
  readonly spec: SimulateSpec;
  /** The run behind `run:ID` spikes. */
  readonly recorded: RunDetail | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

export interface OneSimulation {
  readonly network: NetworkSpec;
  readonly plan: SimulationPlan;
  readonly inputs: readonly SpikeTensor[];
}

export async function oneSimulation(
  { spec, recorded, limits }: SimulationAsk,
  context: JobContext,
): Promise<Outcome<OneSimulation>> {
  const catalog = new Catalog(context.paths);
  const network = await catalog.networks.find(spec.network, 'network');
  if (!network.ok) return network;
  const plan = await prepareSimulation(catalog, network.value, spec, '');
  if (!plan.ok) return plan;
  const inputs = await activityOf({ network: network.value, spikes: spec.spikes, recorded, limits }, context);
  if (!inputs.ok) return inputs;
  const misfits = [
    ...checkInputs(network.value, inputs.value, 'spikes'),
    ...checkActivity(plan.value, inputs.value),
  ];
  if (misfits.length) return { ok: false, issues: misfits };
  return accept({ network: network.value, plan: plan.value, inputs: inputs.value }, [
    ...network.warnings,
    ...plan.warnings,
    ...inputs.warnings,
  ]);
}
