/**
 * Area and leakage of the memories of a system, from the rows of a table. A capacity between two rows lies on the power law through them, area = a * bytes^b; one
 * outside them on the power law through the nearest two, and is marked. Area in mm2, leakage in mW (CACTI's
 * subthreshold plus gate leakage).
 * Left out: adders, comparators, control, wiring, the DRAM, and any power gating of idle banks.
 */
import { edpJsOf } from '../contract/index.ts';
import type {
  EnergyTable,
  LeakageCost,
  MemoryRow,
  OperatingPoint,
  SiliconPart,
  SiliconReport,
} from '../contract/index.ts';

/** Memories of one kind and size. bytes of one; missing: the registers of a PE as the table has them. */
export interface MemoryPart {
  readonly part: SiliconPart['part'];
  readonly count: number;
  readonly bytes?: number;
}

/** Null where the table has no silicon data. */
export function siliconOf(memories: readonly MemoryPart[], table: EnergyTable): SiliconReport | null {
  if (!table.silicon) return null;
  const { rf, sram, rfBytes } = table.silicon;
  const parts = memories.map(({ part, count, bytes = rfBytes }) =>
    partOf(part, count, bytes, part === 'RF' ? rf : sram),
  );
  return {
    areaMm2: parts.reduce((sum, part) => sum + part.areaMm2, 0),
    leakageMw: parts.reduce((sum, part) => sum + part.leakageMw, 0),
    parts,
  };
}

/** Memories leak as long as the inference lasts: mW * us = nJ. */
export function withLeakage(point: OperatingPoint, silicon: SiliconReport): LeakageCost {
  const { latencyUs } = point;
  const leakagePj = silicon.leakageMw * latencyUs * 1000;
  const energyPj = point.energyPj + leakagePj;
  return { leakagePj, energyPj, latencyUs, edpJs: edpJsOf(energyPj, latencyUs) };
}

function partOf(
  part: SiliconPart['part'],
  count: number,
  bytes: number,
  rows: readonly MemoryRow[],
): SiliconPart {
  const [low, high] = neighbours(bytes, rows);
  const along = (pick: (row: MemoryRow) => number): number =>
    count * powerLaw(bytes, low.bytes, pick(low), high.bytes, pick(high));
  return {
    part,
    count,
    bytes,
    areaMm2: along((row) => row.areaMm2),
    leakageMw: along((row) => row.leakageMw),
    extrapolated: bytes < low.bytes || bytes > high.bytes,
  };
}

/** The rows around a size, or the nearest two. */
function neighbours(bytes: number, rows: readonly MemoryRow[]): [MemoryRow, MemoryRow] {
  const above = rows.findIndex((row) => row.bytes >= bytes);
  const upper = above < 0 ? rows.length - 1 : Math.max(1, above);
  return [rows[upper - 1], rows[upper]];
}

/** Through (x0, y0) and (x1, y1); exactly y0 and y1 at the ends. */
function powerLaw(x: number, x0: number, y0: number, x1: number, y1: number): number {
  if (x === x0) return y0;
  if (x === x1) return y1;
  return y0 * (x / x0) ** (Math.log(y1 / y0) / Math.log(x1 / x0));
}
