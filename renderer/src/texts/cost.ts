/** The words of the cost explorer: layers by level and component, on the Compare and Simulate pages. */
import { inLanguage, type Translation } from './language.ts';
import { costZh } from './zh/cost.ts';

const en = {
  usages: { weight: 'weights', spike: 'spikes', psum: 'partial sums', alu: 'ALU' },
  splits: { level: 'Level', usage: 'Component', both: 'Both' },
  splitLabel: 'Parts of a bar',
};

export type CostTexts = Translation<typeof en>;
export const costTexts = inLanguage(en, costZh);
