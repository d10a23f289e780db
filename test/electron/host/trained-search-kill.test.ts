// kill -9 during a search that trains its candidates, at random moments: what is gone on with ends with the same archive.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { evaluatedFrom } from '../../../electron/host/search-records.ts';
import { openWorkbench } from '../../../electron/host/workbench.ts';
import type { SearchSpec } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { FAKE_SEARCH } from '../../support/fake/search.ts';
import { valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';
import { temporaryFolder } from '../store/fixtures.ts';

const KILLS = times(1, 20);
const MOST_WAIT_MS = 6000;

const SPEC: SearchSpec = {
  ...FAKE_SEARCH,
  network: 'nmnist-small',
  spikes: { kind: 'dataset', source: 'synthetic-nmnist' },
  objectives: ['edpJs', 'errorRate'],
  space: { ...FAKE_SEARCH.space, parameters: [{ key: 'bits', values: [8, 4, 2] }] },
  training: { epochs: 3, eta: 3, maxTrain: 40, maxTest: 20 },
};

/** True when the child ended by itself. */
async function run(folder: string, killAfterMs: number | null): Promise<boolean> {
  const args = [join(import.meta.dirname, 'searching-child.ts'), folder, JSON.stringify(SPEC)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  if (killAfterMs !== null) {
    await once(child.stdout, 'data');
    await after(killAfterMs);
    child.kill('SIGKILL');
  }
  child.stdout.resume();
  const [code] = await exit;
  return code === 0;
}

async function archiveOf(folder: string) {
  const database = join(folder, 'runs.sqlite');
  const workbench = valueOf(await openWorkbench({ door: 'cli', appVersion: 'test', database, roots: [] }));
  const [row] = valueOf(workbench.store.listRuns());
  const evaluated = evaluatedFrom(valueOf(workbench.store.candidatesOf(row.id)), SPEC);
  await workbench.host.close();
  return evaluated;
}

it(`trains its candidates to the same archive after ${KILLS} kills`, { timeout: 1_800_000 }, async () => {
  const random = new Random(7);
  const whole = temporaryFolder();
  expect(await run(whole, null)).toBe(true);
  const expected = await archiveOf(whole);
  expect(expected).toHaveLength(3);
  for (let kills = 0; kills < KILLS;) {
    const folder = temporaryFolder();
    let ended = false;
    while (!ended && kills < KILLS) {
      ended = await run(folder, random.below(MOST_WAIT_MS));
      if (!ended) kills++;
    }
    ended ||= await run(folder, null);
    expect(await archiveOf(folder)).toEqual(expected);
  }
});
