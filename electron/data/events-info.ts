/** Facts about event files named by the user: single files, or every event file below a folder. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { accept, errorAt, refuse, type EventFileInfo, type Outcome } from '../../engine/contract/index.ts';
import { decodeRecording } from './decode-recording.ts';
import type { ReadOptions } from './decode-recording.ts';
import { openRecording } from './recording-pieces.ts';
import { scanRecording } from './scan-recording.ts';
import { eventFileInfo, scannedFileInfo } from '../../engine/events/file-info.ts';
import { hasEventExtension } from '../../engine/events/identify.ts';
import { fileIssue } from './file-issues.ts';
import { readBytes } from './read-bytes.ts';

/** One outcome per file, in the order of the paths, files of a folder by name. */
export async function* eventFilesInfo(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Outcome<EventFileInfo>> {
  for (const path of paths) {
    const files = await filesAt(path);
    if (!files.ok) yield files;
    else for (const file of files.value) yield infoOf(file, options);
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

async function infoOf(path: string, options: ReadOptions): Promise<Outcome<EventFileInfo>> {
  const label = classFolder(path);
  try {
    if ((await stat(path)).size >= SCANNED_FROM_BYTES) return await scannedInfo(path, label, options);
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const decoded = await decodeRecording(bytes.value, path, options);
  if (!decoded.ok) return decoded;
  return accept(
    eventFileInfo(decoded.value, { path, bytes: bytes.value.length, label, warnings: decoded.warnings }),
  );
}

/** Larger files are looked at in pieces, where their format allows it. */
const SCANNED_FROM_BYTES = 64 * 2 ** 20;

async function scannedInfo(
  path: string,
  label: string | null,
  options: ReadOptions,
): Promise<Outcome<EventFileInfo>> {
  const opened = await openRecording(path, options);
  if (!opened.ok) return opened;
  const { format, bytes } = opened.value;
  const scanned = await scanRecording(opened.value, path);
  if (!scanned.ok) return scanned;
  return accept(scannedFileInfo(format, scanned.value, { path, bytes, label, warnings: scanned.warnings }));
}

/** The folder above a file names its class where it is a digit or lies below Train or Test. */
function classFolder(path: string): string | null {
  const folder = basename(dirname(path));
  const above = basename(dirname(dirname(path)));
  return /^\d+$/.test(folder) || /^(train|test)$/i.test(above) ? folder : null;
}
