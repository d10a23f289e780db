/**
 * An energy table as Accelergy's ERT (and, where it has silicon data, the ART of one accelerator), so that `parseAccelergy` gives
 * the same prices again, bit for bit: reads and writes carry the price of a byte, and the `spikex` block says that the
 * accumulation holds its partial sum already (docs/energy-tables.md). Energies pJ, areas um^2 of one component.
 * Left out: leakage.
 */
import type { EnergyTable, SiliconReport } from '../contract/index.ts';
import { writeYaml } from './yaml.ts';

const VERSION = '0.4';
const UM2_PER_MM2 = 1e6;

/** silicon: areas of one accelerator; null where the table has none. */
export function accelergyErt(table: EnergyTable, silicon: SiliconReport | null): string {
  const memory = (name: string, pj: number) => ({
    name: `system.chip.${name}`,
    actions: ['read', 'write'].map((action) => ({ name: action, arguments: { data_width: 8 }, energy: pj })),
  });
  const tables = [
    memory('dram', table.dramPjPerByte),
    memory('glb', table.glbPjPerByte),
    memory('lbuf', table.lbufPjPerByte),
    memory('rf', table.rfPjPerByte),
    {
      name: 'system.chip.alu',
      actions: [{ name: 'accumulate', arguments: {}, energy: table.aluPj }],
    },
  ];
  const areas = silicon && {
    version: VERSION,
    tables: silicon.parts.map(({ part, areaMm2, count }) => ({
      name: `system.chip.${part.toLowerCase()}`,
      area: (areaMm2 * UM2_PER_MM2) / count,
    })),
  };
  return writeYaml({
    ERT: { version: VERSION, tables },
    ...(areas && { ART: areas }),
    spikex: { ALU: { psum: 'included' } },
  });
}
