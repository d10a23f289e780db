/** One chart per dataset, each with its own unit and ranges. */
import { computed, type ComputedRef } from 'vue';
import type { Draw } from '../../charts/export.ts';
import { frontier } from '../../charts/frontier.ts';
import { COST_NAMES, costScale, pointsOf } from './points.ts';
import type { Facet } from './results.ts';
import type { Comparison } from './use-comparison.ts';

export interface FacetDraw {
  readonly facet: Facet;
  readonly draw: Draw;
  /** The same without the marks of this window, such as the selection. */
  readonly print: Draw;
}

export function useFacetDraws(comparison: Comparison): ComputedRef<readonly FacetDraw[]> {
  return computed(() => {
    const quantity = comparison.quantity.value;
    return comparison.facets.value.map((facet) => {
      const scale = costScale(facet.results, quantity);
      const points = pointsOf(facet.results, quantity, scale);
      const input = {
        title: facet.dataset,
        points,
        costName: COST_NAMES[quantity],
        costUnit: scale.unit,
        log: comparison.log.value,
        showFront: comparison.showFront.value,
        floorPercent: comparison.floorPercent.value,
        selectedKey: comparison.selectedKey.value,
      };
      return {
        facet,
        draw: (tokens) => frontier(input, tokens),
        print: (tokens) => frontier({ ...input, selectedKey: null }, tokens),
      };
    });
  });
}
