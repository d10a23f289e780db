/** The words of the Runs page's projects. */
import { inLanguage, type Translation } from './language.ts';
import { runsZh } from './zh/runs.ts';

const en = {
  project: 'Project…',
  projectName: 'Project',
  projectHint: 'A name; a new one makes a project',
  move: 'Move',
  moveHelp: 'Move the chosen runs there; their experiments stay where they are',
  rename: 'Rename',
  renameHelp: (project: string, to: string): string =>
    `Rename the project ${project} to ${to}, with all its runs`,
  renameNone:
    'Type another name; the chosen runs must share one project, and no other project may have that name',
  renamed: (project: string, to: string): string => `Project ${project} is now ${to}`,
};

export type RunsTexts = Translation<typeof en>;
export const runsTexts = inLanguage(en, runsZh);
