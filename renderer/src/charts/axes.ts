/** Axes in the house form: y name horizontal at the top left, x name centred below, labels at chosen ticks. */
import { evenTickText, tickText, type AxisRange } from './axis.ts';
import type { XAxis, YAxis } from './drawing.ts';
import { chartTexts } from '../texts/charts.ts';

export const PLOT_BOX = { left: 52, right: 16, top: 30, bottom: 42 };

export interface AxisInput {
  readonly name: string;
  readonly range: AxisRange;
  readonly log: boolean;
  /** Text for one tick, where it is not just its number. */
  readonly labelOf?: (value: number) => string | null;
}

/** Name with its unit in brackets and, where it applies, the word log. */
export const axisName = (name: string, unit: string, log: boolean): string =>
  `${name}${unit ? ` (${unit})` : ''}${log ? chartTexts.logMark : ''}`;

function common({ range, log, labelOf }: AxisInput) {
  const even = log ? tickText : evenTickText(range);
  const ticks = [...range.ticks];
  return {
    type: log ? ('log' as const) : ('value' as const),
    min: range.min,
    max: range.max,
    axisTick: { customValues: ticks },
    axisLabel: { customValues: ticks, formatter: (value: number) => labelOf?.(value) ?? even(value) },
    minorTick: { show: log },
  };
}

export function xAxisOf(input: AxisInput, splitLine = true): XAxis {
  return {
    ...common(input),
    name: input.name,
    nameLocation: 'middle',
    nameGap: 24,
    splitLine: { show: splitLine },
  };
}

export function yAxisOf(input: AxisInput, box = PLOT_BOX): YAxis {
  return {
    ...common(input),
    name: input.name,
    nameLocation: 'end',
    nameGap: 12,
    nameTextStyle: { align: 'left', padding: [0, 0, 0, 8 - box.left] },
    splitLine: { show: true },
  };
}
