// kill -9 during a search, at random moments, again and again: what is gone on with ends with the same archive, and what had
// been evaluated before a kill is neither lost nor evaluated again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { NO_ALPHAS, pointKey } from '../../../engine/search/index.ts';
import { evaluatedFrom } from '../../../electron/host/search-records.ts';
import { openWorkbench } from '../../../electron/host/workbench.ts';
import { searchReport } from '../../../engine/search/index.ts';
import type { SearchSpec } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { FAKE_SEARCH } from '../../support/fake/search.ts';
import { valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';
import { temporaryFolder } from '../store/fixtures.ts';

const KILLS = times(1, 20);
/** Candidates until a kill at most, beyond those kept: some searches see several kills. */
const MOST_CANDIDATES = 250;
const MOST_WAIT_MS = 300;

const SPEC: SearchSpec = {
  ...FAKE_SEARCH,
  network: 'nmnist',
  method: 'evolutionary',
  samples: 6,
  budget: 600,
  space: {
    ...FAKE_SEARCH.space,
    parameters: [
      ...FAKE_SEARCH.space.parameters,
      { key: 'array.rows', values: [2, 4, 8, 16, 32, 64] },
      { key: 'lbuf.bytes', values: [1024, 2048, 4096, 8192] },
      { key: 'glb.bytes', values: [8192, 16384, 32768, 65536] },
      { key: 'clockMhz', values: [100, 200, 400] },
    ],
  },
};

interface Kill {
  /** Candidates that the search must have reported. */
  readonly from: number;
  /** Then as long. */
  readonly afterMs: number;
}

/** True when the child ended by itself; null = lets it end. */
async function run(folder: string, kill: Kill | null): Promise<boolean> {
  const args = [join(import.meta.dirname, 'searching-child.ts'), folder, JSON.stringify(SPEC)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    // The first line says that it has started.
    const done = Number(line) || 0;
    if (kill === null || done < kill.from) continue;
    await after(kill.afterMs);
    child.kill('SIGKILL');
    break;
  }
  child.stdout.resume();
  const [code] = await exit;
  return code === 0;
}

/** What the database holds of the search. */
async function archiveOf(folder: string) {
  const database = join(folder, 'runs.sqlite');
  const workbench = valueOf(await openWorkbench({ door: 'cli', appVersion: 'test', database, roots: [] }));
  const [row] = valueOf(workbench.store.listRuns());
  const evaluated = evaluatedFrom(valueOf(workbench.store.candidatesOf(row.id)), SPEC);
  await workbench.host.close();
  return evaluated;
}

it(`ends with the same archive after ${KILLS} kills`, { timeout: 1_800_000 }, async () => {
  const random = new Random(6);
  const whole = temporaryFolder();
  expect(await run(whole, null)).toBe(true);
  const expected = await archiveOf(whole);
  expect(expected).toHaveLength(SPEC.budget);
  let inTheMiddle = 0;
  for (let kills = 0; kills < KILLS;) {
    const folder = temporaryFolder();
    let kept = 0;
    let ended = false;
    while (!ended && kills < KILLS) {
      // Now and then before there is anything new.
      const from = random.below(5) === 0 ? 0 : kept + random.below(MOST_CANDIDATES);
      ended = await run(folder, { from, afterMs: random.below(MOST_WAIT_MS) });
      if (!ended) kills++;
      const archive = await archiveOf(folder);
      // Nothing of before the kill is gone, in its order.
      expect(archive.length).toBeGreaterThanOrEqual(kept);
      expect(archive).toEqual(expected.slice(0, archive.length));
      if (archive.length > 0 && archive.length < SPEC.budget) inTheMiddle++;
      kept = archive.length;
    }
    ended ||= await run(folder, null);
    expect(ended).toBe(true);
    const archive = await archiveOf(folder);
    expect(archive).toEqual(expected);
    expect(new Set(archive.map(({ point }) => pointKey(point))).size).toBe(SPEC.budget);
    expect(searchReport('', SPEC, archive, NO_ALPHAS)).toEqual(searchReport('', SPEC, expected, NO_ALPHAS));
  }
  // The first may come before there is a candidate.
  expect(inTheMiddle).toBeGreaterThanOrEqual(Math.floor(KILLS / 2));
  console.info(`search: ${KILLS} kills, ${inTheMiddle} of them with some candidates kept and some to come`);
});
