/**
 * Quick work about one layer's schedule: opened, then asked for stretches of steps, strips and rasters. Every question
 * carries the whole description, so it is answered by any worker; the layer asked about last is kept.
 */
import { applyArchOverrides, parseArch } from '../../../engine/arch/arch.ts';
import {
  accept,
  refuse,
  type ArchConfig,
  type NetworkSpec,
  type Outcome,
  type PlaybackFrom,
  type PlaybackOverview,
  type PlaybackRaster,
  type PlaybackSpec,
  type PlaybackSteps,
  type PlaybackStrip,
  type RunDetail,
  type SpikeTensor,
} from '../../../engine/contract/index.ts';
import { planSimulation, simulateNetwork, type SimulationPlan } from '../../../engine/sim/index.ts';
import { rasterOf, stripOf, traceLayer, type TracedLayer } from '../../../engine/sim/playback/index.ts';
import { parseNetwork } from '../../../engine/workload/network.ts';
import { Catalog, together } from '../../resources/catalog.ts';
import { isDescriptionText } from '../../resources/resource-names.ts';
import type { QuickContext } from '../context.ts';
import { activityOf } from './activity.ts';
import { simulatedNetwork } from './run-spec.ts';
import { misfitsOf } from './one-simulation.ts';

export interface PlaybackAsk {
  readonly spec: PlaybackSpec;
  /** The run behind `run:ID` spikes. */
  readonly recorded: RunDetail | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

interface Opened {
  readonly key: string;
  readonly traced: TracedLayer;
  readonly plan: SimulationPlan;
}

type Context = Pick<QuickContext, 'paths' | 'shouldStop'>;

let last: Opened | null = null;
/** Drawing or recording spikes takes longer than laying out a layer, so they are kept from layer to layer. */
let lastInputs: { readonly key: string; readonly inputs: readonly SpikeTensor[] } | null = null;

export async function openPlayback(ask: PlaybackAsk, context: Context): Promise<Outcome<PlaybackOverview>> {
  const opened = await open(ask, context);
  if (!opened.ok) return opened;
  const { traced, plan } = opened.value;
  const { layer, report, trace } = traced;
  const { schedule } = trace;
  return accept(
    {
      system: ask.spec.system,
      layer,
      layers: plan.network.layers.map(({ name }) => name),
      timesteps: plan.network.timesteps,
      tws: report.tws,
      windows: schedule.windows,
      rows: plan.arch.array.rows,
      cols: schedule.cols,
      rowTiles: schedule.rowTiles,
      stages: schedule.stages.length,
      steps: trace.steps,
      stepsPerRowTile: trace.stepsPerTile,
      stageFirstStep: trace.firstStep,
      firstFillCycles: schedule.timeline.firstFill,
      arch: plan.arch,
      report,
    },
    opened.warnings,
  );
}

export async function playbackSteps(
  { from, count, ...ask }: PlaybackAsk & { readonly from: PlaybackFrom; readonly count: number },
  context: Context,
): Promise<Outcome<PlaybackSteps>> {
  const opened = await open(ask, context);
  if (!opened.ok) return opened;
  const { trace } = opened.value.traced;
  const first = 'step' in from ? from.step : Math.max(0, trace.stepAt(from.cycle) - from.before);
  return accept(trace.stepsFrom(first, count));
}

export async function playbackStrip(
  {
    fromCycle,
    toCycle,
    bins,
    ...ask
  }: PlaybackAsk & { readonly fromCycle: number; readonly toCycle: number; readonly bins: number },
  context: Context,
): Promise<Outcome<PlaybackStrip>> {
  const opened = await open(ask, context);
  return opened.ok ? accept(stripOf(opened.value.traced.trace, fromCycle, toCycle, bins)) : opened;
}

/** Null where the layer has no such stage. */
export async function playbackRaster(
  { stage, ...ask }: PlaybackAsk & { readonly stage: number },
  context: Context,
): Promise<Outcome<{ raster: PlaybackRaster | null }>> {
  const opened = await open(ask, context);
  if (!opened.ok) return opened;
  const { trace, spikes } = opened.value.traced;
  const plan = trace.schedule.stages.at(stage);
  return accept({ raster: plan ? rasterOf(stage, plan, spikes) : null });
}

async function open(ask: PlaybackAsk, context: Context): Promise<Outcome<Opened>> {
  const { spec } = ask;
  const key = JSON.stringify(spec);
  if (last?.key === key) return accept(last);
  const planned = await planOf(ask, context);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const inputs = await inputsOf(ask, plan, context);
  if (!inputs.ok) return inputs;
  const index = plan.network.layers.findIndex(({ name }) => name === spec.layer);
  const traced = traceLayer({
    network: plan.network,
    layer: spec.layer,
    system: spec.system,
    tws: windowsOf(plan, inputs.value)[Math.max(0, index)],
    arch: plan.arch,
    energy: plan.energy,
    inputs: inputs.value,
  });
  if (!traced.ok) return traced;
  last = { key, traced: traced.value, plan };
  return accept(last, [...planned.warnings, ...inputs.warnings]);
}

async function planOf({ spec, recorded }: PlaybackAsk, { paths }: Context): Promise<Outcome<SimulationPlan>> {
  const catalog = new Catalog(paths);
  const network: Outcome<NetworkSpec> = isDescriptionText(spec.network)
    ? parseNetwork(spec.network, 'network')
    : await catalog.networks.find(spec.network, 'network');
  const base: Outcome<ArchConfig> = isDescriptionText(spec.arch)
    ? parseArch(spec.arch, 'arch')
    : await catalog.archs.find(spec.arch, 'arch');
  const found = together(network, together(base, await catalog.tables.find(spec.energy, 'energy')));
  if (!found.ok) return found;
  const [ofNetwork, [ofArch, energy]] = found.value;
  const arch = applyArchOverrides(ofArch, spec.archOverrides, 'archOverrides');
  if (!arch.ok) return arch;
  return planSimulation({
    network: simulatedNetwork(ofNetwork, spec.spikes, recorded),
    systems: [spec.system],
    tws: spec.tws,
    arch: arch.value,
    energy,
  });
}

async function inputsOf(
  { spec, recorded, limits }: PlaybackAsk,
  plan: SimulationPlan,
  { paths, shouldStop }: Context,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const { name: _name, title: _title, description: _text, ...shape } = plan.network;
  const key = JSON.stringify([shape, spec.spikes]);
  if (lastInputs?.key === key) return accept(lastInputs.inputs);
  const inputs = await activityOf(
    { network: plan.network, spikes: spec.spikes, recorded, limits },
    { paths, shouldStop },
  );
  if (!inputs.ok) return inputs;
  const misfits = misfitsOf({ network: plan.network, plan }, inputs.value);
  if (misfits.length) return refuse(...misfits);
  lastInputs = { key, inputs: inputs.value };
  return inputs;
}

/** As simulated: PTB with one window for the net takes the best of those given. */
function windowsOf(plan: SimulationPlan, inputs: readonly SpikeTensor[]): readonly number[] {
  if (plan.systems[0] !== 'ptb' || plan.arch.ptb.tws !== 'net' || new Set(plan.tws).size === 1)
    return plan.tws;
  return simulateNetwork(plan, inputs)[0].tws;
}
