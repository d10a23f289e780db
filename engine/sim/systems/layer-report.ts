/** What a peer counted in one layer, priced and checked like every other report. */
import { edpJsOf, usFromCycles } from '../../contract/index.ts';
import type { ArchConfig, EnergyTable, LayerReport, LayerSpec, PeerSystem } from '../../contract/index.ts';
import { costOf } from '../../cost/cost-of.ts';
import { guardEvents, guardLayer } from '../guard.ts';
import { rowOf } from '../own-channel.ts';
import type { LayerActivityCounts, PeerLayer } from './peer.ts';

export function layerReport(
  system: PeerSystem,
  layer: LayerSpec,
  activity: LayerActivityCounts,
  work: PeerLayer,
  config: ArchConfig,
  table: EnergyTable,
): LayerReport {
  const { reuse = NO_REUSE, ...counted } = work;
  const cost = costOf(work.counts, table);
  const latencyUs = usFromCycles(work.cycles, config.clockMhz);
  const notes = activity.spikes === 0 ? ['no input spike', ...work.notes] : work.notes;
  const report: LayerReport = {
    name: layer.name,
    tws: 1,
    ...counted,
    latencyUs,
    ...cost,
    edpJs: edpJsOf(cost.energyPj, latencyUs),
    ntwu: activity.activePoints,
    spikes: activity.spikes,
    reuse,
    tailoredBytes: NOTHING_TAILORED,
    notes,
  };
  guardEvents(system, layer.kind === 'pool' ? rowOf(layer) : layer, activity.gatedAdds, report);
  return guardLayer(system, report);
}

const NO_REUSE = { window: 0, windows: 0, positions: 0 };
const NOTHING_TAILORED = { GLB: 0, DRAM: 0 };
