/** Where the checkpoints of a run lie. */
import { join } from 'node:path';

export const checkpointFile = (folder: string, kind: 'best' | 'last'): string =>
  join(folder, `${kind}.spikexckpt`);
export const lastCheckpoint = (folder: string): string => checkpointFile(folder, 'last');
