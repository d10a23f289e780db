/** Does the work of an ended job once more, whatever ended it: a crash, a cancel, a mistake that was put right. */
import {
  accept,
  errorAt,
  refuse,
  type Handlers,
  type JobInfo,
  type Outcome,
} from '../../engine/contract/index.ts';
import type { Workbench } from './workbench.ts';

type Started = Outcome<{ jobId: string }>;
/** Trainings and searches go on from what they kept; the demo makes new runs. */
type Starters = Pick<Handlers, 'train.resume' | 'search.resume' | 'runs.rerun' | 'demo.start'>;

export async function restart({ queue }: Workbench, starters: Starters, jobId: string): Promise<Started> {
  const job = queue.list().find(({ id }) => id === jobId);
  if (!job) return refuse(errorAt(jobId, 'job/unknown', 'must be a job of this host; jobs.list names them'));
  if (job.endedAtMs === null)
    return refuse(errorAt(jobId, 'job/active', 'must have ended before it starts again; cancel it first'));
  return wanted(job, starters, () => queue.again(jobId));
}

async function wanted(job: JobInfo, starters: Starters, again: () => JobInfo): Promise<Started> {
  const [runId] = job.runIds;
  switch (job.kind) {
    case 'train': {
      const resumed = await starters['train.resume']({ runId });
      // Before its first complete epoch there is nothing to go on from: a new run of the same specification.
      return resumed.ok ? resumed : starters['runs.rerun']({ runId });
    }
    case 'search':
      return starters['search.resume']({ runId });
    case 'simulate':
      return starters['runs.rerun']({ runId });
    case 'demo':
      return starters['demo.start']({ quick: false });
    case 'shrink':
    case 'sweep':
    case 'nir-run':
    case 'make-dataset':
      return accept({ jobId: again().id });
    default: {
      const rule = `cannot be started again from the list (it is a job of kind ${job.kind})`;
      return refuse(
        errorAt(job.title, 'job/restart', `${rule}; start it from its page, which keeps what is done`),
      );
    }
  }
}
