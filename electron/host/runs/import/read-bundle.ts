/** Runs out of a bundle, checked: contained paths, hashes, shapes. Checkpoints are written below our own folder. */
import { join } from 'node:path';
import { accept, errorAt, refuse, type Outcome } from '../../../../engine/contract/index.ts';
import { readZip } from '../../../archive/zip-read.ts';
import { contentHash, decode, writeFileAtomic, type CarriedRun } from '../../../store/index.ts';
import { sha256 } from '../bundle.ts';
import { CARRIED_RUN, MANIFEST } from '../bundle-schema.ts';

export function readBundle(
  bytes: Uint8Array,
  file: string,
  checkpointFolder: string,
): Outcome<readonly CarriedRun[]> {
  const unpacked = readZip(bytes, file);
  if (!unpacked.ok) return unpacked;
  const files = unpacked.value;
  const bad = (got: string) =>
    refuse(
      errorAt(
        file,
        'bundle/content',
        `must be a bundle of runs as it was written (got ${got}); copy it again`,
      ),
    );
  const manifest = parsed(files.get('manifest.json'), MANIFEST);
  if (!manifest) return bad('no usable manifest.json');
  const runs: CarriedRun[] = [];
  for (const { id, sha256: hash } of manifest.runs) {
    const content = files.get(`runs/${id}.json`);
    if (!content || sha256(content) !== hash) return bad(`run ${id} with other bytes than its hash`);
    const run = parsed(content, CARRIED_RUN);
    if (!run || run.id !== id) return bad(`run ${id} in another shape`);
    const strange = run.energyTables.find(({ hash: name, body }) => contentHash(decode(body)) !== name);
    if (strange) return bad(`energy table ${strange.name} with other content than its hash`);
    runs.push({ ...run, state: endedState(run.state) });
  }
  for (const { sha256: hash } of manifest.checkpoints)
    if (sha256(files.get(`checkpoints/${hash}`) ?? new Uint8Array()) !== hash)
      return bad(`checkpoint ${hash.slice(0, 10)} with other bytes than its hash`);
  return withCheckpoints(runs, files, checkpointFolder);
}

/** A run that was going on elsewhere goes on nowhere here. */
function endedState(state: CarriedRun['state']): CarriedRun['state'] {
  return state === 'queued' || state === 'running' ? 'interrupted' : state;
}

function withCheckpoints(
  runs: readonly CarriedRun[],
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
): Outcome<readonly CarriedRun[]> {
  const moved: CarriedRun[] = [];
  for (const run of runs) {
    const artifacts: CarriedRun['artifacts'][number][] = [];
    for (const artifact of run.artifacts) {
      const content = files.get(`checkpoints/${artifact.sha256}`);
      if (!content) continue;
      const name = `${artifact.kind === 'checkpoint' ? 'last' : 'file'}-${artifact.sha256.slice(0, 16)}.spikexckpt`;
      const written = writeFileAtomic(join(folder, run.id, name), content);
      if (!written.ok) return written;
      artifacts.push({ ...artifact, file: written.value.file, bytes: content.length });
    }
    moved.push({ ...run, artifacts });
  }
  return accept(moved);
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

function parsed<T>(bytes: Uint8Array | undefined, schema: Schema<T>): T | null {
  if (!bytes) return null;
  try {
    const result = schema.safeParse(decode<unknown>(Buffer.from(bytes).toString('utf8')));
    return result.success ? result.data : null;
  } catch {
    return null; // no JSON
  }
}
