/** The layer that loses most cycles to a memory, and the bandwidth with which it would not. */
import type { ArchConfig, SystemReport } from '../../../../engine/contract/index.ts';

export interface Bottleneck {
  readonly layer: string;
  readonly level: 'DRAM' | 'GLB';
  /** Cycles in which the array waits, of the layer's own, 0..1. */
  readonly share: number;
  /** GB/s (DRAM) or bytes per cycle (GLB) at which array and memory take equally long. */
  readonly bandwidth: number;
}

export function bottleneckOf(report: SystemReport, arch: ArchConfig): Bottleneck | null {
  const waiting = report.layers
    .map((layer) => ({ layer, lost: layer.cycles - layer.computeCycles }))
    .filter(({ layer }) => Math.max(layer.dramCycles, layer.glbCycles) > layer.computeCycles)
    .sort((a, b) => b.lost - a.lost);
  if (waiting.length === 0) return null;
  const { layer, lost } = waiting[0];
  const level = layer.dramCycles >= layer.glbCycles ? 'DRAM' : 'GLB';
  const peak = level === 'DRAM' ? arch.dram.gbPerSecond : arch.glb.bytesPerCycle;
  const slower = Math.max(layer.dramCycles, layer.glbCycles) / Math.max(1, layer.computeCycles);
  return { layer: layer.name, level, share: lost / layer.cycles, bandwidth: peak * slower };
}
