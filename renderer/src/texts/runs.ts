/** The words of the Runs page's projects. */
export const runsTexts = {
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
} as const;
