/**
 * What one layer asks of the buffers (docs/model.md): its weights and input spikes in the GLB, the weights and spikes
 * of one pass in the LBUF. Held against half of each double-buffered share, it says what has to be fetched again.
 * Left out: psums parked in the LBUF, which the simulator counts as traffic.
 */
import type { ArchConfig, BufferNeeds, LayerSpec } from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';

/** tws: time points of one window. */
export function bufferNeeds(layer: LayerSpec, timesteps: number, tws: number, arch: ArchConfig): BufferNeeds {
  // The weight of a pooling window is a constant of the PE.
  const weightBytes = layer.kind === 'pool' ? 0 : capacities(arch, layer).weightBytes;
  const { rows, cols } = arch.array;
  const slots = layer.E * layer.E;
  const usedRows = Math.min(rows, layer.M);
  return {
    name: layer.name,
    glbWeightBytes: slots * layer.C * layer.M * weightBytes,
    glbSpikeBytes: (layer.C * layer.H * layer.H * timesteps) / 8,
    lbufWeightBytes: slots * usedRows * weightBytes,
    lbufSpikeBytes: (cols * slots * tws) / 8,
    rowTiles: Math.ceil(layer.M / rows),
    lastRows: layer.M % rows || Math.min(rows, layer.M),
  };
}
