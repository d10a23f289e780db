/** Membrane potential of one neuron over the steps of a sample, with its threshold and its spikes. */
import type { MembraneTrace } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { significant } from '../format/index.ts';
import { linearRange } from './axis.ts';
import { PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, type DataHue } from './series-style.ts';
import { tooltipOf } from './tooltip.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export interface MembraneInput {
  readonly title: string;
  readonly layer: string;
  readonly trace: MembraneTrace;
  readonly hue: DataHue;
}

export function membrane({ title, layer, trace, hue }: MembraneInput, tokens: Tokens): ChartDrawing {
  const potential = trace.potential;
  const color = dataColor(tokens, hue);
  const y = linearRange([0, trace.threshold, ...potential]);
  const x = { ...linearRange([0, potential.length], { zero: true }), max: Math.max(1, potential.length) };
  return {
    title,
    summary: chartTexts.membrane.summary(
      title,
      trace.neuron,
      layer,
      trace.spikeSteps.length,
      trace.threshold,
    ),
    panel: {
      grid: PLOT_BOX,
      xAxis: xAxisOf({ name: wordTexts.timeStep, range: x, log: false }, false),
      yAxis: yAxisOf({ name: chartTexts.membrane.axis, range: y, log: false }),
      series: [
        {
          id: 'potential',
          name: 'potential',
          type: 'line',
          showSymbol: false,
          lineStyle: { width: 1.25, color },
          itemStyle: { color },
          data: potential.map((value, t) => [t + 0.5, value]),
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            lineStyle: { color: tokens.ctl, width: 1, type: [3, 3] },
            label: { formatter: 'Vth', position: 'insideEndTop', color: tokens.t3, fontSize: 12 },
            data: [{ yAxis: trace.threshold }],
          },
        },
        {
          id: 'spikes',
          name: 'spikes',
          type: 'scatter',
          symbol: 'rect',
          symbolSize: [2, 12],
          silent: true,
          itemStyle: { color: tokens.t1 },
          data: trace.spikeSteps.map((t) => [t + 0.5, potential[t] ?? trace.threshold]),
        },
      ],
      tooltip: {
        trigger: 'axis',
        formatter: (params) => {
          const first = Array.isArray(params) ? params[0] : params;
          const [step, value] = Array.isArray(first?.value) ? first.value.map(Number) : [NaN, NaN];
          const t = Math.floor(step);
          return tooltipOf({
            head: chartTexts.stepAt(t),
            lines: [{ label: 'potential', value: significant(value) }],
            foot: trace.spikeSteps.includes(t) ? 'spike' : '',
          });
        },
      },
    },
    legend: [],
    table: {
      columns: [
        { name: wordTexts.step, unit: '' },
        { name: chartTexts.membrane.potential, unit: '' },
        { name: chartTexts.membrane.spike, unit: '' },
      ],
      rows: potential.map((value, t) => [t, value, trace.spikeSteps.includes(t) ? 1 : 0]),
    },
    stops: [],
  };
}
