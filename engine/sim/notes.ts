/**
 * What a reader of a layer's report should know about how it was dispatched: short last window, mixed or overridden
 * dispatch modes, partial sums that exceed the local buffer, tailoring that a system cannot do, silent input.
 */
import type { ArchConfig, LayerSpec, ArraySystem } from '../contract/index.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';
import { firingInSilence } from '../workload/silent-firing.ts';
import type { Latency } from './latency.ts';
import type { AddedMap } from './added-map.ts';
import { parkedSums } from './parked-sums.ts';
import type { UnitSource } from './simulate-layer.ts';

/** Relative difference of the two latency formulas that a reader is told of. */
const WORTH_SAYING = 0.05;

export function layerNotes(
  system: ArraySystem,
  layer: LayerSpec,
  timesteps: number,
  units: UnitCounts,
  plan: DispatchPlan,
  latency: Latency,
  config: ArchConfig,
): string[] {
  const notes: string[] = [];
  if (units.spikes === 0) notes.push('no input spike');
  const rest = timesteps % units.tws;
  if (units.tws > timesteps) notes.push(`one window of ${units.tws} cycles for ${timesteps} steps`);
  else if (rest > 0) notes.push(`the last window holds ${rest} of ${units.tws} steps`);
  if (system === 'spikex') {
    const spatial = plan.units - plan.temporalUnits;
    if (spatial > 0 && plan.temporalUnits > 0)
      notes.push(`${plan.temporalUnits} units by temporal and ${spatial} by spatial density`);
    if (layer.kind === 'fc' && config.dispatch.mode === 'spatial')
      notes.push('fc neurons share no weights: temporal density instead of spatial');
  }
  const { mostBytes } = parkedSums(system, layer, units, plan, config);
  if (mostBytes > config.lbuf.bytes) {
    const much = `up to ${mostBytes} B of partial sums wait between channels, more than the ${config.lbuf.bytes} B of the local buffer`;
    notes.push(
      config.psum.overflow === 'lbuf'
        ? `${much} that they are charged to; psum.overflow=glb charges what does not fit to the GLB`
        : `${much}: the rest goes on to the GLB`,
    );
  }
  if (layer.kind === 'fc' && config.dispatch.unit === 'ntwu')
    notes.push('fc units are single inputs: dispatch.unit = ntwu changes nothing here');
  if (system === 'serial-dense' && config.tailoring) notes.push('skips nothing, so tailoring does not apply');
  const gap = latency.averagedCycles / latency.rowTileCycles - 1;
  if (Math.abs(gap) > WORTH_SAYING) {
    const longer = gap > 0 ? 'longer' : 'shorter';
    const percent = Math.abs(100 * gap).toFixed(0);
    notes.push(
      `memory time averaged over all stages makes the layer ${percent} % ${longer} than row tile by row tile (stalls=averaged or rowtile)`,
    );
  }
  return notes;
}

/** That windows are skipped which may hold spikes, and how many they hold where the output is recorded. */
export function silentFiringNotes(
  { layer, spikes, context }: Pick<UnitSource, 'layer' | 'spikes' | 'context'>,
  tws: number,
): string[] {
  if (context.silentFiring === null) return [];
  const note = `not exactly mappable (${context.silentFiring}): windows without input are skipped, their spikes are not`;
  if (context.output === null) return [note];
  const { spikes: silent } = firingInSilence(layer, spikes, context.output, tws);
  return [`${note}; ${silent} of ${context.output.events.length} output spikes fell in such windows`];
}

/** What a residual add was charged for. */
export function addNotes({ add }: LayerSpec, added: AddedMap | null): string[] {
  if (add === undefined) return [];
  if (added === null) return [`the spikes of ${add} are not at hand: adding them is not charged`];
  const { units, silentWindows } = added;
  return [
    `adds the ${units.spikes} spikes of ${add}; neuron windows without another spike: ${silentWindows}`,
  ];
}
