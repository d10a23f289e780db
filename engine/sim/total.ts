/**
 * Layers of one system added up: energy, latency and cycles are sums over layers, network EDP = (sum E) * (sum L).
 * Left out: overlap of consecutive layers.
 */
import { LEVELS, USAGES, averagePowerMwOf, edpJsOf } from '../contract/index.ts';
import type { LayerReport, Level, SystemTotal, Usage } from '../contract/index.ts';

export function totalOf(layers: readonly LayerReport[], areaMm2: number | null): SystemTotal {
  const byComponentPj: Record<Level, number> = { ALU: 0, RF: 0, LBUF: 0, GLB: 0, DRAM: 0 };
  const byUsagePj: Record<Usage, number> = { weight: 0, spike: 0, psum: 0, alu: 0 };
  let cycles = 0;
  let latencyUs = 0;
  let energyPj = 0;
  for (const layer of layers) {
    cycles += layer.cycles;
    latencyUs += layer.latencyUs;
    energyPj += layer.energyPj;
    for (const level of LEVELS) byComponentPj[level] += layer.byComponentPj[level];
    for (const usage of USAGES) byUsagePj[usage] += layer.byUsagePj[usage];
  }
  return {
    cycles,
    latencyUs,
    energyPj,
    edpJs: edpJsOf(energyPj, latencyUs),
    averagePowerMw: averagePowerMwOf(energyPj, latencyUs),
    areaMm2,
    byComponentPj,
    byUsagePj,
  };
}
