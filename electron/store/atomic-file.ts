/**
 * Writes a file so that it is seen whole or not at all: into a temporary file beside it, onto the disk, then
 * renamed over the old one, and the folder onto the disk too. A kill leaves at most a `.part` file behind.
 * Synchronous, since the training that writes checkpoints never returns to its event loop; for worker threads.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { accept, refuse } from '../../engine/contract/issues.ts';
import type { Outcome } from '../../engine/contract/issues.ts';
import { issueOf } from './failure.ts';

export interface WrittenFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

export function writeFileAtomic(name: string, content: Uint8Array): Outcome<WrittenFile> {
  const file = resolve(name);
  const folder = dirname(file);
  const part = join(folder, `.${basename(file)}.${randomBytes(6).toString('hex')}.part`);
  try {
    mkdirSync(folder, { recursive: true });
    writeAndSync(part, content);
    renameSync(part, file);
    syncFolder(folder);
  } catch (error) {
    if (existsSync(part)) rmSync(part);
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

function writeAndSync(file: string, content: Uint8Array): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (let at = 0; at < content.length;) at += writeSync(handle, content, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Windows has no such thing for folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
