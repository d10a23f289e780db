/** All simulated systems side by side in one quantity, each against the system in focus. */
import type { SystemName, SystemReport } from '../../../../engine/contract/index.ts';
import { axisName } from '../../charts/axes.ts';
import type { SystemDotsInput } from '../../charts/system-dots.ts';
import { edp, energy, latency, ratio, scaleFor, type Quantity } from '../../format/index.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import { wordTexts } from '../../texts/words.ts';

export type SideQuantity = 'energy' | 'latency' | 'edp';

interface Kind {
  readonly name: string;
  readonly unit: string;
  readonly of: (report: SystemReport) => number;
  readonly text: (report: SystemReport) => Quantity;
  readonly foot: (table: string) => string;
}

const KINDS: Readonly<Record<SideQuantity, Kind>> = {
  energy: {
    get name() {
      return wordTexts.energy;
    },
    unit: 'J',
    of: ({ total }) => total.energyPj * 1e-12,
    text: ({ total }) => energy(total.energyPj),
    foot: (table) => simulateTexts.formulas.energy(table),
  },
  latency: {
    get name() {
      return wordTexts.latency;
    },
    unit: 's',
    of: ({ total }) => total.latencyUs * 1e-6,
    text: ({ total }) => latency(total.latencyUs),
    foot: () => simulateTexts.formulas.latency,
  },
  edp: {
    get name() {
      return wordTexts.edp;
    },
    unit: 'J·s',
    of: ({ total }) => total.edpJs,
    text: ({ total }) => edp(total.edpJs),
    foot: (table) => simulateTexts.formulas.edpWith(table),
  },
};

/** Null where no system has a value above 0. systems: in reading order; the last one is drawn on top. */
export function sideBySide(
  systems: readonly SystemReport[],
  quantity: SideQuantity,
  focus: SystemName,
): SystemDotsInput | null {
  const { name, unit, of, text, foot } = KINDS[quantity];
  const shown = systems.filter((report) => of(report) > 0);
  if (shown.length === 0) return null;
  const scale = scaleFor(Math.max(...shown.map(of)), unit);
  const reference = shown.find(({ system }) => system === focus);
  return {
    title: name,
    axis: axisName(name, scale.unit, true),
    unit: scale.unit,
    focus,
    dots: shown.toReversed().map((report) => ({
      system: report.system,
      value: of(report) * scale.factor,
      text: text(report).label,
      ratio: reference ? ratio(of(report) / of(reference)).label : '',
    })),
    foot: foot(systems[0].energyTable),
  };
}
