// kill -9 during a search, at random moments, again and again: what is gone on with ends with the same archive, and what had
// been evaluated before a kill is neither lost nor evaluated again.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { NO_ALPHAS, pointKey, searchReport } from '../../../engine/search/index.ts';
import type { SearchSpec } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { FAKE_SEARCH } from '../../support/fake/search.ts';
import { times } from '../../support/soak.ts';
import { temporaryFolder } from '../store/fixtures.ts';
import { archiveOf, runSearch } from './searching.ts';

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

/** Some time after the search has reported so many candidates. The first line says that it has started. */
const after = (candidates: number, waitMs: number) => async (lines: Readable) => {
  for await (const line of createInterface(lines)) {
    if ((Number(line) || 0) < candidates) continue;
    await setTimeout(waitMs);
    return;
  }
};

it(`ends with the same archive after ${KILLS} kills`, { timeout: 1_800_000 }, async () => {
  const random = new Random(6);
  const whole = temporaryFolder();
  expect(await runSearch(whole, SPEC, null)).toBe(true);
  const expected = await archiveOf(whole, SPEC);
  expect(expected).toHaveLength(SPEC.budget);
  let inTheMiddle = 0;
  for (let kills = 0; kills < KILLS;) {
    const folder = temporaryFolder();
    let kept = 0;
    let ended = false;
    while (!ended && kills < KILLS) {
      // Now and then before there is anything new.
      const from = random.below(5) === 0 ? 0 : kept + random.below(MOST_CANDIDATES);
      ended = await runSearch(folder, SPEC, after(from, random.below(MOST_WAIT_MS)));
      if (!ended) kills++;
      const archive = await archiveOf(folder, SPEC);
      // Nothing of before the kill is gone, in its order.
      expect(archive.length).toBeGreaterThanOrEqual(kept);
      expect(archive).toEqual(expected.slice(0, archive.length));
      if (archive.length > 0 && archive.length < SPEC.budget) inTheMiddle++;
      kept = archive.length;
    }
    ended ||= await runSearch(folder, SPEC, null);
    expect(ended).toBe(true);
    const archive = await archiveOf(folder, SPEC);
    expect(archive).toEqual(expected);
    expect(new Set(archive.map(({ point }) => pointKey(point))).size).toBe(SPEC.budget);
    expect(searchReport('', SPEC, archive, NO_ALPHAS)).toEqual(searchReport('', SPEC, expected, NO_ALPHAS));
  }
  // The first may come before there is a candidate.
  expect(inTheMiddle).toBeGreaterThanOrEqual(Math.floor(KILLS / 2));
  console.info(`search: ${KILLS} kills, ${inTheMiddle} of them with some candidates kept and some to come`);
});
