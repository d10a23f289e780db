/** One chart per dataset, each with its own unit and ranges. */
import { computed, type ComputedRef } from 'vue';
import type { Draw } from '../../charts/export.ts';
import { frontier } from '../../charts/frontier.ts';
import type { BrushArea } from '../../charts/use-chart-brush.ts';
import { axisScale, pointsOf } from './points.ts';
import type { Facet } from './results.ts';
import type { MetricPoint } from './seed-points.ts';
import type { Comparison } from './use-comparison.ts';

export interface FacetDraw {
  readonly facet: Facet;
  readonly draw: Draw;
  /** The same without the marks of this window, such as the selection. */
  readonly print: Draw;
  /** Takes the rectangle that was dragged, in the units of the axes. */
  readonly brush: (area: BrushArea | null) => void;
}

export function useFacetDraws(comparison: Comparison): ComputedRef<readonly FacetDraw[]> {
  // Apart from what a frame or a selection changes, so that neither makes the points anew.
  const prepared = computed(() => {
    const [x, y] = [comparison.x.value, comparison.y.value];
    return comparison.facets.value.map((facet) => {
      const points = comparison.points.value.get(facet.dataset) ?? [];
      const scales = {
        x: axisScale(
          points.map((point) => point.x),
          x,
        ),
        y: axisScale(
          points.map((point) => point.y),
          y,
        ),
      };
      return { facet, points, scales, drawn: pointsOf(points, [x, y], scales) };
    });
  });
  return computed(() => {
    const [x, y] = [comparison.x.value, comparison.y.value];
    return prepared.value.map(({ facet, points, scales, drawn }) => {
      const brushed = comparison.brush.value?.dataset === facet.dataset ? comparison.brushed.value : null;
      const gain = { name: y.name, unit: scales.y.unit, better: y.better };
      const input = {
        title: facet.dataset,
        points: drawn,
        costName: x.name,
        costUnit: scales.x.unit,
        costBetter: x.better,
        ...(y.id === 'accuracy' ? {} : { gain }),
        log: comparison.log.value,
        showFront: comparison.showFront.value,
        floorPercent: comparison.floorPercent.value,
        selectedKey: pointOf(points, comparison.selectedKey.value),
        brushed,
      };
      const toBase = (area: BrushArea): BrushArea => ({
        x: [area.x[0] / scales.x.factor, area.x[1] / scales.x.factor],
        y: [area.y[0] / scales.y.factor, area.y[1] / scales.y.factor],
      });
      return {
        facet,
        draw: (tokens) => frontier(input, tokens),
        print: (tokens) => frontier({ ...input, selectedKey: null }, tokens),
        brush: (area) => {
          comparison.brush.value = area && { ...toBase(area), dataset: facet.dataset };
          comparison.focused.value = facet.dataset;
        },
      };
    });
  });
}

/** The point that stands for a result: its own, or that of its seed group. */
function pointOf(points: readonly MetricPoint[], key: string | null): string | null {
  const point = points.find(({ members }) => members.some((result) => result.key === key));
  return point?.result.key ?? null;
}
