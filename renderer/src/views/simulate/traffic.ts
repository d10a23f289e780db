/** Level × usage of one layer or of the network: the third side of the breakdown, in figures. */
import {
  LEVELS,
  USAGES,
  type LayerReport,
  type Level,
  type SystemReport,
  type Usage,
} from '../../../../engine/contract/index.ts';

export interface TrafficRow {
  readonly level: Level;
  readonly bytes: Readonly<Record<Exclude<Usage, 'alu'>, number>>;
  readonly energyPj: number;
}

type Counted = Pick<LayerReport, 'counts' | 'byComponentPj'>;

const MOVED = USAGES.filter((usage) => usage !== 'alu');

/** layer null = the network. The ALU moves no bytes and is left out. */
export function trafficOf(report: SystemReport, layer: LayerReport | null): TrafficRow[] {
  const parts: readonly Counted[] = layer ? [layer] : report.layers;
  const total = (of: (one: Counted) => number): number => parts.reduce((sum, one) => sum + of(one), 0);
  return LEVELS.filter((level) => level !== 'ALU').map((level) => {
    const [weight, spike, psum] = MOVED.map((usage) =>
      total(({ counts }) => counts[`${level}.${usage}`] ?? 0),
    );
    return { level, bytes: { weight, spike, psum }, energyPj: total((one) => one.byComponentPj[level]) };
  });
}
