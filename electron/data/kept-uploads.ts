/** What lies in the folder of dropped files, and how some of it is removed. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorAt } from '../../engine/contract/index.ts';
import type { Issue, KeptUpload } from '../../engine/contract/index.ts';
import { contentsOf, isUploadId } from './upload-checks.ts';

/** Titles of the runs and jobs that have not ended and read what lies below a folder. */
export type UsersOf = (folder: string) => readonly string[];

/** Names of dropped things that are told apart; the rest is counted. */
const NAMED = 3;

/** Newest first. */
export async function keptUploads(folder: string): Promise<Omit<KeptUpload, 'usedBy'>[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const own = entries.filter((entry) => entry.isDirectory() && isUploadId(entry.name));
  const kept = await Promise.all(own.map(({ name }) => keptUpload(folder, name)));
  return kept.sort((a, b) => b.changedAtMs - a.changedAtMs);
}

async function keptUpload(folder: string, id: string): Promise<Omit<KeptUpload, 'usedBy'>> {
  const own = join(folder, id);
  const names = (await readdir(own)).sort();
  const { bytes, files, newestMs } = await contentsOf(own);
  return {
    id,
    path: names.length === 1 ? join(own, names[0]) : own,
    name: names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` + ${names.length - NAMED}` : ''),
    files,
    bytes,
    changedAtMs: newestMs,
  };
}

/** Why these may not be removed: what is used stays, and so does everything asked for beside it. */
export function removalIssues(ids: readonly string[], kept: readonly KeptUpload[]): Issue[] {
  return ids.flatMap((id) => {
    const upload = kept.find((one) => one.id === id);
    if (!upload)
      return errorAt(
        id,
        'upload/unknown',
        'must be an upload that is kept (got another); look at the list again',
      );
    if (upload.usedBy.length === 0) return [];
    return errorAt(
      upload.name,
      'upload/in-use',
      `must not be in use (got ${upload.usedBy.join(', ')}); wait until it has ended, or cancel it`,
    );
  });
}

export async function removeUpload(folder: string, id: string): Promise<void> {
  await rm(join(folder, id), { recursive: true, force: true });
}
