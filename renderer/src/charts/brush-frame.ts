/** A frame over a chart that keys move and resize, in pixels of the plot. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const STEP_PX = 10;
const LEAST_PX = 10;

/** Over the middle of the plot. */
export const firstFrame = ({ left, top, width, height }: Frame): Frame => ({
  left: left + width / 4,
  top: top + height / 4,
  width: width / 2,
  height: height / 2,
});

const SHIFTS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Arrows move the frame, with Shift they move its right and lower edge; null for other keys. It never leaves the plot. */
export function frameAfter(frame: Frame, key: string, resize: boolean, plot: Frame): Frame | null {
  const shift = SHIFTS[key];
  if (!shift) return null;
  const [x, y] = shift.map((one) => one * STEP_PX);
  const within = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  if (resize)
    return {
      ...frame,
      width: within(frame.width + x, LEAST_PX, plot.left + plot.width - frame.left),
      height: within(frame.height + y, LEAST_PX, plot.top + plot.height - frame.top),
    };
  return {
    ...frame,
    left: within(frame.left + x, plot.left, plot.left + plot.width - frame.width),
    top: within(frame.top + y, plot.top, plot.top + plot.height - frame.height),
  };
}
