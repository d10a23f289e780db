/**
 * One layer on one system: measured units -> dispatch -> access counts -> latency and energy -> report.
 * Reuse factors, exact and multiplicative (their product is the accumulations per weight read from the local buffer):
 *   window     spikes accumulated per weight held by a PE for one window = gated adds / (units * slots)
 *   windows    columns of a pass with windows of the same neuron          = units / passes with one neuron per row
 *   positions  further columns filled from other positions               = passes with one neuron per row / weight reads
 * Below 1 for `window` means that most held weights met no spike: the pass is dense inside.
 */
import { edpJsOf, usFromCycles } from '../contract/index.ts';
import type {
  ArchConfig,
  EnergyTable,
  LayerReport,
  LayerSpec,
  SpikeTensor,
  ArraySystem,
} from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import { costOf } from '../cost/cost-of.ts';
import { packingOf, planDispatch, systemColumns, systemTws } from '../schedule/dispatch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import { everyWindow } from '../schedule/every-window.ts';
import type { Scratch } from '../schedule/scratch.ts';
import { measureUnits } from '../schedule/unit-counts.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';
import { countAccesses } from './access-counts.ts';
import { directLayer } from './direct-layer.ts';
import { guardLayer } from './guard.ts';
import { PLAIN_LAYER } from './layer-context.ts';
import type { LayerContext } from './layer-context.ts';
import { latencyOf } from './latency.ts';
import { layerNotes, silentFiringNotes } from './notes.ts';

/** Where the counts of a layer come from. */
export interface UnitSource {
  readonly layer: LayerSpec;
  readonly spikes: SpikeTensor;
  unitsFor(system: ArraySystem, tws: number): UnitCounts;
  readonly context: LayerContext;
}

/** The same layer with nothing skipped. */
export function withoutSkipping(input: UnitSource): UnitSource {
  const { layer, spikes } = input;
  const unitsFor = (system: ArraySystem, tws: number): UnitCounts =>
    everyWindow(layer, spikes.timesteps, input.unitsFor(system, tws));
  return { layer, spikes, unitsFor, context: { ...input.context, silentFiring: null } };
}

/** Measurements of one layer's input, shared by the systems that look at it with the same windows and columns. */
export class LayerInput implements UnitSource {
  readonly layer: LayerSpec;
  readonly spikes: SpikeTensor;
  readonly context: LayerContext;
  private readonly config: ArchConfig;
  private readonly scratch: Scratch;
  private readonly measured = new Map<string, UnitCounts>();

  constructor(
    layer: LayerSpec,
    spikes: SpikeTensor,
    config: ArchConfig,
    scratch: Scratch,
    context: LayerContext = PLAIN_LAYER,
  ) {
    this.context = context;
    this.layer = layer;
    this.spikes = spikes;
    this.config = config;
    this.scratch = scratch;
  }

  unitsFor(system: ArraySystem, tws: number): UnitCounts {
    // The dense array looks at no batch, so it shares the measurement of the serial one.
    const cols = system === 'serial-dense' ? 1 : systemColumns(system, this.config);
    const batches = system !== 'spikex';
    const window = systemTws(system, tws);
    const packing = packingOf(system, this.layer, this.config);
    const key = packing ? `${window}/${cols}/${packing.rule}` : `${window}/${cols}`;
    const known = this.measured.get(key);
    if (known && (known.batches || !batches)) return known;
    const { glbSpikeBytes } = capacities(this.config);
    const rasterPixels = Math.max(1, Math.floor((glbSpikeBytes * 8) / this.spikes.timesteps));
    const options = { tws: window, cols, tbWindows: this.config.tbWindows, rasterPixels, batches, packing };
    const units = measureUnits(this.layer, this.spikes, options, this.scratch);
    this.measured.set(key, units);
    return units;
  }
}

export function simulateLayer(
  input: UnitSource,
  system: ArraySystem,
  tws: number,
  config: ArchConfig,
  table: EnergyTable,
): LayerReport {
  const { layer, spikes } = input;
  if (input.context.direct)
    return directLayer(system, layer, spikes.timesteps, systemTws(system, tws), config, table);
  const units = input.unitsFor(system, tws);
  const plan = withStates(planDispatch(system, layer, units, config), input.context);
  const access = countAccesses(system, layer, spikes.timesteps, units, plan, config);
  const latency = latencyOf(system, layer, units.tws, plan, access, config);
  const { cycles, computeCycles, dramCycles, glbCycles } = latency;
  const cost = costOf(access.counts, table);
  const latencyUs = usFromCycles(cycles, config.clockMhz);
  const columns = plan.passes * systemColumns(system, config);
  return guardLayer(system, {
    name: layer.name,
    tws: units.tws,
    mode: plan.mode,
    cycles,
    computeCycles,
    dramCycles,
    glbCycles,
    latencyUs,
    ...cost,
    edpJs: edpJsOf(cost.energyPj, latencyUs),
    passes: plan.passes,
    units: plan.units,
    ntwu: units.ntwu,
    utilization: columns > 0 ? plan.units / columns : 0,
    spikes: units.spikes,
    counts: access.counts,
    reuse: reuseOf(units, plan),
    tailoredBytes: access.tailoredBytes,
    notes: [
      ...layerNotes(system, layer, spikes.timesteps, units, plan, latency, config),
      ...(system === 'serial-dense' ? [] : silentFiringNotes(input, units.tws)),
    ],
  });
}

/** Every state variable is updated at every time point of an active NTWU. */
const withStates = (plan: DispatchPlan, { hasCurrent }: LayerContext): DispatchPlan =>
  hasCurrent ? { ...plan, stateVariables: 2, updatePasses: 2 * plan.updatePasses } : plan;

function reuseOf(units: UnitCounts, plan: DispatchPlan): LayerReport['reuse'] {
  if (plan.passes === 0) return { window: 0, windows: 0, positions: 0 };
  return {
    window: units.gatedAdds / (plan.units * plan.slots),
    windows: plan.units / plan.ownRowPasses,
    positions: plan.ownRowPasses / plan.weightReads,
  };
}
