/** What a simulation needs before it runs: network, hardware, prices, and the spikes that enter each layer. */
import {
  accept,
  refuse,
  type Issue,
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
import { activityStream, type ActivityStream } from './activity.ts';
import { prepareSimulation } from './prepare.ts';
import { simulatedNetwork } from './run-spec.ts';

export interface SimulationAsk {
  readonly spec: SimulateSpec;
  /** The run behind `run:ID` spikes. */
  readonly recorded: RunDetail | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

/** Network and hardware, checked. */
export interface PlannedSimulation {
  readonly network: NetworkSpec;
  readonly plan: SimulationPlan;
}

export interface SampledSimulation extends PlannedSimulation {
  readonly stream: ActivityStream;
}

export interface OneSimulation extends PlannedSimulation {
  /** Of the first samples; at least one. */
  readonly samples: readonly (readonly SpikeTensor[])[];
}

export async function sampledSimulation(
  { spec, recorded, limits }: SimulationAsk,
  context: JobContext,
): Promise<Outcome<SampledSimulation>> {
  const catalog = new Catalog(context.paths);
  const network = await catalog.networks.find(spec.network, 'network');
  if (!network.ok) return network;
  const simulated = simulatedNetwork(network.value, spec.spikes, recorded);
  const plan = await prepareSimulation(catalog, simulated, spec, '', null);
  if (!plan.ok) return plan;
  const ask = { network: network.value, spikes: spec.spikes, recorded, limits };
  const stream = await activityStream(ask, context);
  if (!stream.ok) return stream;
  return accept({ network: network.value, plan: plan.value, stream: stream.value }, [
    ...network.warnings,
    ...plan.warnings,
    ...stream.warnings,
  ]);
}

/** With at most so many samples in memory. */
export async function oneSimulation(
  ask: SimulationAsk,
  context: JobContext,
  most = 1,
): Promise<Outcome<OneSimulation>> {
  const { spikes } = ask.spec;
  const wanted = 'samples' in spikes ? (spikes.samples ?? 1) : 1;
  const fewer = wanted === 'all' ? most : Math.min(most, wanted);
  const spec = 'samples' in spikes ? { ...ask.spec, spikes: { ...spikes, samples: fewer } } : ask.spec;
  const prepared = await sampledSimulation({ ...ask, spec }, context);
  if (!prepared.ok) return prepared;
  const { stream, ...planned } = prepared.value;
  const samples: (readonly SpikeTensor[])[] = [];
  for (const inputs of stream.samples) {
    const misfits = misfitsOf(planned, inputs);
    if (misfits.length) return refuse(...misfits);
    samples.push(inputs);
  }
  return stream.failure() ?? accept({ ...planned, samples }, prepared.warnings);
}

/** Spikes that do not belong to these layers, or that a system cannot run. */
export const misfitsOf = ({ network, plan }: PlannedSimulation, inputs: readonly SpikeTensor[]): Issue[] => [
  ...checkInputs(network, inputs, 'spikes'),
  ...checkActivity(plan, inputs),
];
