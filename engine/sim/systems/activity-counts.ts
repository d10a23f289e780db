/**
 * Activity of a layer as the event-driven systems see it: at every single step, no windows. Per output channel; see
 * docs/model.md section 2 with TWS 1 for the same quantities on the array. Pooling reads channel by channel, so its counts
 * are those of all output channels together.
 */
import type { ArchConfig, LayerSpec, SpikeTensor } from '../../contract/index.ts';
import { measureUnits } from '../../schedule/unit-counts.ts';
import type { Scratch } from '../../schedule/scratch.ts';
import { rowOf } from '../own-channel.ts';
import type { LayerActivityCounts } from './peer.ts';

export function activityCounts(
  layer: LayerSpec,
  spikes: SpikeTensor,
  config: ArchConfig,
  scratch: Scratch,
): LayerActivityCounts {
  const options = {
    tws: 1,
    cols: 1,
    tbWindows: config.tbWindows,
    rasterPixels: 1,
    batches: false,
    packing: null,
  };
  const pools = layer.kind === 'pool';
  const units = measureUnits(pools ? rowOf(layer) : layer, spikes, options, scratch);
  return {
    spikes: units.spikes,
    gatedAdds: units.gatedAdds,
    activePoints: pools ? units.units.reduce((sum, count) => sum + count, 0) : units.ntwu,
    activePositions: units.activePositions,
  };
}
