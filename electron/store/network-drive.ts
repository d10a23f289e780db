/**
 * Whether a database lies on a network file system, whose locks SQLite cannot rely on: two machines writing at once can
 * damage the file (SQLite, "How to corrupt an SQLite database file", 2.1). Linux: the kernel's mount table; macOS:
 * `mount`; Windows: UNC paths, mapped drives are not recognised.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { warningAt } from '../../engine/contract/issues.ts';
import type { Issue } from '../../engine/contract/issues.ts';
import { MEMORY } from './connection.ts';

const NETWORK =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|davfs\d?|9p|afs|ceph|glusterfs|lustre|gpfs|beegfs|pvfs2|ocfs2|orangefs|fuse\.(sshfs|s3fs|gcsfuse|rclone|glusterfs|ceph|davfs\d?|gvfsd-fuse))$/;

export interface Mount {
  readonly point: string;
  readonly type: string;
}

/** /proc/self/mountinfo: field 5 is the mount point (octal escapes), the type stands first behind " - ". */
export function linuxMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const point = before.split(' ')[4];
    if (!after || !point) return [];
    const plain = point.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    return [{ point: plain, type: after.split(' ')[0] }];
  });
}

/** `//server/x on /Volumes/x (smbfs, nodev)` */
export function macMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, point, type] = / on (.+) \(([^,)]+)/.exec(line) ?? [];
    return point && type ? [{ point, type }] : [];
  });
}

/** The type of the network file system that holds the path; null where it is a local one. */
export function networkTypeOf(path: string, mounts: readonly Mount[]): string | null {
  const holds = ({ point }: Mount): boolean =>
    path === point || path.startsWith(point.endsWith(sep) ? point : point + sep);
  // The longest mount point wins; of equal ones the later mount hides the earlier.
  const nearest = mounts
    .filter(holds)
    .reduce<Mount | null>(
      (best, mount) => (best === null || mount.point.length >= best.point.length ? mount : best),
      null,
    );
  return nearest && NETWORK.test(nearest.type) ? nearest.type : null;
}

export function networkDriveWarning(file: string): Issue | null {
  const type = file === MEMORY ? null : typeHere(file);
  if (type === null) return null;
  const rule = `must lie on a disk of this machine to be safe with two writers (got ${type}, a network file system)`;
  const advice =
    'use it from one machine at a time, or move it with --db or SPIKEX_HOME and exchange bundles';
  return warningAt(file, 'store/network-drive', `${rule}; ${advice}`);
}

function typeHere(file: string): string | null {
  try {
    if (process.platform === 'win32') return /^\\\\(?![?.]\\)/.test(file) ? 'UNC path' : null;
    const folder = realpathSync(dirname(file));
    const mounts =
      process.platform === 'linux'
        ? linuxMounts(readFileSync('/proc/self/mountinfo', 'utf8'))
        : macMounts(execFileSync('mount', { encoding: 'utf8', timeout: 2000 }));
    return networkTypeOf(folder, mounts);
  } catch {
    return null; // not known: no warning that may be wrong
  }
}
