/**
 * Quick work `simulate.preview`: one inference of two drafts, for the estimate that follows every edit. The activity
 * of the last question is kept: an edit of the hardware draws no spikes again.
 */
import { parseArch } from '../../../engine/arch/arch.ts';
import {
  accept,
  refuse,
  type NetworkSpec,
  type Outcome,
  type Preview,
  type PreviewSpec,
  type RunDetail,
  type SpikeTensor,
} from '../../../engine/contract/index.ts';
import { bufferNeeds, planSimulation, Scratch, simulateNetwork } from '../../../engine/sim/index.ts';
import { parseNetwork } from '../../../engine/workload/network.ts';
import { checkInputs } from '../../../engine/workload/spikes.ts';
import { Catalog, together } from '../../resources/catalog.ts';
import type { QuickContext } from '../context.ts';
import { activityOf } from './activity.ts';

export interface PreviewAsk {
  readonly spec: PreviewSpec;
  /** The run behind `run:ID` spikes. */
  readonly recorded: RunDetail | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

let kept: { readonly key: string; readonly inputs: readonly SpikeTensor[] } | null = null;
const scratch = new Scratch();

export async function preview(
  ask: PreviewAsk,
  context: Pick<QuickContext, 'paths' | 'shouldStop'>,
): Promise<Outcome<Preview>> {
  const { spec } = ask;
  const drafts = together(parseNetwork(spec.network, 'network'), parseArch(spec.arch, 'arch'));
  if (!drafts.ok) return drafts;
  const [network, arch] = drafts.value;
  const energy = await new Catalog(context.paths).tables.find(spec.energy, 'energy');
  if (!energy.ok) return energy;
  const { systems, tws } = spec;
  const plan = planSimulation({ network, systems, tws, arch, energy: energy.value });
  if (!plan.ok) return plan;
  const inputs = await inputsOf(ask, network, context);
  if (!inputs.ok) return inputs;
  const started = performance.now();
  const reports = simulateNetwork(plan.value, inputs.value, scratch);
  const simulationMs = performance.now() - started;
  const needs = network.layers.map((layer, i) =>
    bufferNeeds(layer, network.timesteps, plan.value.tws[i], arch),
  );
  return accept({ systems: reports, needs, simulationMs }, plan.warnings);
}

async function inputsOf(
  { spec, recorded, limits }: PreviewAsk,
  network: NetworkSpec,
  context: Pick<QuickContext, 'paths' | 'shouldStop'>,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const { name: _name, title: _title, description: _text, ...shape } = network;
  const key = JSON.stringify([shape, spec.spikes]);
  if (kept?.key === key) return accept(kept.inputs);
  const inputs = await activityOf(
    { network, spikes: spec.spikes, recorded, limits },
    { paths: context.paths, shouldStop: () => false },
  );
  if (!inputs.ok) return inputs;
  const misfits = checkInputs(network, inputs.value, 'spikes');
  if (misfits.length) return refuse(...misfits);
  kept = { key, inputs: inputs.value };
  return inputs;
}
