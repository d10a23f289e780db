/** The memories of a system: what its area and leakage come from. Array systems: one GLB, one LBUF, registers per PE. */
import type { ArchConfig, NetworkSpec, SystemName } from '../contract/index.ts';
import type { MemoryPart } from '../cost/silicon.ts';
import { systemColumns } from '../schedule/dispatch.ts';
import { isPeer, PEER_MODELS } from './systems/index.ts';

export function memoriesOf(system: SystemName, network: NetworkSpec, config: ArchConfig): MemoryPart[] {
  if (isPeer(system)) return PEER_MODELS[system].memories(network, config);
  return [
    { part: 'GLB', count: 1, bytes: config.glb.bytes },
    { part: 'LBUF', count: 1, bytes: config.lbuf.bytes },
    { part: 'RF', count: config.array.rows * systemColumns(system, config) },
  ];
}
