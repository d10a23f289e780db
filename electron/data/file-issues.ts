/** Errors of the file system in words that say what to do. */
import { errorAt } from '../../engine/contract/index.ts';
import type { Issue } from '../../engine/contract/index.ts';

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ['exist', 'check the spelling, or whether the disk is connected'],
  ENOTDIR: ['be a folder', 'choose the folder that holds it'],
  EISDIR: ['be a file', 'choose a file inside it'],
  EACCES: ['be readable and writable for you', 'change its permissions or choose another place'],
  EPERM: ['be readable and writable for you', 'change its permissions or choose another place'],
  ENOSPC: ['fit on the disk', 'free some space or choose another disk'],
  EDQUOT: ['fit into your quota', 'free some space or choose another disk'],
  EROFS: ['lie on a writable disk', 'choose another place'],
  EEXIST: ['be new', 'choose another name'],
  ENAMETOOLONG: ['have a shorter name', 'rename it'],
  ELOOP: ['be no loop of links', 'choose the real folder'],
  EMFILE: ['be readable while other files are open', 'close other programs and try again'],
};

export function fileIssue(error: unknown, path: string): Issue {
  const code = errorCode(error);
  const [what, advice] = REASONS[code] ?? ['be accessible', 'try again or choose another place'];
  return errorAt(path, `file/${code.toLowerCase()}`, `must ${what} (got ${code}); ${advice}`);
}

export function errorCode(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'EUNKNOWN';
}
