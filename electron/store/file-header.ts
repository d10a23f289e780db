/**
 * Looks at the first 100 bytes of a file before SQLite sees it, so that a file that is not ours stays untouched:
 * no lock, no side file, no changed byte. (Layout: SQLite file format, section 1.3.)
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { errorAt } from '../../engine/contract/issues.ts';
import type { Issue } from '../../engine/contract/issues.ts';

/** "SpkX" in the header says that the database is one of ours. */
export const APPLICATION_ID = 0x53706b58;

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** `absent`: no file, or an empty one; `ours`: worth opening. */
export type FileKind = 'absent' | 'ours' | Issue;

export function kindOfFile(file: string): FileKind {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (!facts || (facts.isFile() && facts.size === 0)) return 'absent';
  if (!facts.isFile()) {
    return errorAt(file, 'store/not-a-file', 'must be a file (got a folder or device); name a database file');
  }
  const header = headerOf(file);
  const start = header.toString('latin1', 0, MAGIC.length);
  if (start !== MAGIC) {
    const got = JSON.stringify(start.replaceAll(/[^\x20-\x7e]/g, '.'));
    return errorAt(
      file,
      'store/not-a-database',
      `must be a database of this application (got a file that begins with ${got}); choose another file`,
    );
  }
  if (header.length < HEADER_BYTES) return cutOff(file, HEADER_BYTES, facts.size);
  const owner = header.readUInt32BE(68);
  if (owner !== APPLICATION_ID) {
    return errorAt(
      file,
      'store/foreign-database',
      `must be a database of this application (got an SQLite file of another one, application id ${owner}); choose another file`,
    );
  }
  const expected = plannedBytes(header);
  if (expected > facts.size && !hasSideFile(file)) return cutOff(file, expected, facts.size);
  return 'ours';
}

function headerOf(file: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    return header.subarray(0, readSync(descriptor, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Size that the header states; 0 where it does not vouch for it (change counter and valid-for differ). */
function plannedBytes(header: Buffer): number {
  if (header.readUInt32BE(24) !== header.readUInt32BE(92)) return 0;
  const stated = header.readUInt16BE(16);
  return (stated === 1 ? 65536 : stated) * header.readUInt32BE(28);
}

/** Pages may still wait in the write-ahead log or a rollback journal; then SQLite decides. */
export function hasSideFile(file: string): boolean {
  return ['-wal', '-journal'].some((end) => (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0) > 0);
}

function cutOff(file: string, expected: number, got: number): Issue {
  return errorAt(
    file,
    'store/corrupt',
    `must be ${expected} bytes long as its header says (got ${got}); it was cut off: restore a backup; the file was left as it is`,
  );
}
