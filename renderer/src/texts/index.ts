/** The language of the window. A second one takes the same shape and is chosen here. */
import { en } from './en.ts';

export type Texts = typeof en;
export const texts: Texts = en;
