/**
 * Runs in one portable ZIP file: `manifest.json`, `runs/<id>.json` with every stored text and number, and
 * `checkpoints/<sha256>` with the trained weights. Another database takes it in equal to the last bit.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  accept,
  errorAt,
  refuse,
  warningAt,
  type Issue,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { ZipWriter } from '../../archive/zip-write.ts';
import { encode, type ExperimentStore } from '../../store/index.ts';

export const BUNDLE_SCHEMA = 'spikex-bundle/1';

export interface BundleManifest {
  readonly schema: typeof BUNDLE_SCHEMA;
  readonly appVersion: string;
  readonly runs: readonly { readonly id: string; readonly name: string; readonly sha256: string }[];
  readonly checkpoints: readonly { readonly sha256: string; readonly bytes: number }[];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function bundleRuns(
  store: ExperimentStore,
  asked: readonly string[],
  appVersion: string,
): Promise<Outcome<Uint8Array>> {
  const ids = store.transfer.idsOf(asked);
  if (!ids.ok) return ids;
  const zip = new ZipWriter();
  const runs: BundleManifest['runs'][number][] = [];
  const checkpoints = new Map<string, number>();
  const warnings: Issue[] = [];
  let fits = true;
  for (const id of new Set(ids.value)) {
    const taken = store.transfer.take(id);
    if (!taken.ok) return taken;
    const bytes = Buffer.from(encode(taken.value));
    fits &&= zip.add({ name: `runs/${id}.json`, bytes });
    runs.push({ id, name: taken.value.name, sha256: sha256(bytes) });
    for (const { file, sha256: hash } of taken.value.artifacts) {
      if (checkpoints.has(hash)) continue;
      const content = await readFile(file).catch(() => null);
      if (!content || sha256(content) !== hash) {
        warnings.push(gone(id, file, content !== null));
        continue;
      }
      fits &&= zip.add({ name: `checkpoints/${hash}`, bytes: content });
      checkpoints.set(hash, content.length);
    }
  }
  const manifest: BundleManifest = {
    schema: BUNDLE_SCHEMA,
    appVersion,
    runs,
    checkpoints: [...checkpoints].map(([hash, bytes]) => ({ sha256: hash, bytes })),
  };
  fits &&= zip.add({ name: 'manifest.json', bytes: Buffer.from(JSON.stringify(manifest, null, 1)) });
  if (fits) return accept(zip.end(), warnings);
  const rule = `must fit in one archive of 2 GB and 65 000 files (got ${runs.length} runs)`;
  return refuse(errorAt('runIds', 'bundle/too-big', `${rule}; bundle fewer at a time`));
}

function gone(id: string, file: string, changed: boolean): Issue {
  const got = changed ? 'other content than its hash' : 'no such file';
  return warningAt(
    file,
    'bundle/checkpoint',
    `must be the checkpoint of run ${id} (got ${got}); it is left out`,
  );
}
