/**
 * A residual add: the spikes of an earlier layer enter the currents with weight 1, channel by channel (docs/model.md
 * section 5.1). They are read after the layer's own input, in a phase of their own whose time adds to the layer's; a
 * neuron window that only they reach is an NTWU more. Left out: what parked sums of this phase move beyond the local
 * buffer (`psum.overflow`).
 */
import type { ArchConfig, ArraySystem, Counters, LayerSpec } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';
import { countRowReads, planRow } from './own-channel.ts';
import { latencyOf } from './latency.ts';
import type { Latency } from './latency.ts';

/** The measured map, and the (neuron, window) pairs that nothing else reaches. */
export interface AddedMap {
  readonly row: LayerSpec;
  readonly units: UnitCounts;
  readonly silentWindows: number;
}

export interface AddedWork {
  readonly plan: DispatchPlan;
  readonly counts: Counters;
  readonly latency: Latency;
}

export function workOfAdd(
  system: ArraySystem,
  layer: LayerSpec,
  timesteps: number,
  { row, units, silentWindows }: AddedMap,
  stateVariables: number,
  config: ArchConfig,
): AddedWork {
  const visits = planRow(system, row, units, config);
  const plan = { ...visits, updatePasses: stateVariables * visits.passes };
  const access = countRowReads(system, row, timesteps, units, plan, config);
  // Where sums wait in the local buffer between channels, the added map comes back to them as one channel more.
  const parks = layer.kind === 'conv' && config.dispatch.unit === 'ic';
  const revisits = parks ? plan.units - silentWindows : 0;
  const psum = 2 * capacities(config).psumBytes * units.tws * revisits;
  return {
    plan,
    counts: { ...access.counts, 'LBUF.psum': psum },
    latency: latencyOf(system, row, units.tws, plan, access, config),
  };
}

/** Two phases of one layer. */
export function sumOfCounts(one: Counters, other: Counters): Counters {
  const sum: Counters = { ...one };
  for (const key of Object.keys(other) as (keyof Counters)[]) sum[key] = (sum[key] ?? 0) + (other[key] ?? 0);
  return sum;
}

export const sumOfLatencies = (one: Latency, other: Latency): Latency => ({
  cycles: one.cycles + other.cycles,
  averagedCycles: one.averagedCycles + other.averagedCycles,
  rowTileCycles: one.rowTileCycles + other.rowTileCycles,
  computeCycles: one.computeCycles + other.computeCycles,
  dramCycles: one.dramCycles + other.dramCycles,
  glbCycles: one.glbCycles + other.glbCycles,
});
