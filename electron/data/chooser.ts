/** The host's folders as the window may browse them: only below the allowed roots, by their real paths. */
import { readdir, realpath, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { FileEntry, FolderListing, Outcome } from '../../engine/contract/index.ts';
import { fileIssue } from './file-issues.ts';

/** Entries of one folder that travel to the window. */
const LISTED_ENTRIES = 5000;

export class FileChooser {
  /** Real paths; a root that does not exist is left out. */
  readonly roots: readonly string[];
  /** The roots as they were given, perhaps through links. */
  private readonly given: readonly string[];

  private constructor(given: readonly string[], roots: readonly string[]) {
    this.given = given;
    this.roots = roots;
  }

  static async open(roots: readonly string[]): Promise<FileChooser> {
    const given = roots.map((root) => resolve(root));
    const real = await Promise.all(given.map((root) => realpath(root).catch(() => null)));
    return new FileChooser(given, [...new Set(real.filter((path) => path !== null))]);
  }

  /** True for a real path at or below a root. */
  contains(realPath: string): boolean {
    return this.roots.some((root) => isBelow(realPath, root));
  }

  /** The real path behind what was asked for, or why it may not be used. */
  async resolve(path: string): Promise<Outcome<string>> {
    if (path.includes('\0')) {
      return refuse(
        errorAt('path', 'file/null-byte', 'must hold no null character (got one); type it again'),
      );
    }
    if (!isAbsolute(path)) {
      return refuse(
        errorAt(path, 'file/relative', `must be a full path (got ${path}); start at a root folder`),
      );
    }
    // Asked before the disk is, so that answers tell nothing about what exists elsewhere.
    if (![...this.given, ...this.roots].some((root) => isBelow(resolve(path), root)))
      return refuse(this.outsideIssue(path));
    try {
      const real = await realpath(path);
      return this.contains(real) ? accept(real) : refuse(this.outsideIssue(path));
    } catch (error) {
      return refuse(fileIssue(error, path));
    }
  }

  /** `null` lists the roots themselves. */
  async list(path: string | null): Promise<Outcome<FolderListing>> {
    if (path === null) return accept(await this.listRoots());
    const resolved = await this.resolve(path);
    if (!resolved.ok) return resolved;
    const folder = resolved.value;
    try {
      const found = (await readdir(folder, { withFileTypes: true }))
        .filter(({ name }) => !name.startsWith('.'))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const entries: FileEntry[] = [];
      for (const entry of found.slice(0, LISTED_ENTRIES)) {
        const listed = await this.entryOf(entry, folder);
        if (listed) entries.push(listed);
      }
      return accept({
        path: folder,
        parent: this.roots.includes(folder) ? null : dirname(folder),
        entries: entries.sort(foldersFirst),
        truncated: found.length > LISTED_ENTRIES,
      });
    } catch (error) {
      return refuse(fileIssue(error, folder));
    }
  }

  private async listRoots(): Promise<FolderListing> {
    const entries = await Promise.all(
      this.roots.map(async (root): Promise<FileEntry> => {
        const facts = await stat(root).catch(() => null);
        return { name: root, path: root, kind: 'folder', bytes: 0, modifiedAtMs: facts?.mtimeMs ?? 0 };
      }),
    );
    return { path: '', parent: null, entries, truncated: false };
  }

  /** Null for what is neither file nor folder, and for links that lead outside. */
  private async entryOf(entry: Dirent, folder: string): Promise<FileEntry | null> {
    const path = join(folder, entry.name);
    try {
      if (entry.isSymbolicLink() && !this.contains(await realpath(path))) return null;
      const facts = await stat(path);
      const kind = facts.isDirectory() ? 'folder' : facts.isFile() ? 'file' : null;
      if (!kind) return null;
      return {
        name: entry.name,
        path,
        kind,
        bytes: kind === 'file' ? facts.size : 0,
        modifiedAtMs: facts.mtimeMs,
      };
    } catch {
      return null; // gone, or not readable: nothing that could be chosen
    }
  }

  private outsideIssue(path: string) {
    const roots = this.roots.length ? this.roots.join(', ') : 'none';
    return errorAt(
      path,
      'file/outside-roots',
      `must lie in one of the folders that were opened to the window (got a path outside of ${roots}); ` +
        'start the workbench with --root FOLDER to open another one',
    );
  }
}

function isBelow(path: string, root: string): boolean {
  const below = relative(root, path);
  return below === '' || (!isAbsolute(below) && below !== '..' && !below.startsWith(`..${sep}`));
}

function foldersFirst(a: FileEntry, b: FileEntry): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}
