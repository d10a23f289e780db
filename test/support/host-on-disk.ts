/** A workbench with a database of its own on disk for the tests of one file; closed and removed after them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openWorkbench, type OpenWorkbench } from '../../electron/host/workbench.ts';
import { valueOf } from './outcomes.ts';

export interface HostOnDisk {
  readonly folder: string;
  /** Once the tests run. */
  readonly workbench: OpenWorkbench;
}

export function hostOnDisk(name: string): HostOnDisk {
  const folder = mkdtempSync(join(tmpdir(), `spikex-${name}-`));
  let opened: OpenWorkbench | null = null;
  beforeAll(async () => {
    const database = join(folder, 'runs.sqlite');
    opened = valueOf(await openWorkbench({ door: 'cli', appVersion: 'test', database, roots: [] }));
  });
  afterAll(async () => {
    await opened?.host.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    get workbench() {
      if (!opened) throw new Error('hostOnDisk: open only while the tests run');
      return opened;
    },
  };
}
