/** Texts of the Train page that are new since it watches one sample and sweeps β. */
import { inLanguage, type Translation } from './language.ts';
import { trainZh } from './zh/train.ts';

const en = {
  pause: 'Pause',
  pauseHint: 'Stops now; going on starts after the last complete epoch',
  resume: 'Resume',
  resumeHint: 'Goes on after the last complete epoch, bit for bit as if it had never stopped',
  sweep: {
    start: 'Start sweep',
    startHint: 'One training per β and seed; β 0 is the baseline, the pre-training is shared',
    title: (experiment: string) => `Sweep: ${experiment}`,
    none: 'No finished training of this experiment yet. The figures come with the first.',
    accuracy: 'Accuracy',
    spikeDensity: 'Spike density',
    twDensity: 'TW density',
    edp: 'EDP per inference',
    layers: 'Layers before and after',
    layersSub: (beta: string) => `tick: β 0, bar: β ${beta}`,
    table: 'Against β 0',
    tableSub: 'each at its own best TWS',
    onHardware: 'On hardware',
    onHardwareHint: 'Accuracy with the bits of the hardware: whole weights, saturating potentials',
    against: 'Δ accuracy',
    lower: 'EDP, times lower',
    interval: '95 % interval, paired over all held-out samples of all seeds; baseline at its best epoch',
    baseline: 'baseline',
  },
  look: {
    confusion: 'Confusion',
    raster: 'Raster',
    potential: 'Potential',
    view: 'View',
    sample: 'Sample',
    layer: 'Layer',
    previous: 'Previous sample',
    next: 'Next sample',
    of: (samples: string) => `of ${samples}`,
    right: (name: string) => `reads ${name}, right`,
    wrong: (name: string, truth: string) => `reads ${name}, is ${truth}`,
    bands: (tws: number) => `bands: windows of ${tws} steps`,
    neuron: (neuron: number) => `neuron ${neuron}`,
    noTrace: 'This neuron model has no potential trace here.',
    later: 'A sample can be looked at once the first epoch is done.',
  },
};

export type TrainTexts = Translation<typeof en>;
export const trainTexts = inLanguage(en, trainZh);
