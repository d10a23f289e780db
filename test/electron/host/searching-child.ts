// A process that searches until it ends or is killed: begins the search of its folder, or goes on with it.
import { join } from 'node:path';
import { openWorkbench } from '../../../electron/host/workbench.ts';
import type { SearchSpec } from '../../../engine/contract/index.ts';
import { valueOf } from '../../support/outcomes.ts';

const [folder, specText] = process.argv.slice(2);
const spec: SearchSpec = JSON.parse(specText);
const database = join(folder, 'runs.sqlite');
const workbench = valueOf(await openWorkbench({ door: 'cli', appVersion: 'test', database, roots: [] }));
workbench.news.subscribe((item) => {
  if (item.name === 'job.changed' && item.payload.done > 0) process.stdout.write(`${item.payload.done}\n`);
});
const { handlers } = workbench.host;
const [known] = valueOf(workbench.store.listRuns());
// A kill may have come between the end of the search and that of the process.
if (known?.state !== 'done') {
  const started = valueOf(
    known === undefined
      ? await handlers['search.start']({ spec })
      : await handlers['search.resume']({ runId: known.id }),
  );
  process.stdout.write('started\n');
  valueOf(await workbench.queue.answerOf('search', started.jobId));
}
await workbench.host.close();
