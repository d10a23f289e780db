/**
 * Counters times one energy table: energy per layer by component (level of the memory hierarchy) and by usage.
 * The only place where counts become energy. Counters are bytes (ALU.alu: accumulations), energies pJ.
 * Left out: leakage, clock tree, control.
 */
import { LEVELS, USAGES } from '../contract/index.ts';
import type { CounterKey, Counters, EnergyTable, Level, Usage } from '../contract/index.ts';

export interface EnergyCost {
  readonly energyPj: number;
  readonly byComponentPj: Record<Level, number>;
  readonly byUsagePj: Record<Usage, number>;
}

const KEYS: readonly { key: CounterKey; level: Level; usage: Usage }[] = LEVELS.flatMap((level) =>
  USAGES.map((usage) => ({ key: `${level}.${usage}` as const, level, usage })),
);

export function costOf(counters: Counters, table: EnergyTable): EnergyCost {
  const price: Record<Level, number> = {
    ALU: table.aluPj,
    RF: table.rfPjPerByte,
    LBUF: table.lbufPjPerByte,
    GLB: table.glbPjPerByte,
    DRAM: table.dramPjPerByte,
  };
  const byComponentPj: Record<Level, number> = { ALU: 0, RF: 0, LBUF: 0, GLB: 0, DRAM: 0 };
  const byUsagePj: Record<Usage, number> = { weight: 0, spike: 0, psum: 0, alu: 0 };
  for (const { key, level, usage } of KEYS) {
    const count = counters[key];
    if (!count) continue;
    const energy = count * price[level];
    byComponentPj[level] += energy;
    byUsagePj[usage] += energy;
  }
  const { ALU, RF, LBUF, GLB, DRAM } = byComponentPj;
  return { energyPj: ALU + RF + LBUF + GLB + DRAM, byComponentPj, byUsagePj };
}
