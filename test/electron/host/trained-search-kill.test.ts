// kill -9 during a search that trains its candidates, at random moments: what is gone on with ends with the same archive.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { SearchSpec } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { FAKE_SEARCH } from '../../support/fake/search.ts';
import { times } from '../../support/soak.ts';
import { temporaryFolder } from '../store/fixtures.ts';
import { archiveOf, runSearch } from './searching.ts';

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

/** A while after the first line, or at once where the search had already ended. */
const after = (waitMs: number) => async (lines: Readable) => {
  for await (const _ of createInterface(lines)) {
    await setTimeout(waitMs);
    return;
  }
};

it(`trains its candidates to the same archive after ${KILLS} kills`, { timeout: 1_800_000 }, async () => {
  const random = new Random(7);
  const whole = temporaryFolder();
  expect(await runSearch(whole, SPEC, null)).toBe(true);
  const expected = await archiveOf(whole, SPEC);
  expect(expected).toHaveLength(3);
  for (let kills = 0; kills < KILLS;) {
    const folder = temporaryFolder();
    let ended = false;
    while (!ended && kills < KILLS) {
      ended = await runSearch(folder, SPEC, after(random.below(MOST_WAIT_MS)));
      if (!ended) kills++;
    }
    ended ||= await runSearch(folder, SPEC, null);
    expect(await archiveOf(folder, SPEC)).toEqual(expected);
  }
});
