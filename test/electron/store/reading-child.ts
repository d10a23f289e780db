// Opens a database, tries to write, and prints what happened: run by open.test.ts as another user.
import { ExperimentStore } from '../../../electron/store/index.ts';
import type { Issue } from '../../../engine/contract/issues.ts';

const codes = (issues: readonly Issue[]): string[] => issues.map((issue) => issue.code);

const opened = ExperimentStore.open(process.argv[2]);
if (opened.ok) {
  const { value: store, warnings } = opened;
  const count = store.countRuns();
  const refused = store.finishRun('any', {
    state: 'done',
    message: null,
    evaluation: null,
    costs: [],
    checkpoint: null,
    spikeDensity: null,
    twDensity: null,
  });
  const code = refused.ok ? 'written' : codes(refused.issues)[0];
  const runs = count.ok ? count.value : -1;
  process.stdout.write(JSON.stringify({ warnings: codes(warnings), readOnly: store.readOnly, runs, code }));
  store.close();
} else {
  process.stdout.write(
    JSON.stringify({ warnings: [], readOnly: false, runs: -1, code: codes(opened.issues)[0] }),
  );
}
