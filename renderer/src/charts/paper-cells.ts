/** Spikes per time window as cells: a row per neuron, a column per window, darker = more. */
import type { PaperChart } from '../../../engine/contract/index.ts';
import type { Tokens } from '../design/tokens.ts';
import { sizeOf, type PaperPanel } from './paper-marks.ts';
import { fillColor } from './series-style.ts';

export function cellsPanel(chart: PaperChart, tokens: Tokens): PaperPanel {
  const { series, x } = chart;
  const columns = Math.max(1, ...series.map(({ points }) => points.length));
  const most = Math.max(1, ...series.flatMap(({ points }) => points.map(({ y }) => y)));
  return {
    grid: { left: 40, right: 16, top: 12, bottom: 42 },
    xAxis: {
      type: 'category',
      data: Array.from({ length: columns }, (_, i) => String(i + 1)),
      axisTick: { show: false },
      name: x.name,
      nameLocation: 'middle',
      nameGap: 24,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: series.map((_, i) => String(i + 1)),
      axisTick: { show: false },
      splitLine: { show: false },
    },
    series: series.map((one, row) => ({
      id: one.id,
      name: one.name,
      type: 'custom' as const,
      data: one.points.map((point) => [point.x, row, point.y]),
      renderItem: (_params, api) => {
        const [centre, middle] = api.coord([api.value(0), api.value(1)]);
        const [width, height] = sizeOf(api);
        const spikes = Number(api.value(2));
        return {
          type: 'rect',
          shape: {
            x: centre - width / 2 + 0.5,
            y: middle - height / 2 + 0.5,
            width: Math.max(1, width - 1),
            height: Math.max(1, height - 1),
          },
          style: {
            fill: spikes > 0 ? fillColor(tokens, one.hue) : tokens.sunken,
            opacity: spikes > 0 ? 0.3 + (0.7 * spikes) / most : 1,
          },
        };
      },
    })),
  };
}
