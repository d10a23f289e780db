import { expect, it } from 'vitest';
import { Random } from '../../../engine/math/random.ts';

it('fills an array with the values that single draws give, and goes on behind them', () => {
  const single = new Random(5);
  const many = new Random(5);
  const drawn = new Uint32Array(12);
  many.draw(drawn, 10);
  expect([...drawn.subarray(0, 10)]).toEqual(Array.from({ length: 10 }, () => single.uint32()));
  expect([...drawn.subarray(10)]).toEqual([0, 0]);
  expect(many.uint32()).toBe(single.uint32());
});
