/** All migrations in order. A released one is never changed; a change of the schema is a new file at the end. */
import { runsAndCosts } from './0001-runs-and-costs.ts';
import { labNotebook } from './0002-lab-notebook.ts';
import { projectsOfRuns } from './0003-projects-of-runs.ts';

export interface Migration {
  /** The schema version that it leads to: 1, 2, 3, … */
  readonly version: number;
  readonly title: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, title: 'runs and costs', sql: runsAndCosts },
  { version: 2, title: 'lab notebook', sql: labNotebook },
  { version: 3, title: 'projects of runs', sql: projectsOfRuns },
];
