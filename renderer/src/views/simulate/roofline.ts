/** Layers under the roof of the array and of one memory, as the engine places them, in additions per second. */
import type {
  Explanation,
  RooflineMemory,
  RooflinePoint,
  SystemName,
} from '../../../../engine/contract/index.ts';
import type { RooflineInput, RooflineMark } from '../../charts/roofline.ts';
import { significant } from '../../format/index.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import { wordTexts } from '../../texts/words.ts';

export type RoofLevel = RooflineMemory['level'];
export type Rooflines = Explanation['rooflines'];

export interface RooflineView {
  readonly input: RooflineInput;
  /** Layers without additions or without bytes have no place on logarithmic axes. */
  readonly left: number;
}

/** named: the system whose roof is drawn and whose layers carry their names. Null where there is nothing to draw. */
export function rooflineView(
  rooflines: Rooflines,
  level: RoofLevel,
  named: SystemName,
  clockMhz: number,
): RooflineView | null {
  const gigaCycles = clockMhz / 1000;
  const has = ({ memories }: RooflinePoint): boolean => memories.some((one) => one.level === level);
  const read = rooflines.find(({ system }) => system === named)?.layers.find(has);
  const memory = read?.memories.find((one) => one.level === level);
  if (!read || !memory) return null;
  // A system with another peak stands under another roof.
  const under = rooflines.filter(
    ({ system, layers: own }) =>
      system === named || own.every(({ peakOpsPerCycle }) => peakOpsPerCycle === read.peakOpsPerCycle),
  );
  const points = under.flatMap((one) => marksOf(one, level, gigaCycles));
  const layers = under.reduce((sum, one) => sum + one.layers.length, 0);
  return {
    input: {
      title: simulateTexts.roofline.title(level),
      named,
      points,
      peak: read.peakOpsPerCycle * gigaCycles,
      bandwidth: memory.bytesPerCycle * gigaCycles,
      level,
      text: (value) => significant(value),
      foot: simulateTexts.roofline.foot,
    },
    left: layers - points.length,
  };
}

function marksOf(
  { system, layers }: Rooflines[number],
  level: RoofLevel,
  gigaCycles: number,
): RooflineMark[] {
  return layers.flatMap(({ name, achievedOpsPerCycle, memories, bound }): RooflineMark[] => {
    const intensity = memories.find((one) => one.level === level)?.opsPerByte ?? 0;
    if (intensity === 0 || achievedOpsPerCycle === 0) return [];
    return [
      {
        key: `${system} ${name}`,
        layer: name,
        system,
        intensity,
        attained: achievedOpsPerCycle * gigaCycles,
        lines: [
          { label: wordTexts.boundBy, value: bound === 'compute' ? simulateTexts.bounds.array : bound },
        ],
      },
    ];
  });
}
