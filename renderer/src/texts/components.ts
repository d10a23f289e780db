/** Words of controls that several pages share. */
import { inLanguage, type Translation } from './language.ts';
import { componentZh } from './zh/components.ts';

const en = {
  pathOf: (endings: string) => `Path of a ${endings} file`,
  chooseFile: 'Choose a file…',
  chooseEndings: (endings: string) => `Choose a ${endings} file`,
  or: (endings: readonly string[]) => endings.join(' or '),
  folderOrSet: 'Folder or embedded dataset',
  choose: 'Choose…',
  chooseFolder: 'Choose a dataset folder',
  systems: 'Systems',
  ownTables: 'Own energy tables',
  tableForAll: 'Energy table for all runs',
  tableHint: 'Price every run with this energy table; nothing is simulated again',
};

export type ComponentTexts = Translation<typeof en>;
export const componentTexts = inLanguage(en, componentZh);
