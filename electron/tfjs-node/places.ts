/**
 * Where the TensorFlow door lies and what a TensorFlow library looks like. The door is a folder of its own in the user's
 * data folder: package, native addon, links to the user's library, and `door.json`, which is written last: no file, no door.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorAt, type Issue } from '../../engine/contract/index.ts';
import { userDataFolder } from '../host/paths.ts';

export const TFJS_NODE_VERSION = '4.22.0';
export const NODE_GYP_VERSION = '11.4.2';

export const doorFolder = (): string => join(userDataFolder(), 'tfjs-node');
export const packageFolder = (door: string): string => join(door, 'node_modules', '@tensorflow', 'tfjs-node');
const recordFile = (door: string): string => join(door, 'door.json');

export interface DoorRecord {
  readonly tfjsNode: string;
  readonly tensorflow: string;
  readonly libtensorflow: string;
}

/** Null where the door is not open. */
export function openedDoor(door = doorFolder()): DoorRecord | null {
  if (!existsSync(recordFile(door))) return null;
  try {
    return JSON.parse(readFileSync(recordFile(door), 'utf8')) as DoorRecord;
  } catch {
    return null; // half written: the door counts as closed and can be opened again
  }
}

export { recordFile };

/** Shared libraries of TensorFlow, as an installed Python package has them, and the names that the addon links to. */
export const LIBRARIES = [
  ['libtensorflow_cc.so.2', 'libtensorflow.so'],
  ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
] as const;

/** Everything that is wrong with this machine or folder for the door, at once. */
export function checkLibrary(asked: string, platform: string, arch: string): Issue[] {
  const issues: Issue[] = [];
  if (platform !== 'linux' || arch !== 'x64')
    issues.push(
      errorAt(
        'platform',
        'tfjs-node/platform',
        `must be linux x64, the only one that this recipe was tried on (got ${platform} ${arch}); go on without, nothing needs it`,
      ),
    );
  const folder = resolve(asked);
  for (const name of [...LIBRARIES.map(([library]) => library), 'include'])
    if (!existsSync(join(folder, name)))
      issues.push(
        errorAt(
          '--libtensorflow',
          'tfjs-node/library',
          `must be a folder with ${name} (got ${folder} without it); an installed Python tensorflow is such a folder`,
        ),
      );
  return issues;
}
