/** Texts of the dialog of dropped files. */
import { inLanguage, type Translation } from './language.ts';
import { uploadsZh } from './zh/uploads.ts';

const en = {
  open: 'Dropped files…',
  title: 'Dropped files',
  size: (used: string, limit: string) => `${used} of ${limit}`,
  about: (hours: number) =>
    `Copies of what was dropped onto the window. What is older than ${hours} h and not in use goes when the host starts. Deleting leaves your own files alone; runs made from a copy keep their results, but cannot be repeated or gone on with.`,
  none: 'No dropped files are kept.',
  name: 'Name',
  files: 'Files',
  bytes: 'Size',
  since: 'Since',
  usedBy: 'In use by',
  inUse: 'A run or job reads it: wait until it has ended, or cancel it',
  remove: 'Delete',
  removeOne: (name: string) => `Delete ${name}`,
  removeAll: 'Delete all that are not in use',
};

export type UploadTexts = Translation<typeof en>;
export const uploadTexts = inLanguage(en, uploadsZh);
