/** The field's words and what they mean, for tooltips. The English ones stand in the contract. */
import { TERMS } from '../../../engine/contract/index.ts';
import { inLanguage, type Translation } from './language.ts';
import { termZh } from './zh/terms.ts';

export type TermTexts = Translation<typeof TERMS>;
export const termTexts = inLanguage(TERMS, termZh);
