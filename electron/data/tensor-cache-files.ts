/** The folder of cached samples: how large it is, how large it may be, what goes first. */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const DEFAULT_CACHE_LIMIT_BYTES = 2 * 2 ** 30;
const LIMIT_FILE = 'limit.json';
/** Room that is made at once where the limit is reached. */
const KEPT_SHARE = 0.9;
/** Unfinished files of a process that was killed. */
const ABANDONED_MS = 3_600_000;

export interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

export const tensorFolder = (cache: string): string => join(cache, 'tensors');

/** Every file below the folder, the limit aside; an absent folder is empty. */
export async function cachedFiles(folder: string): Promise<CachedFile[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => /\.spikes(\.part-\w+)?$/.test(name))
      .map(async (name): Promise<CachedFile[]> => {
        const path = join(folder, name);
        const facts = await stat(path).catch(() => null); // another process may have removed it
        return facts ? [{ path, bytes: facts.size, usedMs: facts.mtimeMs }] : [];
      }),
  );
  return files.flat();
}

/** Removes the files that were used longest ago until nine tenths of the limit are left; returns the bytes left. */
export async function evict(folder: string, limitBytes: number): Promise<number> {
  const files = (await cachedFiles(folder)).sort((a, b) => a.usedMs - b.usedMs);
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const target = limitBytes * KEPT_SHARE;
  for (const { path, bytes, usedMs } of files) {
    const isAbandoned = /\.part-\w+$/.test(path) && Date.now() - usedMs > ABANDONED_MS;
    if (total <= target && !isAbandoned) continue;
    await rm(path, { force: true });
    total -= bytes;
  }
  return total;
}

export async function clearCache(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => []))
    if (entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name))
      await rm(join(folder, entry.name), { recursive: true, force: true });
}

/** As the user set it. What cannot be read counts as not set. */
export async function limitOf(folder: string): Promise<number> {
  try {
    const { limitBytes }: { limitBytes?: unknown } = JSON.parse(
      await readFile(join(folder, LIMIT_FILE), 'utf8'),
    );
    return typeof limitBytes === 'number' && limitBytes >= 0 ? limitBytes : DEFAULT_CACHE_LIMIT_BYTES;
  } catch {
    return DEFAULT_CACHE_LIMIT_BYTES;
  }
}

/** Kept for all later processes, and put into effect. */
export async function setLimit(folder: string, limitBytes: number): Promise<void> {
  await writeFile(join(folder, LIMIT_FILE), `${JSON.stringify({ limitBytes })}\n`);
  const total = (await cachedFiles(folder)).reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > limitBytes) await evict(folder, limitBytes);
}
