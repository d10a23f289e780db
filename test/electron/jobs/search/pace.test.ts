// Questions of a quarter second, and never fewer candidates than threads can work on.
import { expect, it } from 'vitest';
import { paced } from '../../../../electron/jobs/search/pace.ts';
import { NO_METRICS } from '../../../../engine/search/index.ts';

it('asks for as many as a quarter second takes', async () => {
  let nowMs = 0;
  let eachMs = 10;
  const executor = {
    evaluate: async (points: readonly (readonly number[])[]) => {
      nowMs += points.length * eachMs;
      return points.map(() => NO_METRICS);
    },
  };
  const pace = paced(executor, 4, () => nowMs);
  const ask = () => pace.executor.evaluate(Array.from({ length: pace.slice() }, () => [0]));
  expect(pace.slice()).toBe(4);
  await ask();
  expect(pace.slice()).toBe(25); // 250 ms / 10 ms
  eachMs = 400;
  await ask();
  expect(pace.slice()).toBe(4);
  eachMs = 0;
  await ask();
  expect(pace.slice()).toBe(250_000);
});
