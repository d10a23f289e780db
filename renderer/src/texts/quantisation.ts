/** Texts of the quantisation study. */
import { inLanguage, type Translation } from './language.ts';
import { quantisationZh } from './zh/quantisation.ts';

const en = {
  title: 'Study: quantisation',
  start: 'Start the study',
  go: 'Go on',
  hint: 'One training per coding, number format and seed; finished ones are not repeated',
  quick: 'Quick',
  quickHint: 'One seed, a quarter of the samples and epochs',
  none: 'What do bits do to sparsity and energy? The study trains VGG9 at width 0.25 with 32-, 8-, 4- and 2-bit weights on direct- and rate-coded input, and costs every one on SpikeX and on the hybrid core. Figures come with the first finished training.',
  progress: (finished: number, planned: number) => `${finished} of ${planned} trainings`,
  sparsity: 'Sparsity',
  accuracy: 'Accuracy',
  energy: 'Energy',
  latency: 'Latency',
  sparsityHint: 'Hidden neurons × steps without a spike',
  format: 'Weights',
  coding: 'Coding',
  lower: 'Energy of fp32 / energy of this format, same coding and system',
  table: 'By format',
  tableSub: 'mean over seeds',
  published: 'Published',
  notComparable: 'not comparable',
  publishedNote: 'Other network size, data and device (arXiv:2411.15409); for the direction only.',
  answer: (coding: string, format: string, energies: string, sparsity: string, accuracy: string) =>
    `${coding}: ${format} instead of fp32 takes ${energies}; sparsity ${sparsity} points, accuracy ${accuracy} points.`,
  less: (factor: string, system: string) => `${factor} less energy on ${system}`,
  caption: (dataset: string, table: string) => `VGG9 at width 0.25 on ${dataset}. Energy table ${table}.`,
  foot: (means: string, table: string) => `${means}; energy table ${table}`,
};

export type QuantisationTexts = Translation<typeof en>;
export const quantisationTexts = inLanguage(en, quantisationZh);
