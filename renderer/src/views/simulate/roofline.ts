/** Layers under the roof of the array and of one memory: additions per second against additions per byte. */
import type { SystemName, SystemReport } from '../../../../engine/contract/index.ts';
import type { RooflineInput, RooflineMark } from '../../charts/roofline.ts';
import { percent, significant } from '../../format/index.ts';
import { bytesAt } from './breakdown.ts';
import { boundOf } from './layer-columns.ts';

export type RoofLevel = 'DRAM' | 'GLB';

export interface RooflineView {
  readonly input: RooflineInput;
  /** Layers without additions or without bytes have no place on logarithmic axes. */
  readonly left: number;
}

/** Null where there is nothing to draw. All systems share one accelerator, so they share one roof. */
export function rooflineOf(
  systems: readonly SystemReport[],
  level: RoofLevel,
  named: SystemName,
): RooflineView | null {
  const arch = systems[0]?.arch;
  if (!arch) return null;
  const gigaCycles = arch.clockMhz / 1000;
  const points = systems.flatMap((report) => pointsOf(report, level, gigaCycles));
  const layers = systems.reduce((sum, report) => sum + report.layers.length, 0);
  return {
    input: {
      title: `Roofline, ${level}`,
      named,
      points,
      peak: arch.array.rows * arch.array.cols * gigaCycles,
      bandwidth: level === 'DRAM' ? arch.dram.gbPerSecond : arch.glb.bytesPerCycle * gigaCycles,
      level,
      text: (value) => significant(value),
      foot: 'Accumulations / latency; roof = min(PEs × clock, bandwidth × additions per byte)',
    },
    left: layers - points.length,
  };
}

function pointsOf(report: SystemReport, level: RoofLevel, gigaCycles: number): RooflineMark[] {
  return report.layers.flatMap((layer): RooflineMark[] => {
    const additions = layer.counts['ALU.alu'] ?? 0;
    const bytes = bytesAt(layer, level);
    if (additions === 0 || bytes === 0 || layer.cycles === 0) return [];
    return [
      {
        key: `${report.system} ${layer.name}`,
        layer: layer.name,
        system: report.system,
        intensity: additions / bytes,
        attained: (additions / layer.cycles) * gigaCycles,
        lines: [
          { label: 'Bound by', value: boundOf(layer) },
          { label: 'Column use', value: percent(layer.utilization, 1).label },
        ],
      },
    ];
  });
}
