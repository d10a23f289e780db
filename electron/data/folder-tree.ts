/** Lists the names below a folder to a fixed depth. Links are followed only where the guard allows their target. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Dirent } from 'node:fs';
import type { FolderTree } from '../../engine/events/dataset-index.ts';

/** Says whether a real path may be read; the browser's door limits it to its root folders. */
export type PathGuard = (realPath: string) => boolean;
export const anyPath: PathGuard = () => true;

/** Rejects with the system's error where the top folder cannot be read; unreadable folders below count as empty. */
export async function readFolderTree(path: string, depth: number, guard: PathGuard): Promise<FolderTree> {
  const entries = await readdir(path, { withFileTypes: true });
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const kind = await kindOf(entry, path, guard);
    if (kind === 'file') files.push(entry.name);
    if (kind === 'folder') folders.push(entry.name);
  }
  const children: FolderTree[] = [];
  for (const name of folders.sort()) {
    const child = join(path, name);
    const empty: FolderTree = { path: child, name, folders: [], files: [] };
    children.push(depth > 0 ? await readFolderTree(child, depth - 1, guard).catch(() => empty) : empty);
  }
  return { path, name: basename(path), folders: children, files };
}

async function kindOf(entry: Dirent, folder: string, guard: PathGuard): Promise<'file' | 'folder' | null> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return null;
  try {
    const target = await realpath(join(folder, entry.name));
    if (!guard(target)) return null;
    const facts = await stat(target);
    return facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : null;
  } catch {
    return null; // a dangling link names no sample
  }
}
