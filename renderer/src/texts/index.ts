/** The texts of shell, Home and Data; the other pages' stand in files of their own, loaded with the page. */
import { en } from './en.ts';
import { inLanguage, type Translation } from './language.ts';
import { zh } from './zh/index.ts';

export type Texts = Translation<typeof en>;
export const texts = inLanguage(en, zh);
