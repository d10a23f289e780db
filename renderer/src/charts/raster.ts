/** Spikes of one sample, layer above layer, with the time windows of the chosen layer as bands and its spikes per step below. */
import type { BarSeriesOption, CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { LayerRaster } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { linearRange } from './axis.ts';
import { PLOT_BOX, xAxisOf, yAxisOf } from './axes.ts';
import type { ChartDrawing } from './drawing.ts';
import { dataColor, type DataHue } from './series-style.ts';
import { chartTexts } from '../texts/charts.ts';
import { wordTexts } from '../texts/words.ts';

export const LAYER_HUES: readonly DataHue[] = ['green', 'sky', 'purple', 'amber', 'verm', 'blue', 'grey'];

export interface RasterInput {
  readonly title: string;
  readonly timesteps: number;
  readonly layers: readonly LayerRaster[];
  /** Whose windows and histogram are shown. */
  readonly chosen: number;
}

/** Share of a layer's band that its neurons fill; the rest parts it from the next. */
const FILLED = 0.86;
/** The histogram takes the band below the first layer. */
const HISTOGRAM_BANDS = 1;

export function raster(input: RasterInput, tokens: Tokens): ChartDrawing {
  const { layers, timesteps, chosen } = input;
  const count = layers.length;
  const bandOf = (layer: number): number => HISTOGRAM_BANDS + (count - 1 - layer);
  const spikes = layers.map((layer, l): ScatterSeriesOption => {
    const base = bandOf(l) + (1 - FILLED) / 2;
    return {
      id: layer.name,
      name: layer.name,
      type: 'scatter',
      symbol: 'rect',
      symbolSize: layer.spikes > 4000 ? 1.5 : [2, 3],
      large: layer.spikes > 4000,
      silent: true,
      itemStyle: { color: dataColor(tokens, LAYER_HUES[l % LAYER_HUES.length]) },
      data: Array.from(layer.neuronOf, (neuron, i) => [
        layer.stepOf[i] + 0.5,
        base + (FILLED * (neuron + 0.5)) / layer.neurons,
      ]),
    };
  });
  const own = layers[chosen];
  const highest = Math.max(1, ...own.perStep);
  const histogram: BarSeriesOption = {
    id: 'per-step',
    name: chartTexts.raster.perStep,
    type: 'bar',
    silent: true,
    barWidth: '92%',
    itemStyle: { color: dataColor(tokens, LAYER_HUES[chosen % LAYER_HUES.length]) },
    data: Array.from(own.perStep, (value, t) => [t + 0.5, (FILLED * value) / highest]),
  };
  const range = { min: 0, max: count + HISTOGRAM_BANDS, ticks: ticksOf(count) };
  const x = { ...linearRange([0, timesteps], { zero: true }), max: timesteps };
  return {
    title: input.title,
    summary: summaryOf(input),
    panel: {
      grid: { ...PLOT_BOX, left: 64 },
      xAxis: xAxisOf({ name: wordTexts.timeStep, range: x, log: false }, false),
      yAxis: {
        ...yAxisOf(
          {
            name: '',
            range,
            log: false,
            labelOf: (value) =>
              value < HISTOGRAM_BANDS
                ? `${own.name} Σ`
                : (layers[count - 1 - Math.floor(value - HISTOGRAM_BANDS)]?.name ?? ''),
          },
          { ...PLOT_BOX, left: 64 },
        ),
        splitLine: { show: false },
        axisTick: { show: false },
      },
      series: [windowBands(own.tws, timesteps, bandOf(chosen), tokens), ...spikes, histogram],
      tooltip: { show: false },
    },
    legend: layers.map(({ name }, l) => ({
      id: name,
      name,
      color: dataColor(tokens, LAYER_HUES[l % LAYER_HUES.length]),
      mark: 'box' as const,
    })),
    table: {
      columns: [
        { name: wordTexts.layer, unit: '' },
        { name: wordTexts.spikes, unit: '' },
        { name: chartTexts.raster.windows, unit: '' },
      ],
      rows: layers.map(({ name, spikes: total, filledWindows }) => [name, total, filledWindows]),
    },
    stops: [],
  };
}

const ticksOf = (layers: number): number[] => Array.from({ length: layers + 1 }, (_, i) => i + 0.5);

/** Every second window of the chosen layer, over its band and the histogram. */
function windowBands(tws: number, timesteps: number, band: number, tokens: Tokens): CustomSeriesOption {
  const starts = Array.from({ length: Math.ceil(timesteps / tws / 2) }, (_, i) => 2 * i * tws);
  return {
    id: 'windows',
    type: 'custom',
    silent: true,
    z: 0,
    data: starts.flatMap((start) =>
      [band, 0].map((bottom) => [start, Math.min(timesteps, start + tws), bottom]),
    ),
    renderItem: (_params, api) => {
      const [left, low] = api.coord([api.value(0), api.value(2)]);
      const [right, high] = api.coord([api.value(1), Number(api.value(2)) + 1]);
      return {
        type: 'rect',
        shape: { x: left, y: high, width: right - left, height: low - high },
        style: { fill: tokens.sunken },
      };
    },
  };
}

function summaryOf({ title, layers }: RasterInput): string {
  const figures = layers.map(({ name, spikes, filledWindows }) =>
    chartTexts.raster.layer(name, spikes, filledWindows),
  );
  return `${title}: ${figures.join(', ')}.`;
}
