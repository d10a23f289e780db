/** One upload in progress, what a chunk of it must hold to, and what an upload's folder contains. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorAt } from '../../engine/contract/index.ts';
import type { Issue } from '../../engine/contract/index.ts';

export interface Upload {
  readonly id: string;
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly sizes: Map<string, number>;
  received: number;
  touchedMs: number;
  /** Chunks of one upload are written one after the other. */
  queue: Promise<unknown>;
}

export function chunkIssue(
  upload: Upload,
  key: string,
  size: number,
  offset: number,
  length: number,
): Issue | null {
  if (!upload.sizes.has(key) && upload.sizes.size >= upload.files) {
    return errorAt(
      key,
      'upload/files',
      `must be one of the declared ${upload.files} files (got one more); start again`,
    );
  }
  if (offset !== size) {
    return errorAt(key, 'upload/offset', `must continue at byte ${size} (got ${offset}); start again`);
  }
  if (upload.received + length > upload.bytes) {
    return errorAt(
      key,
      'upload/bytes',
      `must keep to the declared ${upload.bytes} bytes (got ${upload.received + length}); start again`,
    );
  }
  return null;
}

export function droppedPath({ folder, sizes }: Upload): string {
  const [file] = sizes.keys();
  if (sizes.size === 1 && file && !file.includes('/')) return join(folder, file);
  const names = new Set([...sizes.keys()].map((key) => (key.includes('/') ? key.split('/')[0] : '')));
  const [only] = names;
  return names.size === 1 && only ? join(folder, only) : folder;
}

export const isUploadId = (name: string): boolean => /^[0-9a-f]{32}$/.test(name);

export function unknownUpload(): Issue {
  return errorAt(
    'uploadId',
    'upload/unknown',
    'must be an upload that was begun and not ended (got another); start again',
  );
}

export async function contentsOf(path: string): Promise<{ bytes: number; files: number; newestMs: number }> {
  const facts = await lstat(path);
  if (!facts.isDirectory()) return { bytes: facts.size, files: 1, newestMs: facts.mtimeMs };
  let bytes = 0;
  let files = 0;
  let newestMs = facts.mtimeMs;
  for (const name of await readdir(path)) {
    const below = await contentsOf(join(path, name));
    bytes += below.bytes;
    files += below.files;
    newestMs = Math.max(newestMs, below.newestMs);
  }
  return { bytes, files, newestMs };
}
