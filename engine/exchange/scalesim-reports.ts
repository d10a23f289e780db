/**
 * A simulated system as SCALE-Sim's COMPUTE_REPORT.csv and BANDWIDTH_REPORT.csv: the same columns, so that scripts made
 * for them read ours. Overall utilisation = accumulations / (cycles * PEs); mapping efficiency = occupied columns; compute
 * utilisation = accumulations / (cycles of the array * PEs). Bandwidths are bytes per cycle: spikes as IFMAP, weights as
 * FILTER, partial sums as OFMAP, of the GLB and of DRAM.
 */
import type { Counters, LayerReport, SystemReport } from '../contract/index.ts';

const LINE_END = ',\n';

export function scalesimComputeReport({ layers, arch }: SystemReport): string {
  const elements = arch.array.rows * arch.array.cols;
  return csv(
    ['LayerID', 'Total Cycles', 'Stall Cycles', 'Overall Util %', 'Mapping Efficiency %', 'Compute Util %'],
    layers.map(({ cycles, computeCycles, utilization, counts }, i) => [
      i,
      Math.round(cycles),
      Math.round(Math.max(0, cycles - computeCycles)),
      share(counts['ALU.alu'] ?? 0, cycles * elements),
      100 * utilization,
      share(counts['ALU.alu'] ?? 0, computeCycles * elements),
    ]),
  );
}

export function scalesimBandwidthReport({ layers }: SystemReport): string {
  const levels = ['SRAM', 'DRAM'].flatMap((level) =>
    ['IFMAP', 'FILTER', 'OFMAP'].map((usage) => `Avg ${usage} ${level} BW`),
  );
  return csv(
    ['LayerID', ...levels],
    layers.map((layer, i) => [
      i,
      ...perCycle(layer, ['GLB.spike', 'GLB.weight', 'GLB.psum', 'DRAM.spike', 'DRAM.weight', 'DRAM.psum']),
    ]),
  );
}

const perCycle = ({ counts, cycles }: LayerReport, keys: readonly (keyof Counters)[]): number[] =>
  keys.map((key) => (cycles > 0 ? (counts[key] ?? 0) / cycles : 0));

const share = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : 0);

const csv = (head: readonly string[], rows: readonly (readonly number[])[]): string =>
  [head.join(', '), ...rows.map((row) => row.join(', '))].map((line) => line + LINE_END).join('');
