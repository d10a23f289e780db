/**
 * Writes a file so that it is seen whole or not at all: into a temporary file beside it, onto the disk, then
 * renamed over the old one, and the folder onto the disk too. A kill leaves at most a `.part` file behind.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { accept, refuse } from '../../engine/contract/issues.ts';
import type { Outcome } from '../../engine/contract/issues.ts';
import { issueOf } from './failure.ts';

export interface WrittenFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

export async function writeFileAtomic(name: string, content: Uint8Array): Promise<Outcome<WrittenFile>> {
  const file = resolve(name);
  const folder = dirname(file);
  const part = join(folder, `.${basename(file)}.${randomBytes(6).toString('hex')}.part`);
  try {
    await mkdir(folder, { recursive: true });
    await writeAndSync(part, content);
    await rename(part, file);
    await syncFolder(folder);
  } catch (error) {
    // Cleaning up may fail for the same reason; the reason is what counts.
    await rm(part, { force: true }).catch(() => undefined);
    const issue = issueOf(error, file);
    if (issue) return refuse(issue);
    throw error;
  }
  return accept({
    file,
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.byteLength,
  });
}

async function writeAndSync(file: string, content: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows has no such thing for folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
