/** What earlier searches of the same version have evaluated on what may be the same ground; their hash tells for sure. */
import type { Provenance, SearchSpec } from '../../engine/contract/index.ts';
import type { EarlierSearch } from '../jobs/search/earlier.ts';
import { evaluatedFrom } from './search-records.ts';
import type { Workbench } from './workbench.ts';

export function earlierSearches(
  { store, provenance }: Workbench,
  runId: string,
  spec: SearchSpec,
): EarlierSearch[] {
  const rows = store.listRuns();
  const version = versionOf(provenance);
  const ground = groundOf(spec);
  return (rows.ok ? rows.value : []).flatMap(({ id, kind }): EarlierSearch[] => {
    if (kind !== 'search' || id === runId) return [];
    const run = store.getRun(id);
    if (!run.ok || versionOf(run.value.provenance) !== version) return [];
    const own = run.value.spec as SearchSpec;
    const { groundHash } = run.value.provenance;
    if (!groundHash || groundOf(own) !== ground) return [];
    const candidates = store.candidatesOf(id);
    if (!candidates.ok || candidates.value.length === 0) return [];
    return [{ groundHash, space: own.space, candidates: evaluatedFrom(candidates.value, own) }];
  });
}

const versionOf = ({
  appVersion,
  gitCommit,
  gitDiffHash,
}: Pick<Provenance, 'appVersion' | 'gitCommit' | 'gitDiffHash'>): string =>
  JSON.stringify([appVersion, gitCommit, gitDiffHash ?? null]);

const groundOf = ({
  network,
  system,
  tws,
  arch,
  archOverrides,
  energy,
  spikes,
  samples,
}: SearchSpec): string =>
  JSON.stringify([network, system, tws, arch, archOverrides, energy, spikes, samples]);
