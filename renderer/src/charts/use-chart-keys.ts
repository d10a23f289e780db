/** Keyboard on a chart: arrows walk the points and show their tooltip, Enter selects, Escape leaves. */
import { ref, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { ChartDrawing } from './drawing.ts';
import type { LiveChart } from './echarts.ts';

export interface ChartKeys {
  readonly at: Ref<number>;
  keyAt(seriesIndex: number | undefined, dataIndex: number | undefined): string | null;
  /** Draws the ink ring on all points with this key. */
  mark(key: string | null): void;
  onKey(event: KeyboardEvent): void;
  leave(): void;
}

export function useChartKeys(
  chart: ShallowRef<LiveChart | null>,
  drawing: ComputedRef<ChartDrawing>,
  act: { hover: (key: string | null) => void; select: (key: string) => void },
): ChartKeys {
  const at = ref(-1);

  function keyAt(seriesIndex: number | undefined, dataIndex: number | undefined): string | null {
    const stop = drawing.value.stops.find(
      (one) => one.seriesIndex === seriesIndex && one.dataIndex === dataIndex,
    );
    return stop?.key ?? null;
  }

  function mark(key: string | null): void {
    chart.value?.dispatchAction({ type: 'downplay' });
    for (const stop of drawing.value.stops) {
      if (stop.key === key) chart.value?.dispatchAction({ type: 'highlight', ...place(stop) });
    }
  }

  function show(index: number): void {
    const stop = drawing.value.stops[index];
    if (!stop) return;
    at.value = index;
    chart.value?.dispatchAction({ type: 'showTip', ...place(stop) });
    act.hover(stop.key);
  }

  function leave(): void {
    if (at.value < 0) return;
    at.value = -1;
    chart.value?.dispatchAction({ type: 'hideTip' });
    act.hover(null);
  }

  function onKey(event: KeyboardEvent): void {
    const last = drawing.value.stops.length - 1;
    const next = nextStop(event.key, at.value, last);
    if (next !== null) show(next);
    else if (event.key === 'Escape') leave();
    else if ((event.key === 'Enter' || event.key === ' ') && at.value >= 0) {
      act.select(drawing.value.stops[at.value].key);
    } else return;
    event.preventDefault();
  }

  return { at, keyAt, mark, onKey, leave };
}

const place = ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => ({
  seriesIndex,
  dataIndex,
});

/** Where a key leads from stop `at` of 0..last; null for keys that do not move or where there is no stop. */
export function nextStop(key: string, at: number, last: number): number | null {
  if (last < 0) return null;
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(at + 1, last);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return at < 0 ? last : Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}
