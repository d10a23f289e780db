/** The four questions of the quantisation study as charts: sparsity, accuracy, energy, latency by number format. */
import type {
  QuantisationPoint,
  QuantisationReport,
  Spread,
  SystemName,
} from '../../../../engine/contract/index.ts';
import type { FormatLinesInput, FormatSeries } from '../../charts/format-lines.ts';
import { SYSTEM_STYLES, type DataHue } from '../../charts/series-style.ts';
import { columnScale, fixed, significant } from '../../format/index.ts';
import { quantisationTexts as text } from '../../texts/quantisation.ts';

const CODING_LOOKS: readonly { readonly hue: DataHue; readonly symbol: string; readonly path: string }[] = [
  { hue: 'blue', symbol: 'circle', path: 'M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z' },
  { hue: 'verm', symbol: 'rect', path: 'M2 2h8v8H2z' },
];

const scaled = ({ mean, low, high }: Spread, factor: number): Spread => ({
  mean: mean * factor,
  low: low * factor,
  high: high * factor,
});

export function formatsOf({ points }: QuantisationReport): string[] {
  return [...new Map(points.map(({ format, bits }) => [format, bits]))]
    .sort(([, a], [, b]) => b - a)
    .map(([format]) => format);
}

/** `id` names a chart in any language. */
type Chart = FormatLinesInput & { readonly id: 'sparsity' | 'accuracy' | 'energy' | 'latency' };

export function quantisationCharts(report: QuantisationReport): Chart[] {
  const formats = formatsOf(report);
  const codings = [...new Set(report.points.map(({ coding }) => coding))];
  const at = (coding: string, format: string): QuantisationPoint | undefined =>
    report.points.find((point) => point.coding === coding && point.format === format);
  const ofCoding = (id: 'sparsity' | 'accuracy', of: (point: QuantisationPoint) => Spread): Chart => ({
    id,
    title: text[id],
    unit: '%',
    log: false,
    formats,
    series: codings.map((coding, i): FormatSeries => ({
      id: coding,
      name: coding,
      dashed: false,
      ...CODING_LOOKS[i % CODING_LOOKS.length],
      values: formats.map((format) => {
        const point = at(coding, format);
        return point ? scaled(of(point), 100) : null;
      }),
    })),
    text: (value) => `${fixed(value, 1)} %`,
    foot: text.tableSub,
  });
  const systems = [...new Set(report.points.flatMap(({ costs }) => costs.map(({ system }) => system)))];
  const ofSystem = (
    id: 'energy' | 'latency',
    base: string,
    perUnit: number,
    key: 'energyPj' | 'latencyUs',
  ): Chart => {
    const means = report.points.flatMap(({ costs }) => costs.map((cost) => cost[key].mean * perUnit));
    const scale = columnScale(means, base);
    return {
      id,
      title: text[id],
      unit: scale.unit,
      log: true,
      formats,
      series: codings.flatMap((coding, i) =>
        systems.map((system): FormatSeries => {
          const { label, hue, symbol, path } = SYSTEM_STYLES[system];
          return {
            id: `${coding} ${system}`,
            name: `${label}, ${coding}`,
            hue,
            symbol,
            path,
            dashed: i > 0,
            values: formats.map((format) => {
              const cost = at(coding, format)?.costs.find((one) => one.system === system);
              return cost ? scaled(cost[key], perUnit * scale.factor) : null;
            }),
          };
        }),
      ),
      text: (value) => `${significant(value)} ${scale.unit}`,
      foot: text.foot(text.tableSub, report.energyTable),
    };
  };
  return [
    ofCoding('sparsity', ({ sparsity }) => sparsity),
    ofCoding('accuracy', ({ accuracy }) => accuracy),
    ofSystem('energy', 'J', 1e-12, 'energyPj'),
    ofSystem('latency', 's', 1e-6, 'latencyUs'),
  ];
}

/** What the smallest format that costs at most this much accuracy does, coding by coding; without one, the 4-bit one. */
const WORTH_LOSING = 0.02;

export interface QuantisationAnswer {
  readonly coding: string;
  readonly format: string;
  /** Against 32 bits: differences as shares, 0..1, and how many times less energy. */
  readonly sparsity: number;
  readonly accuracy: number;
  readonly energies: readonly { readonly system: SystemName; readonly timesLower: number }[];
}

export function answersOf({ points }: QuantisationReport): QuantisationAnswer[] {
  return [...new Set(points.map(({ coding }) => coding))].flatMap((coding) => {
    const own = points.filter((point) => point.coding === coding);
    const float = own.find(({ bits }) => bits === 32);
    const fewer = own.filter(({ bits }) => bits < 32).sort((a, b) => a.bits - b.bits);
    const kept = fewer.find(({ accuracy }) => float && accuracy.mean >= float.accuracy.mean - WORTH_LOSING);
    const chosen = kept ?? fewer.find(({ bits }) => bits === 4) ?? fewer.at(-1);
    if (!float || !chosen) return [];
    const energies = chosen.costs.flatMap(({ system, timesLowerEnergy }) =>
      timesLowerEnergy === null ? [] : [{ system, timesLower: timesLowerEnergy }],
    );
    return {
      coding,
      format: chosen.format,
      sparsity: chosen.sparsity.mean - float.sparsity.mean,
      accuracy: chosen.accuracy.mean - float.accuracy.mean,
      energies,
    };
  });
}
