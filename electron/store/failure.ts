/** What SQLite and the file system say, as issues. Anything else that is thrown is our own bug and passes through. */
import { errorAt, refuse } from '../../engine/contract/issues.ts';
import type { Issue, Outcome } from '../../engine/contract/issues.ts';

/** A stored text that cannot be what was written. */
export class DamagedText extends Error {}

type Told = readonly [code: string, rule: string, advice: string];

const FULL: Told = [
  'store/disk-full',
  'the disk must have room',
  'free some space and try again; nothing of this change was saved',
];
const LOCKED: Told = [
  'store/locked',
  'must be free for writing',
  'another program holds it; close that program or try again; nothing of this change was saved',
];
const READ_ONLY: Told = [
  'store/read-only',
  'must be writable',
  'change the permissions of the file and its folder, or choose another database',
];
const CORRUPT: Told = [
  'store/corrupt',
  'must be an undamaged database',
  'restore a backup; the file was left as it is',
];
const UNREACHABLE: Told = [
  'store/io',
  'must be readable and writable',
  'check the path, its permissions and the disk',
];

/** SQLite's primary codes (extended ones begin with them) and the system's error names. */
const TOLD: readonly (readonly [prefix: string, told: Told])[] = [
  ['SQLITE_FULL', FULL],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['SQLITE_BUSY', LOCKED],
  ['SQLITE_LOCKED', LOCKED],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_PERM', READ_ONLY],
  ['SQLITE_AUTH', READ_ONLY],
  ['EACCES', READ_ONLY],
  ['EPERM', READ_ONLY],
  ['EROFS', READ_ONLY],
  ['SQLITE_CORRUPT', CORRUPT],
  ['SQLITE_NOTADB', CORRUPT],
  ['SQLITE_IOERR', UNREACHABLE],
  ['SQLITE_CANTOPEN', UNREACHABLE],
  [
    'SQLITE_TOOBIG',
    ['store/too-big', 'must hold less than 1 GB in one entry', 'log fewer layers or systems per epoch'],
  ],
];

function codeOf(error: Error): string | null {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return null;
}

/** The issue that a failure of disk, lock or file amounts to; null for anything else. */
export function issueOf(error: unknown, file: string): Issue | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof DamagedText) return told(CORRUPT, file, error.message);
  const code = codeOf(error);
  if (code === null) return null;
  const known = TOLD.find(([prefix]) => code.startsWith(prefix));
  if (known) return told(known[1], file, error.message);
  return /^E(?!RR_)[A-Z0-9]+$/.test(code) ? told(UNREACHABLE, file, error.message) : null;
}

function told([code, rule, advice]: Told, file: string, got: string): Issue {
  return errorAt(file, code, `${rule} (got "${got}"); ${advice}`);
}

/** Runs `work`; failures of disk, lock or file become a refusal. */
export function attempt<T>(file: string, work: () => Outcome<T>): Outcome<T> {
  try {
    return work();
  } catch (error) {
    const issue = issueOf(error, file);
    if (issue) return refuse(issue);
    throw error;
  }
}
