/**
 * The counts of a layer where nothing is skipped: every window of every position and channel is a unit, every tag is
 * set, everything moves. Only the gated accumulations stay, as they follow the spike bits and no tag (docs/model.md
 * section 11). The reference point of what skipping saves at the same time window size.
 */
import type { LayerSpec } from '../contract/index.ts';
import type { UnitCounts } from './unit-counts.ts';

export function everyWindow(layer: LayerSpec, timesteps: number, measured: UnitCounts): UnitCounts {
  const { windows, blocks, cols } = measured;
  const inputs = layer.C * layer.H * layer.H;
  const positions = layer.R * layer.R;
  const ofNeuron = Math.ceil(windows / cols);
  const everywhere = (perPosition: number): Int32Array =>
    new Int32Array(layer.C).fill(positions * perPosition);
  return {
    ...measured,
    windowTags: inputs * windows,
    blockTags: inputs * blocks,
    rasterBits: inputs * timesteps,
    activeChannels: layer.C,
    activePositions: positions,
    activePairs: layer.C * positions,
    units: everywhere(windows),
    temporalPasses: everywhere(ofNeuron),
    ntwu: positions * windows,
    ntwuTemporalPasses: positions * ofNeuron,
    batches: measured.batches && {
      tags: inputs * ofNeuron,
      byChannel: everywhere(ofNeuron),
      lastByChannel: everywhere(1),
      ntwu: positions * ofNeuron,
      lastNtwu: positions,
      packedByChannel: null,
    },
  };
}
