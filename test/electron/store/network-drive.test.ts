// Which mounts are network file systems.
import { describe, expect, it } from 'vitest';
import {
  linuxMounts,
  macMounts,
  networkDriveWarning,
  networkTypeOf,
} from '../../../electron/store/network-drive.ts';

const MOUNTS = linuxMounts(
  [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '40 22 0:35 / /home rw shared:2 - nfs4 server:/home rw,vers=4.2',
    '41 40 8:2 / /home/me/local rw - xfs /dev/sdb1 rw',
    '42 22 0:36 / /mnt/a\\040share rw - fuse.sshfs me@host: rw',
    '43 22 0:37 / /tmp rw - tmpfs tmpfs rw',
    'nonsense',
  ].join('\n'),
);

describe('networkTypeOf', () => {
  it.each([
    ['/home/me', 'nfs4'],
    ['/home/me/local/x', null],
    ['/homes', null],
    ['/mnt/a share/x', 'fuse.sshfs'],
    ['/tmp', null],
    ['/', null],
  ])('%s is %s', (path, type) => {
    expect(networkTypeOf(path, MOUNTS)).toBe(type);
  });

  it('reads the table of macOS', () => {
    const mounts = macMounts(
      '/dev/disk1 on / (apfs, local)\n//me@server/x on /Volumes/x (smbfs, nodev, nosuid)\n',
    );
    expect(networkTypeOf('/Volumes/x/y', mounts)).toBe('smbfs');
    expect(networkTypeOf('/Users', mounts)).toBeNull();
  });
});

describe('networkDriveWarning', () => {
  it('says nothing for memory and for the disk that the tests run on', () => {
    expect(networkDriveWarning(':memory:')).toBeNull();
  });
});
