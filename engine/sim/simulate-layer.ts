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
import { firingInSilence } from '../workload/silent-firing.ts';
import type { Scratch } from '../schedule/scratch.ts';
import { measureUnits } from '../schedule/unit-counts.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';
import { countAccesses } from './access-counts.ts';
import type { AccessCounts } from './access-counts.ts';
import { sumOfCounts, sumOfLatencies, workOfAdd } from './added-map.ts';
import type { AddedMap } from './added-map.ts';
import { directLayer } from './direct-layer.ts';
import { guardLayer } from './guard.ts';
import { PLAIN_LAYER } from './layer-context.ts';
import type { LayerContext } from './layer-context.ts';
import { latencyOf } from './latency.ts';
import type { Latency } from './latency.ts';
import { addedRow, countPoolAccesses, planRow, rowOf } from './own-channel.ts';
import { addNotes, layerNotes, silentFiringNotes } from './notes.ts';

/** Where the counts of a layer come from. */
export interface UnitSource {
  readonly layer: LayerSpec;
  readonly spikes: SpikeTensor;
  unitsFor(system: ArraySystem, tws: number): UnitCounts;
  readonly context: LayerContext;
  /** Null where no map is added, or its spikes are not at hand. */
  addedFor(system: ArraySystem, tws: number): AddedMap | null;
}

/** The same layer with nothing skipped. */
export function withoutSkipping(input: UnitSource): UnitSource {
  const { layer, spikes } = input;
  const unitsFor = (system: ArraySystem, tws: number): UnitCounts =>
    everyWindow(layer, spikes.timesteps, input.unitsFor(system, tws));
  const addedFor = (system: ArraySystem, tws: number): AddedMap | null => {
    const added = input.addedFor(system, tws);
    if (!added) return null;
    const { row, units } = added;
    return { row, units: everyWindow(row, spikes.timesteps, units), silentWindows: 0 };
  };
  return { layer, spikes, unitsFor, addedFor, context: { ...input.context, silentFiring: null } };
}

/** Measurements of one layer's input, shared by the systems that look at it with the same windows and columns. */
export class LayerInput implements UnitSource {
  readonly layer: LayerSpec;
  readonly spikes: SpikeTensor;
  readonly context: LayerContext;
  private readonly config: ArchConfig;
  private readonly scratch: Scratch;
  private readonly measured = new Map<string, UnitCounts>();
  private readonly silent = new Map<number, number>();

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
    const { layer } = this;
    return this.measure('input', layer.kind === 'pool' ? rowOf(layer) : layer, this.spikes, system, tws);
  }

  addedFor(system: ArraySystem, tws: number): AddedMap | null {
    const { added } = this.context;
    if (!added) return null;
    const row = addedRow(this.layer.name, added.channels, added.height);
    const units = this.measure('added', row, added, system, tws);
    return {
      row,
      units,
      silentWindows: system === 'serial-dense' ? 0 : this.silentWindows(added, units.tws),
    };
  }

  private silentWindows(added: SpikeTensor, tws: number): number {
    const known = this.silent.get(tws);
    if (known !== undefined) return known;
    const { windows } = firingInSilence(this.layer, this.spikes, added, tws);
    this.silent.set(tws, windows);
    return windows;
  }

  private measure(
    name: 'input' | 'added',
    layer: LayerSpec,
    spikes: SpikeTensor,
    system: ArraySystem,
    tws: number,
  ): UnitCounts {
    // The dense array looks at no batch, so it shares the measurement of the serial one.
    const cols = system === 'serial-dense' ? 1 : systemColumns(system, this.config);
    const batches = system !== 'spikex';
    const window = systemTws(system, tws);
    // Channels that occupy rows of their own share no pass.
    const isRow = name === 'added' || this.layer.kind === 'pool';
    const packing = isRow ? null : packingOf(system, layer, this.config);
    const key = `${name}/${window}/${cols}${packing ? `/${packing.rule}` : ''}`;
    const known = this.measured.get(key);
    if (known && (known.batches || !batches)) return known;
    const { glbSpikeBytes } = capacities(this.config);
    const rasterPixels = Math.max(1, Math.floor((glbSpikeBytes * 8) / spikes.timesteps));
    const options = { tws: window, cols, tbWindows: this.config.tbWindows, rasterPixels, batches, packing };
    const units = measureUnits(layer, spikes, options, this.scratch);
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
  const { units, plan, access, latency: own, added } = layerWork(input, system, tws, config);
  const second = added && workOfAdd(system, layer, spikes.timesteps, added, plan.stateVariables, config);
  const latency = second ? sumOfLatencies(own, second.latency) : own;
  const counts = second ? sumOfCounts(access.counts, second.counts) : access.counts;
  const passes = plan.passes + (second?.plan.passes ?? 0);
  const filled = plan.units + (second?.plan.units ?? 0);
  const { cycles, computeCycles, dramCycles, glbCycles } = latency;
  const cost = costOf(counts, table);
  const latencyUs = usFromCycles(cycles, config.clockMhz);
  const columns = passes * systemColumns(system, config);
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
    passes,
    units: filled,
    ntwu: units.ntwu,
    utilization: columns > 0 ? filled / columns : 0,
    spikes: units.spikes,
    counts,
    reuse: layer.kind === 'pool' ? NO_REUSE : reuseOf(units, plan),
    tailoredBytes: access.tailoredBytes,
    notes: [
      ...layerNotes(system, layer, spikes.timesteps, units, plan, latency, config),
      ...addNotes(layer, added),
      ...(system === 'serial-dense' ? [] : silentFiringNotes(input, units.tws)),
    ],
  });
}

/** Everything that a layer's own input makes the array do; an added map comes after it. */
export interface LayerWork {
  readonly units: UnitCounts;
  readonly plan: DispatchPlan;
  readonly access: AccessCounts;
  readonly latency: Latency;
  readonly added: AddedMap | null;
}

export function layerWork(
  input: UnitSource,
  system: ArraySystem,
  tws: number,
  config: ArchConfig,
): LayerWork {
  const { layer, spikes } = input;
  const units = input.unitsFor(system, tws);
  const added = input.addedFor(system, tws);
  const plan = withStates(planOf(system, layer, units, config), input.context, added);
  const count = layer.kind === 'pool' ? countPoolAccesses : countAccesses;
  const access = count(system, layer, spikes.timesteps, units, plan, config);
  const worked = layer.kind === 'pool' ? rowOf(layer) : layer;
  return { units, plan, access, latency: latencyOf(system, worked, units.tws, plan, access, config), added };
}

function planOf(system: ArraySystem, layer: LayerSpec, units: UnitCounts, config: ArchConfig): DispatchPlan {
  return layer.kind === 'pool'
    ? planRow(system, rowOf(layer), units, config)
    : planDispatch(system, layer, units, config);
}

/** Every state variable is updated at every time point of an active NTWU. */
function withStates(plan: DispatchPlan, { hasCurrent }: LayerContext, added: AddedMap | null): DispatchPlan {
  const stateVariables = hasCurrent ? 2 : 1;
  const updatePasses = stateVariables * plan.updatePasses;
  return { ...plan, stateVariables, updatePasses, addedNtwu: added?.silentWindows ?? 0 };
}

/** Pooling moves no weights. */
const NO_REUSE = { window: 0, windows: 0, positions: 0 };

function reuseOf(units: UnitCounts, plan: DispatchPlan): LayerReport['reuse'] {
  if (plan.passes === 0) return { window: 0, windows: 0, positions: 0 };
  return {
    window: units.gatedAdds / (plan.units * plan.slots),
    windows: plan.units / plan.ownRowPasses,
    positions: plan.ownRowPasses / plan.weightReads,
  };
}
