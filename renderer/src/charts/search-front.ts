/** Candidates in the plane of two metrics: those on the front filled, the others faint, infeasible ones fainter. */
import type { ScatterSeriesOption } from 'echarts/charts';
import type { SearchCandidateRow, SearchMetric } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { edp, energy, GAP, latency, significant } from '../format/index.ts';
import { linearRange, logRange } from './axis.ts';
import { axisName, PLOT_BOX, xAxisOf, yAxisOf, type AxisInput } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface MetricAxis {
  readonly metric: SearchMetric;
  readonly name: string;
  readonly unit: string;
  /** The metric times this is in the axis's unit. */
  readonly scale: number;
  readonly log: boolean;
}

export interface SearchFrontInput {
  readonly title: string;
  readonly x: MetricAxis;
  readonly y: MetricAxis;
  readonly candidates: readonly SearchCandidateRow[];
  /** Position of the marked candidate. */
  readonly marked: number | null;
}

/** More points than this are drawn without a shape of their own each. */
const MANY = 4000;

/** What every tooltip tells. */
const COSTS: readonly SearchMetric[] = ['energyPj', 'latencyUs', 'edpJs'];

type Measured = SearchCandidateRow & { readonly x: number; readonly y: number };

const axisInput = ({ name, unit, log }: MetricAxis, values: readonly number[]): AxisInput => ({
  name: axisName(name, unit, log),
  range: log ? logRange(values, { labelled: false }) : linearRange(values, { zero: true }),
  log,
});

export function searchFront(input: SearchFrontInput, tokens: Tokens): ChartDrawing {
  const { title, candidates, marked } = input;
  const measured = candidates.flatMap((row): Measured[] => {
    const [x, y] = [row.metrics[input.x.metric], row.metrics[input.y.metric]];
    return x === null || y === null ? [] : [{ ...row, x: x * input.x.scale, y: y * input.y.scale }];
  });
  const front = measured.filter(({ onFront }) => onFront);
  const groups = [
    {
      id: 'front',
      name: chartTexts.candidates.front,
      rows: front,
      color: dataColor(tokens, 'green'),
      size: 8,
      opacity: 1,
    },
    {
      id: 'tried',
      name: chartTexts.candidates.tried,
      rows: measured.filter(({ onFront, feasible }) => feasible && !onFront),
      color: tokens.t3,
      size: 4,
      opacity: 0.5,
    },
    {
      id: 'infeasible',
      name: chartTexts.candidates.infeasible,
      rows: measured.filter(({ feasible }) => !feasible),
      color: dataColor(tokens, 'verm'),
      size: 4,
      opacity: 0.3,
    },
  ];
  const one = measured.find(({ position }) => position === marked);
  const byData = groups.map(({ rows }) => rows);
  return {
    title,
    summary: chartTexts.candidates.summary(title, measured.length, front.length),
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf(
        axisInput(
          input.x,
          measured.map(({ x }) => x),
        ),
        false,
      ),
      yAxis: yAxisOf(
        axisInput(
          input.y,
          measured.map(({ y }) => y),
        ),
      ),
      series: [
        ...groups.map(({ id, rows, color, size, opacity }): ScatterSeriesOption => ({
          id,
          type: 'scatter',
          symbolSize: size,
          itemStyle: { color, opacity },
          z: id === 'front' ? 4 : 2,
          // Many points as one path, and at once: what is drawn piece by piece outlives a chart that is closed meanwhile.
          large: rows.length > MANY,
          progressive: 0,
          data: rows.map(({ x, y }) => [x, y]),
        })),
        {
          id: 'marked',
          type: 'scatter',
          silent: true,
          symbolSize: 14,
          z: 6,
          itemStyle: { color: 'transparent', borderColor: tokens.t1, borderWidth: 1.5 },
          data: one ? [[one.x, one.y]] : [],
        },
      ],
      tooltip: {
        trigger: 'item',
        formatter: (params) => {
          const at = Array.isArray(params) ? params[0] : params;
          const row = byData[at.seriesIndex ?? 0]?.[at.dataIndex];
          if (!row) return '';
          return tooltipOf({
            head: chartTexts.candidates.at(row.position + 1),
            lines: [
              ...Object.entries(row.choice).map(([label, value]) => ({ label, value: String(value) })),
              { label: wordTexts.energy, value: energy(row.metrics.energyPj).label },
              { label: wordTexts.latency, value: latency(row.metrics.latencyUs).label },
              { label: wordTexts.edp, value: edp(row.metrics.edpJs).label },
              ...[
                { ...input.x, value: row.x },
                { ...input.y, value: row.y },
              ]
                .filter(({ metric }) => !COSTS.includes(metric))
                .map(({ name, unit, value }) => ({
                  label: name,
                  value: `${significant(value)}${GAP}${unit}`,
                })),
            ],
            foot: row.onFront
              ? chartTexts.candidates.onFront
              : row.feasible
                ? ''
                : chartTexts.candidates.misses,
          });
        },
      },
    },
    legend: groups
      .filter(({ rows }) => rows.length > 0)
      .map(({ id, name, color }) => ({ id, name, color, mark: 'box' as const })),
    table: {
      columns: [
        { name: chartTexts.candidates.candidate, unit: '' },
        { name: input.x.name, unit: input.x.unit },
        { name: input.y.name, unit: input.y.unit },
      ],
      rows: measured.map(({ position, x, y }) => [position + 1, x, y]),
    },
    stops: front.map(({ position }, dataIndex) => ({ key: String(position), seriesIndex: 0, dataIndex })),
  };
}
