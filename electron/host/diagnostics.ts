/**
 * A text for bug reports: versions, checks, sizes of the database's tables, how jobs ended. Names, notes, paths and
 * hosts are left out, so that it can be sent as it is.
 */
import { homedir, hostname, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { doctorChecks } from './doctor.ts';
import { APP_PATHS } from './paths.ts';
import type { Workbench } from './workbench.ts';

export async function diagnosticsText(workbench: Workbench): Promise<string> {
  const { provenance, store, queue, options } = workbench;
  const facts = store.facts();
  const checks = await doctorChecks(workbench);
  const lines = [
    `SpikeX Workbench ${provenance.appVersion}, door ${options.door}`,
    `commit ${provenance.gitCommit ?? 'none'}${provenance.gitDirty ? ` with changes ${provenance.gitDiffHash ?? ''}` : ''}`,
    `runtime ${provenance.node}, ${provenance.platform}, ${provenance.cores} cores, ${provenance.cpu}`,
    `kernels ${provenance.kernelsHash ?? 'unknown'}`,
    ...Object.entries(provenance.packages ?? {}).map(([name, version]) => `${name} ${version}`),
    '',
    ...checks.map(
      ({ name, status, detail, advice }) => `[${status}] ${name}: ${detail}${advice ? ` (${advice})` : ''}`,
    ),
    '',
    ...(facts.ok
      ? Object.entries(facts.value).map(([name, value]) => `${name}: ${value}`)
      : facts.issues.map(({ code, message }) => `${code}: ${message}`)),
    '',
    ...queue
      .list()
      .map(({ kind, state, done, total, unit }) => `job ${kind}: ${state}, ${done} of ${total} ${unit}`),
  ];
  return `${withoutPlaces(lines.join('\n'), [
    [APP_PATHS.application, '<application>'],
    [dirname(store.file), '<database>'],
    [dirname(workbench.places.paths.checkpoints), '<data>'],
  ])}\n`;
}

/** Home folder, user and machine are nobody's business. */
function withoutPlaces(text: string, places: readonly (readonly [string, string])[]): string {
  const hidden = [
    ...places,
    [homedir(), '~'],
    [hostname(), '<host>'],
    [userInfo().username, '<user>'],
  ] as const;
  return hidden.reduce((rest, [from, to]) => (from.length > 2 ? rest.replaceAll(from, to) : rest), text);
}
