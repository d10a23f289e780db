/** The words of charts and of the parameters' axes. */
import { inLanguage, type Translation } from './language.ts';
import { chartsZh } from './zh/charts.ts';

const en = {
  frame: 'B draws a frame over the points; arrows move it, Shift and arrows resize it, Escape clears it.',
  order: 'Order',
  earlier: (name: string): string => `Move ${name} to the left`,
  later: (name: string): string => `Move ${name} to the right`,
  flip: 'Flip',
  flipOf: (name: string): string => `Turn the axis of ${name} over`,
  axes: { step: 'Step', epoch: 'Epoch', seconds: 'Time' },
  axisNames: { epoch: 'Epoch', seconds: 'Time (s)' },
  withoutEpochs: (n: number): string => `${n} without epochs left out`,
};

export type ChartTexts = Translation<typeof en>;
export const chartTexts = inLanguage(en, chartsZh);
