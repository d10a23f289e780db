/** One command's host: opened with the chosen database, closed when the command ends. Follows jobs on the terminal. */
import type { JobInfo } from '../../engine/contract/index.ts';
import { appVersion } from '../host/version.ts';
import { openWorkbench, type OpenWorkbench } from '../host/workbench.ts';
import { cancelled, refused, type CommandEnd } from './command.ts';
import type { Arguments, OptionTable } from './options.ts';
import type { Terminal } from './terminal.ts';

export const DATABASE_OPTION = {
  db: {
    kind: 'text',
    value: 'FILE',
    help: 'experiment database (default: the user’s own; :memory: keeps nothing)',
  },
} as const satisfies OptionTable;

export async function withWorkbench(
  args: Arguments,
  terminal: Terminal,
  work: (workbench: OpenWorkbench) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const opened = await openWorkbench({
    door: 'cli',
    appVersion: appVersion(),
    database: args.text('db') ?? null,
    roots: [],
  });
  if (!opened.ok) return refused(opened.issues);
  try {
    for (const warning of opened.warnings) terminal.log(`${warning.path}: ${warning.message}`);
    const end = await work(opened.value);
    return terminal.cancelled ? cancelled : end;
  } finally {
    await opened.value.host.close();
  }
}

/** Shows the progress of this process's jobs, passes Ctrl+C on to them, and waits for the answer. */
export async function follow<T>(
  workbench: OpenWorkbench,
  terminal: Terminal,
  answer: Promise<T>,
): Promise<T> {
  const unsubscribe = workbench.news.subscribe((item) => {
    if (item.name === 'job.changed' && item.payload.state === 'running')
      terminal.progress(progressLine(item.payload));
  });
  terminal.onCancel(() => {
    for (const job of workbench.queue.list()) workbench.queue.cancel(job.id);
  });
  try {
    return await answer;
  } finally {
    unsubscribe();
    terminal.closeLine();
  }
}

function progressLine(job: JobInfo): string {
  const share = job.total > 0 ? `${Math.floor((100 * job.done) / job.total)} %` : '';
  const left = job.secondsLeft === null ? '' : `, ${Math.ceil(job.secondsLeft)} s left`;
  return `${job.title}: ${[share, job.message].filter(Boolean).join(', ')}${left}`;
}
