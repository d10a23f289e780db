/** A rectangle over a chart, dragged, or drawn with B and moved by arrow keys; Escape clears it. */
import { shallowRef, type ShallowRef } from 'vue';
import { firstFrame, frameAfter, type Frame } from './brush-frame.ts';
import type { Panel } from './drawing.ts';
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
  grid: () => Panel['grid'],
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
    if (event.button !== 0 || !inPlot(point)) return;
    hide();
    from = point;
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
    choose(start, at(event));
  }

  function choose(...points: readonly (readonly [number, number])[]): void {
    const corners = points.map((point) => chart.value?.convertFromPixel('grid', [...point]));
    const [a, b] = corners as (number[] | undefined)[];
    if (!a || !b) return;
    changed({
      x: [Math.min(a[0], b[0]), Math.max(a[0], b[0])],
      y: [Math.min(a[1], b[1]), Math.max(a[1], b[1])],
    });
  }

  /** The frame that keys move; null while none is drawn. */
  let frame: Frame | null = null;

  function draw(next: Frame): void {
    frame = next;
    const { left, top, width, height } = next;
    box.value = { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
    choose([left, top], [left + width, top + height]);
  }

  /** True where the key was for the frame. */
  function key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === 'Escape') {
      const had = frame !== null;
      hide();
      changed(null);
      return had;
    }
    const { clientWidth = 0, clientHeight = 0 } = plot.value ?? {};
    const { left, right, top, bottom } = grid();
    const room: Frame = { left, top, width: clientWidth - left - right, height: clientHeight - top - bottom };
    const next =
      event.key === 'b' && !frame
        ? firstFrame(room)
        : frame && frameAfter(frame, event.key, event.shiftKey, room);
    if (!next) return false;
    draw(next);
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** What it let through stays chosen. */
  function hide(): void {
    frame = null;
    box.value = null;
  }

  const listeners = { pointerdown: down, pointermove: move, pointerup: up };
  return { box, listeners, key, hide };
}
