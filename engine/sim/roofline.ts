/**
 * Where a layer stands under the roofline (Williams, Waterman and Patterson, CACM 2009): accumulations per cycle
 * against accumulations per byte, for the DRAM interface and for the path from global to local buffer. The roof is
 * min(number of PEs, intensity * bandwidth). Bytes are those that load the interface, as in the latency (docs/model.md
 * section 4). `bound` is the longest of compute, GLB and DRAM time: what to widen first.
 * Left out: local buffer and registers, which the model gives all the bandwidth that the array asks for.
 */
import type {
  ArchConfig,
  LayerReport,
  LayerSpec,
  RooflineMemory,
  RooflinePoint,
  SystemName,
} from '../contract/index.ts';
import { systemColumns } from '../schedule/dispatch.ts';
import { dramBytesPerCycle } from './latency.ts';
import { isPeer, PEER_MODELS } from './systems/index.ts';

export function rooflineOf(
  system: SystemName,
  spec: LayerSpec,
  layer: LayerReport,
  config: ArchConfig,
): RooflinePoint {
  const operations = layer.operations ?? (layer.counts['ALU.alu'] ?? 0) / config.alu.accumulate;
  const peakOpsPerCycle = isPeer(system)
    ? PEER_MODELS[system].peakOpsPerCycle(spec, config)
    : config.array.rows * systemColumns(system, config);
  const memory = (
    level: RooflineMemory['level'],
    busyCycles: number,
    bytesPerCycle: number,
  ): RooflineMemory => {
    const bytes = busyCycles * bytesPerCycle;
    const opsPerByte = bytes > 0 ? operations / bytes : 0;
    return {
      level,
      bytes,
      bytesPerCycle,
      opsPerByte,
      roofOpsPerCycle: Math.min(peakOpsPerCycle, opsPerByte * bytesPerCycle),
    };
  };
  const { computeCycles, glbCycles, dramCycles } = layer;
  const longest = Math.max(computeCycles, glbCycles, dramCycles);
  return {
    name: layer.name,
    operations,
    peakOpsPerCycle,
    achievedOpsPerCycle: layer.cycles > 0 ? operations / layer.cycles : 0,
    // A memory that moved nothing bounds nothing.
    memories: [
      memory('GLB', glbCycles, config.glb.bytesPerCycle),
      memory('DRAM', dramCycles, dramBytesPerCycle(config)),
    ].filter(({ bytes }) => bytes > 0 || !isPeer(system)),
    bound: longest === computeCycles ? 'compute' : longest === dramCycles ? 'DRAM' : 'GLB',
  };
}
