/**
 * What a reader of a layer's report should know about how it was dispatched: short last window, mixed or overridden
 * dispatch modes, partial sums that exceed the local buffer, tailoring that a system cannot do, silent input.
 */
import type { ArchConfig, LayerSpec, ArraySystem } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';

export function layerNotes(
  system: ArraySystem,
  layer: LayerSpec,
  timesteps: number,
  units: UnitCounts,
  plan: DispatchPlan,
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
  const parked = parkedBytes(system, layer, units, plan, config);
  if (parked > config.lbuf.bytes)
    notes.push(
      `up to ${parked} B of partial sums wait between channels, more than the ${config.lbuf.bytes} B of the local buffer that they are charged to`,
    );
  if (layer.kind === 'fc' && config.dispatch.unit === 'ntwu')
    notes.push('fc units are single inputs: dispatch.unit = ntwu changes nothing here');
  if (system === 'serial-dense' && config.tailoring) notes.push('skips nothing, so tailoring does not apply');
  return notes;
}

/** Partial sums of one row tile when every NTWU that is visited again waits, as channels come one after another. */
function parkedBytes(
  system: ArraySystem,
  layer: LayerSpec,
  units: UnitCounts,
  plan: DispatchPlan,
  config: ArchConfig,
): number {
  if (layer.kind === 'fc' || config.dispatch.unit === 'ntwu') return 0;
  const visited = system === 'serial-dense' ? units.windows * layer.R * layer.R : units.ntwu;
  const waiting = Math.min(visited, plan.units - visited);
  return Math.min(config.array.rows, layer.M) * waiting * units.tws * capacities(config).psumBytes;
}
