/** Facts about event files named by the user: single files, or every event file below a folder. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { accept, errorAt, refuse, type EventFileInfo, type Outcome } from '../../engine/contract/index.ts';
import { decodeRecording } from './decode-recording.ts';
import { eventFileInfo } from '../../engine/events/file-info.ts';
import { hasEventExtension } from '../../engine/events/identify.ts';
import { fileIssue } from './file-issues.ts';
import { readBytes } from './read-bytes.ts';

/** One outcome per file, in the order of the paths, files of a folder by name. */
export async function* eventFilesInfo(paths: readonly string[]): AsyncGenerator<Outcome<EventFileInfo>> {
  for (const path of paths) {
    const files = await filesAt(path);
    if (!files.ok) yield files;
    else for (const file of files.value) yield infoOf(file);
  }
}

async function filesAt(path: string): Promise<Outcome<readonly string[]>> {
  try {
    if (!(await stat(path)).isDirectory()) return accept([path]);
    const names = await readdir(path, { recursive: true });
    const files = names.filter((name) => hasEventExtension(basename(name))).sort();
    if (files.length) return accept(files.map((name) => join(path, name)));
    return refuse(
      errorAt(path, 'events/empty-folder', 'must hold event files (got none); choose another folder'),
    );
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
}

async function infoOf(path: string): Promise<Outcome<EventFileInfo>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const decoded = await decodeRecording(bytes.value, path);
  if (!decoded.ok) return decoded;
  const label = classFolder(path);
  return accept(
    eventFileInfo(decoded.value, { path, bytes: bytes.value.length, label, warnings: decoded.warnings }),
  );
}

/** The folder above a file names its class where it is a digit or lies below Train or Test. */
function classFolder(path: string): string | null {
  const folder = basename(dirname(path));
  const above = basename(dirname(dirname(path)));
  return /^\d+$/.test(folder) || /^(train|test)$/i.test(above) ? folder : null;
}
