/** Calls about long work. */
import { accept, type Handlers, type JobInfo } from '../../../engine/contract/index.ts';

export interface JobDesk {
  list(): readonly JobInfo[];
  cancel(jobId: string): boolean;
}

export function jobHandlers(desk: JobDesk) {
  return {
    'jobs.list': async () => accept({ jobs: desk.list() }),
    'jobs.cancel': async ({ jobId }) => accept({ cancelled: desk.cancel(jobId) }),
  } satisfies Partial<Handlers>;
}
