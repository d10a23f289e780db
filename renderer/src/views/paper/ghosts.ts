/** The figure's own curves behind those of other settings: grey and dashed. Lines only; bars would hide each other. */
import type { PaperChart, PaperSeries } from '../../../../engine/contract/index.ts';

export function withGhosts(chart: PaperChart, own: readonly PaperChart[]): PaperChart {
  const before = own.find(({ id }) => id === chart.id);
  if (!before || chart.kind !== 'lines') return chart;
  const ghosts = before.series
    .filter((series) => !isSame(series, chart.series))
    .map((series): PaperSeries => ({
      ...series,
      id: `${series.id}, own`,
      name: '',
      hue: 'grey',
      dashed: true,
      points: series.points.map((point) => ({ ...point, low: point.y, high: point.y })),
    }));
  return { ...chart, series: [...ghosts, ...chart.series] };
}

function isSame({ id, points }: PaperSeries, others: readonly PaperSeries[]): boolean {
  const other = others.find((one) => one.id === id);
  return JSON.stringify(other?.points) === JSON.stringify(points);
}
