// kill -9 during a training, at random updates, again and again: what is resumed ends with the very same bytes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { Random } from '../../../../engine/math/random.ts';
import { times } from '../../../support/soak.ts';
import { temporaryFolder } from '../../store/fixtures.ts';

const KILLS = times(2, 20);
/** 12 epochs of 7 updates. */
const UPDATES = 84;

/** Runs the child; kills it after so many updates (null = lets it end). True when it ended by itself. */
async function run(folder: string, killAfter: number | null): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'training-child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  let lines = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    if (++lines === killAfter) child.kill('SIGKILL');
  });
  const [code] = await exit;
  return code === 0;
}

const last = (folder: string): Buffer => readFileSync(join(folder, 'last.spikexckpt'));

it(`ends with the same bits after ${KILLS} kills`, { timeout: 600_000 }, async () => {
  const random = new Random(4);
  const whole = temporaryFolder();
  expect(await run(whole, null)).toBe(true);
  for (let kills = 0; kills < KILLS;) {
    const folder = temporaryFolder();
    let ended = false;
    while (!ended && kills < KILLS) {
      ended = await run(folder, 1 + random.below(UPDATES / 3));
      if (!ended) kills++;
    }
    ended ||= await run(folder, null);
    expect(ended).toBe(true);
    expect(last(folder).equals(last(whole))).toBe(true);
  }
});
