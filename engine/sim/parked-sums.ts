/**
 * Partial sums that wait in the local buffer until the next input channel reaches their NTWU (docs/model.md section 5):
 * how many bytes wait at once in a row tile, and what moves on to the GLB, and from there to DRAM, where they are too
 * many (`psum.overflow` = glb). A fixed part stays at each level and the rest travels at every visit: as channels come
 * round one after another, no policy moves less. Bytes; a level is given its whole capacity, so traffic is a lower bound.
 * Left out: the sums' share of buffers that weights and spikes hold at the same time.
 */
import type { ArchConfig, LayerSpec, SystemName } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import type { DispatchPlan } from '../schedule/dispatch.ts';
import type { UnitCounts } from '../schedule/unit-counts.ts';

export interface ParkedSums {
  /** Visits of an NTWU after the first one, per output channel. */
  readonly revisits: number;
  /** At once, in a full row tile: every NTWU that is visited again waits. */
  readonly mostBytes: number;
  /** Written and read, beyond what the local buffer holds and beyond what it and the GLB hold. */
  readonly glbBytes: number;
  readonly dramBytes: number;
}

export function parkedSums(
  system: SystemName,
  layer: LayerSpec,
  units: UnitCounts,
  plan: DispatchPlan,
  config: ArchConfig,
): ParkedSums {
  if (layer.kind === 'fc' || config.dispatch.unit === 'ntwu')
    return { revisits: 0, mostBytes: 0, glbBytes: 0, dramBytes: 0 };
  const visited = system === 'serial-dense' ? units.windows * layer.R * layer.R : units.ntwu;
  const revisits = plan.units - visited;
  const bytesPerRow = Math.min(visited, revisits) * units.tws * capacities(config).psumBytes;
  const movedPerRow = 2 * revisits * units.tws * capacities(config).psumBytes;
  const { rows } = config.array;
  const lastRows = layer.M % rows;
  const fullTiles = (layer.M - lastRows) / rows;
  /** Bytes moved past a store of that size, all row tiles. */
  const past = (storeBytes: number): number => {
    const ofTile = (tileRows: number): number =>
      tileRows * movedPerRow * Math.max(0, 1 - storeBytes / Math.max(1, tileRows * bytesPerRow));
    return fullTiles * ofTile(rows) + ofTile(lastRows);
  };
  const overflows = config.psum.overflow === 'glb';
  return {
    revisits,
    mostBytes: Math.min(rows, layer.M) * bytesPerRow,
    glbBytes: overflows ? past(config.lbuf.bytes) : 0,
    dramBytes: overflows ? past(config.lbuf.bytes + config.glb.bytes) : 0,
  };
}
