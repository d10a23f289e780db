/** A sweep's points as the chart and the table want them. */
import type { SweepCost, SweepReport } from '../../../../engine/contract/index.ts';
import type { SweepLinesInput } from '../../charts/sweep-lines.ts';
import { columnScale, significant, type Scale } from '../../format/index.ts';
import { simulateTexts } from '../../texts/simulate.ts';
import { wordTexts } from '../../texts/words.ts';

export const SWEEP_QUANTITIES = [
  {
    value: 'edp' as const,
    get label() {
      return wordTexts.edp;
    },
    unit: 'J·s',
    of: ({ edpJs }: SweepCost): number => edpJs,
  },
  {
    value: 'energy' as const,
    get label() {
      return wordTexts.energy;
    },
    unit: 'J',
    of: ({ energyPj }: SweepCost): number => energyPj * 1e-12,
  },
  {
    value: 'latency' as const,
    get label() {
      return wordTexts.latency;
    },
    unit: 's',
    of: ({ latencyUs }: SweepCost): number => latencyUs * 1e-6,
  },
] as const;
export type SweepQuantity = (typeof SWEEP_QUANTITIES)[number]['value'];

const formulaOf = (quantity: SweepQuantity): string => {
  const { edp, energyPlain, latencyPlain } = simulateTexts.formulas;
  return { edp, energy: energyPlain, latency: latencyPlain }[quantity];
};

export const keysOf = ({ runs }: SweepReport): string[] => Object.keys(runs[0]?.settings ?? {});

export interface SweepTableRow {
  readonly key: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly cost: SweepCost;
}

export const sweepRows = ({ runs }: SweepReport): SweepTableRow[] =>
  runs.flatMap(({ settings, systems }, i) =>
    systems.map((cost) => ({ key: `${i} ${cost.system}`, settings, cost })),
  );

export const sweepScales = (report: SweepReport): ReadonlyMap<SweepQuantity, Scale> =>
  new Map(
    SWEEP_QUANTITIES.map(({ value, unit, of }) => [
      value,
      columnScale(
        report.runs.flatMap(({ systems }) => systems.map(of)),
        unit,
      ),
    ]),
  );

export function sweepChart(
  report: SweepReport,
  key: string,
  quantity: SweepQuantity,
  energyTable: string,
): SweepLinesInput {
  const shown = SWEEP_QUANTITIES.find(({ value }) => value === quantity) ?? SWEEP_QUANTITIES[0];
  const scale = sweepScales(report).get(quantity) ?? { factor: 1, unit: shown.unit };
  return {
    title: simulateTexts.sweepOver(shown.label, key),
    key,
    ticks: [...new Set(report.runs.map(({ settings }) => String(settings[key])))],
    quantity: shown.label,
    unit: scale.unit,
    text: (value) => significant(value),
    foot: simulateTexts.withTable(formulaOf(quantity), energyTable),
    points: report.runs.flatMap(({ settings, systems }) => {
      const others = Object.entries(settings)
        .filter(([name]) => name !== key)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ');
      return systems.map((cost) => ({
        system: cost.system,
        at: String(settings[key]),
        others,
        value: shown.of(cost) * scale.factor,
      }));
    }),
  };
}
