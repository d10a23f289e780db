/** Words of times and rates. */
import { inLanguage, type Translation } from './language.ts';
import { formatZh } from './zh/format.ts';

const en = {
  today: (clock: string) => `today ${clock}`,
  yesterday: (clock: string) => `yesterday ${clock}`,
  /** month: 0 to 11 */
  day: (day: number, month: number) =>
    `${day}\u00A0${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month]}`,
  inYear: (date: string, year: number) => `${date} ${year}`,
  eventsPerSecond: 'events/s',
};

export type FormatTexts = Translation<typeof en>;
export const formatTexts = inLanguage(en, formatZh);
