/** The calls about stored runs. */
import { isAbsolute, join, resolve } from 'node:path';
import {
  accept,
  errorAt,
  refuse,
  type Handlers,
  type Outcome,
  type RunDetail,
} from '../../engine/contract/index.ts';
import { diagnosticsText } from './diagnostics.ts';
import type { FileAccess } from './file-access.ts';
import { bundleRuns } from './runs/bundle.ts';
import { parametersOf, runDiff } from './runs/diff.ts';
import { runsFile } from './runs/export/runs-file.ts';
import { importRuns } from './runs/import/import-runs.ts';
import { pricingOf, repricedRun, tableFor } from './runs/pricing.ts';
import { reproduction, rerun } from './runs/rerun.ts';
import { userDataFolder } from './paths.ts';
import type { Workbench } from './workbench.ts';

type RunCalls = Extract<keyof Handlers, `runs.${string}`> | 'host.backup' | 'host.diagnostics';

export function runHandlers(workbench: Workbench, files: FileAccess): Pick<Handlers, RunCalls> {
  const { store, catalog, news, options, places } = workbench;
  const detailsOf = async (ids: readonly string[], energy: string | null): Promise<Outcome<RunDetail[]>> => {
    const table = await tableFor(catalog, energy);
    if (!table.ok) return table;
    const runs = ids.map((id) => store.getRun(id));
    const issues = runs.flatMap((run) => (run.ok ? [] : run.issues));
    if (issues.length) return refuse(...issues);
    return accept(runs.flatMap((run) => (run.ok ? [repricedRun(run.value, table.value)] : [])));
  };
  return {
    'runs.list': async ({ energy, trash }) => {
      const table = await tableFor(catalog, energy);
      if (!table.ok) return table;
      return wrap(store.listRuns({ price: pricingOf(table.value), trash }), (runs) => ({ runs }));
    },
    'runs.get': async ({ runId, energy }) => wrap(await detailsOf([runId], energy), ([run]) => run),
    'runs.change': async ({ runIds, change }) => {
      const changed = store.changeRuns(runIds, change);
      if (changed.ok) news.publish('runs.changed', { runIds: changed.value });
      return wrap(changed, (ids) => ({ changed: ids.length }));
    },
    'runs.renameProject': async ({ project, to }) => {
      const renamed = store.renameProject(project, to);
      if (renamed.ok) news.publish('runs.changed', { runIds: renamed.value });
      return wrap(renamed, (ids) => ({ changed: ids.length }));
    },
    'runs.export': async ({ runIds, format }) =>
      wrap(runsFile(store, runIds, format), (content) => ({ content })),
    'runs.bundle': async ({ runIds }) =>
      wrap(await bundleRuns(store, runIds, options.appVersion), (content) => ({ content })),
    'runs.import': async ({ file, project }) => {
      const allowed = await files.checkFile(file);
      if (!allowed.ok) return allowed;
      const { checkpoints } = places.paths;
      const place = { store, checkpoints, nowMs: Date.now(), project: project ?? 'Imported' };
      const imported = await importRuns(file, place);
      if (imported.ok) news.publish('runs.changed', { runIds: imported.value.runIds });
      return imported;
    },
    'runs.diff': async ({ runIds, energy }) => wrap(await detailsOf(runIds, energy), runDiff),
    'runs.parameters': async ({ runIds }) =>
      wrap(store.specsOf(runIds), (specs) => ({ fields: parametersOf(specs) })),
    'runs.rerun': ({ runId }) => rerun(workbench, files, runId),
    'runs.reproduction': async ({ runId }) => reproduction(workbench, runId),
    'runs.curves': async () => wrap(store.curves.all(), (curves) => ({ curves })),
    'runs.column': async ({ pick }) => store.curves.pick(pick),
    'runs.curve': async ({ runIds, key, most }) =>
      wrap(store.curves.curves(runIds, key, most), (curves) => ({ curves })),
    'host.backup': async ({ file }) => {
      const place = backupPlace(file, files.writesOwnFolderOnly);
      return place.ok ? store.backup(place.value) : place;
    },
    'host.diagnostics': async () => accept({ text: await diagnosticsText(workbench) }),
  };
}

/** The browser door writes below the user's data folder only, the others where the user says. */
function backupPlace(file: string, ownFolderOnly: boolean): Outcome<string> {
  const isName = !/[\\/]/.test(file) && !file.startsWith('.');
  if (isName) return accept(join(userDataFolder(), 'backups', file));
  if (!ownFolderOnly) return accept(isAbsolute(file) ? file : resolve(file));
  const rule = `must be a plain file name in a browser (got ${file}); it goes into the backups folder`;
  return refuse(errorAt('file', 'backup/place', rule));
}

function wrap<A, B>(outcome: Outcome<A>, into: (value: A) => B): Outcome<B> {
  return outcome.ok ? accept(into(outcome.value), outcome.warnings) : outcome;
}
