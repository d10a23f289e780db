// The restore drill of docs/experiments.md, step by step: a backup while a run goes on, damage, the copy in its place.
import { existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExperimentStore } from '../../../electron/store/index.ts';
import { epochMetrics, issues, openStore, runEnd, startedRun, temporaryFolder, value } from './fixtures.ts';

describe('the restore drill', () => {
  it('brings back everything up to the backup', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'runs.db');
    const copy = join(folder, 'copy.sqlite');
    const store = openStore(file);
    const ended = startedRun(store, 3);
    value(store.finishRun(ended, runEnd()));
    const going = startedRun(store, 2);
    value(await store.backup(copy));
    value(store.addEpoch(going, epochMetrics(3)));
    store.close();

    truncateSync(file, Math.floor(statSync(file).size / 2));
    const [issue] = issues(ExperimentStore.open(file));
    expect(issue.code).toBe('store/corrupt');
    expect(issue.message).toMatch(/it was cut off: restore a backup; the file was left as it is$/);

    renameSync(file, `${file}.damaged`);
    for (const side of ['-wal', '-shm']) if (existsSync(file + side)) rmSync(file + side);
    writeFileSync(file, readFileSync(copy));
    const restored = openStore(file);
    expect(value(restored.integrityCheck())).toEqual([]);
    expect(value(restored.getRun(ended)).epochs).toHaveLength(3);
    // What was logged after the backup is not in it.
    expect(value(restored.getRun(going)).epochs).toHaveLength(2);
    expect(value(restored.metricsOf(going, 'loss.total'))).toHaveLength(2);
  });
});
