/** Dragging a rectangle over a chart; Escape or a click on empty ground clears it. */
import { shallowRef, type ShallowRef } from 'vue';
import type { LiveChart } from './echarts.ts';

export interface BrushArea {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Less than this is a click. */
const LEAST_PX = 5;

export function useChartBrush(
  chart: ShallowRef<LiveChart | null>,
  plot: Readonly<ShallowRef<HTMLElement | null>>,
  changed: (area: BrushArea | null) => void,
) {
  const box = shallowRef<Record<string, string> | null>(null);
  let from: readonly [number, number] | null = null;

  function at(event: PointerEvent): readonly [number, number] {
    const frame = plot.value?.getBoundingClientRect() ?? new DOMRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  function inPlot(point: readonly [number, number]): boolean {
    return chart.value?.containPixel('grid', [...point]) ?? false;
  }

  function down(event: PointerEvent): void {
    const point = at(event);
    if (event.button === 0 && inPlot(point)) from = point;
  }

  function move(event: PointerEvent): void {
    if (!from) return;
    const [x, y] = at(event);
    if (Math.hypot(x - from[0], y - from[1]) < LEAST_PX && !box.value) return;
    plot.value?.setPointerCapture(event.pointerId);
    box.value = {
      left: `${Math.min(x, from[0])}px`,
      top: `${Math.min(y, from[1])}px`,
      width: `${Math.abs(x - from[0])}px`,
      height: `${Math.abs(y - from[1])}px`,
    };
  }

  function up(event: PointerEvent): void {
    const start = from;
    from = null;
    if (!start || !box.value) return;
    box.value = null;
    const corners = [start, at(event)].map((point) => chart.value?.convertFromPixel('grid', [...point]));
    const [a, b] = corners as (number[] | undefined)[];
    if (!a || !b) return;
    changed({
      x: [Math.min(a[0], b[0]), Math.max(a[0], b[0])],
      y: [Math.min(a[1], b[1]), Math.max(a[1], b[1])],
    });
  }

  function key(event: KeyboardEvent): void {
    if (event.key === 'Escape') changed(null);
  }

  const listeners = { pointerdown: down, pointermove: move, pointerup: up, keydown: key };
  return { box, listeners };
}
