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
  legend: 'Legend',
  legendHint: 'Click hides or shows, Alt-click shows only this',
  asTable: (title: string): string => `${title}, as a table`,
  showChart: 'Show the chart',
  showTable: 'Show the data as a table',
  save: 'Save the chart or its data',
  exports: {
    'svg-180': 'SVG, 180 mm wide',
    'svg-88': 'SVG, 88 mm wide',
    'pdf-180': 'PDF 600 dpi, 180 mm',
    'pdf-88': 'PDF 600 dpi, 88 mm',
    'png-180': 'PNG 300 dpi, 180 mm',
    'png-88': 'PNG 300 dpi, 88 mm',
    csv: 'CSV of the drawn data',
  },
  logMark: ', log',
  paper: { published: 'published', dashed: (name: string): string => `${name} (dashed)` },
  sd: (name: string): string => `${name}, s.d.`,
  spread: (low: string, high: string): string => ` (${low} to ${high})`,
  on: (layer: string, system: string): string => `${layer} on ${system}`,
  stepAt: (step: number): string => `Step ${step}`,
  endsAt: (name: string, value: string): string => `${name} ends at ${value}`,
  stacks: (title: string, layers: number, totals: string): string =>
    `${title} over ${layers} layers. Network totals: ${totals}.`,
  beta: {
    foot: 'mean over seeds; dashed: β 0',
    ends: (name: string, baseline: string | null, last: string): string =>
      `${name} ${baseline === null ? '' : `${baseline} at β 0, `}${last} at the end`,
    summary: (title: string, betas: string, ends: string): string => `${title} over β ${betas}: ${ends}.`,
  },
  candidates: {
    candidate: 'Candidate',
    at: (number: number): string => `Candidate ${number}`,
    onFront: 'on the front',
    front: 'Front',
    tried: 'tried',
    infeasible: 'infeasible',
    misses: 'misses a constraint',
    summary: (title: string, candidates: number, front: number): string =>
      `${title}: ${candidates} candidates, ${front} on the front.`,
  },
  confusion: {
    axes: 'true ↓, predicted →',
    cell: (truth: string, guess: string): string => `True ${truth}, predicted ${guess}`,
    share: 'Share of the class',
    trueClass: 'True class',
    predicted: (name: string): string => `predicted ${name}`,
    summary: (classes: number, right: number, total: number): string =>
      `Confusion matrix over ${classes} classes: ${right} of ${total} right.`,
  },
  curves: {
    mean: (seeds: number): string => `Mean ± s.d. of ${seeds} seeds`,
    one: 'One run',
    raw: (seeds: string): string => `${seeds}; value before smoothing`,
    sd: 's.d. over seeds',
    ofSeeds: (name: string, seeds: number): string => `${name}, ${seeds} seeds`,
    summary: (quantity: string, runs: string, axis: string): string => `${quantity} of ${runs} over ${axis}.`,
  },
  dots: {
    against: (system: string): string => `Against ${system}`,
    summary: (title: string, systems: number, lowest: string, value: string): string =>
      `${title}: ${systems} systems; ${lowest} is lowest with ${value}.`,
  },
  epochs: {
    at: (epoch: number): string => `Epoch ${epoch}`,
    best: (epoch: number): string => `best, epoch ${epoch}`,
    beforeLoss: 'before the hardware loss',
    lossOn: 'hardware loss on',
    none: (title: string, planned: number): string => `${title}: no epoch yet, ${planned} planned.`,
    summary: (title: string, last: number, planned: number, figures: string): string =>
      `${title} over epochs 1 to ${last} of ${planned}; last: ${figures}.`,
  },
  formats: {
    format: 'Format',
    ends: (name: string, first: string, last: string): string => `${name} from ${first} to ${last}`,
    summary: (title: string, formats: string, ends: string): string =>
      `${title} by number format ${formats}: ${ends}.`,
  },
  front: {
    name: 'Pareto front',
    on: 'On the front',
    floor: (percent: number): string => `floor ${percent} %`,
    none: (gain: string, cost: string): string => `${gain} against ${cost}: no run yet.`,
    summary: (
      title: string,
      gain: string,
      cost: string,
      results: number,
      systems: string,
      front: number,
    ): string =>
      `${title}: ${gain} against ${cost} of ${results} results on ${systems}; ${front} on the Pareto front.`,
  },
  membrane: {
    axis: 'Potential before reset (weight)',
    potential: 'Potential',
    spike: 'Spike',
    summary: (title: string, neuron: number, layer: string, spikes: number, threshold: number): string =>
      `${title}: neuron ${neuron} of ${layer}, ${spikes} spikes, threshold ${threshold}.`,
  },
  parallel: {
    shaded: (by: string): string => `Shaded by ${by}`,
    low: (name: string): string => `Low ${name}`,
    high: (name: string): string => `High ${name}`,
    summary: (runs: number, axes: string, by: string): string =>
      `${runs} runs over ${axes}, shaded by ${by}.`,
  },
  raster: {
    perStep: 'spikes per step',
    windows: 'Windows with a spike',
    layer: (name: string, spikes: number, windows: number): string =>
      `${name} ${spikes} spikes in ${windows} windows`,
  },
  roof: {
    perByte: (level: string): string => `Additions per ${level} byte`,
    additions: 'Additions',
    attained: 'Attained',
    roof: 'Roof',
    array: (peak: string): string => `array ${peak} G/s`,
    point: (layer: string, system: string, attained: string, peak: string): string =>
      `${layer} on ${system} ${attained} of ${peak} G/s`,
  },
  sweep: {
    others: 'Others',
    summary: (quantity: string, systems: number, values: number, key: string): string =>
      `${quantity} of ${systems} systems over ${values} values of ${key}.`,
  },
  waterfall: {
    factor: 'Factor',
    after: 'EDP after it',
    smaller: 'Smaller EDP',
    larger: 'Larger EDP',
    ln: 'ln of it',
  },
};

export type ChartTexts = Translation<typeof en>;
export const chartTexts = inLanguage(en, chartsZh);
