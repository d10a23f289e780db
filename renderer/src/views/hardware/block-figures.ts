/** What the block picture shows of a simulated network or one of its layers; averages over all cycles. */
import type {
  ArchCapacities,
  ArchConfig,
  BufferNeeds,
  SystemReport,
} from '../../../../engine/contract/index.ts';
import { LEVELS, type Level } from '../../../../engine/contract/index.ts';

export interface Fill {
  readonly needBytes: number;
  readonly haveBytes: number;
}

export interface Link {
  /** Average, bytes per cycle. */
  readonly bytesPerCycle: number;
  /** Of the peak bandwidth, 0..1. */
  readonly share: number;
}

export interface BlockFigures {
  readonly dram: Link;
  readonly glb: Link;
  readonly glbWeights: Fill;
  readonly glbSpikes: Fill;
  readonly lbufWeights: Fill;
  readonly lbufSpikes: Fill;
  /** Columns that hold a work unit, on average. */
  readonly busyColumns: number;
  /** Rows of the last tile that hold an output channel; all rows for the whole network. */
  readonly lastRows: number;
  readonly energyShare: Readonly<Record<Level, number>>;
}

const largest = (values: readonly number[]): number => Math.max(0, ...values);

/** layer: name, or null for the whole network (then buffers show the largest layer). */
export function blockFigures(
  report: SystemReport,
  needs: readonly BufferNeeds[],
  capacities: ArchCapacities,
  arch: ArchConfig,
  layer: string | null,
): BlockFigures {
  const layers = report.layers.filter(({ name }) => layer === null || name === layer);
  const wanted = needs.filter(({ name }) => layer === null || name === layer);
  const sum = (of: (one: (typeof layers)[number]) => number): number =>
    layers.reduce((total, one) => total + of(one), 0);
  const cycles = sum(({ cycles: own }) => own);
  const ratio = (part: number): number => (cycles > 0 ? part / cycles : 0);
  const dramPeak = (arch.dram.gbPerSecond * 1e3) / arch.clockMhz;
  const dramShare = ratio(sum(({ dramCycles }) => dramCycles));
  const glbShare = ratio(sum(({ glbCycles }) => glbCycles));
  const computed = sum(({ computeCycles }) => computeCycles);
  const busy = sum(({ utilization, computeCycles }) => utilization * computeCycles);
  const energyPj = sum(({ energyPj: own }) => own);
  return {
    dram: { bytesPerCycle: dramShare * dramPeak, share: dramShare },
    glb: { bytesPerCycle: glbShare * arch.glb.bytesPerCycle, share: glbShare },
    glbWeights: {
      needBytes: largest(wanted.map(({ glbWeightBytes }) => glbWeightBytes)),
      haveBytes: capacities.glbWeightBytes,
    },
    glbSpikes: {
      needBytes: largest(wanted.map(({ glbSpikeBytes }) => glbSpikeBytes)),
      haveBytes: capacities.glbSpikeBytes,
    },
    lbufWeights: {
      needBytes: largest(wanted.map(({ lbufWeightBytes }) => lbufWeightBytes)),
      haveBytes: capacities.lbufWeightBytes,
    },
    lbufSpikes: {
      needBytes: largest(wanted.map(({ lbufSpikeBytes }) => lbufSpikeBytes)),
      haveBytes: capacities.lbufSpikeBytes,
    },
    busyColumns: computed > 0 ? (busy / computed) * arch.array.cols : 0,
    lastRows: layer === null ? arch.array.rows : (wanted[0]?.lastRows ?? arch.array.rows),
    energyShare: Object.fromEntries(
      LEVELS.map((level) => [
        level,
        energyPj > 0 ? sum(({ byComponentPj }) => byComponentPj[level]) / energyPj : 0,
      ]),
    ) as Record<Level, number>,
  };
}
