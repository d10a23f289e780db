// Recorded spikes as bytes: the two forms by hand, round trips of random tensors, damaged bytes.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../engine/math/random.ts';
import { decodeInputs, encodeInputs, shapeOf } from '../../../engine/workload/recorded-inputs.ts';
import { spikesFromDense } from '../../../engine/workload/spikes.ts';
import { mutated } from '../../support/mutate.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';

const tensor = (timesteps: number, channels: number, side: number, spikes: readonly number[]) => {
  const dense = new Uint8Array(timesteps * channels * side * side);
  for (const at of spikes) dense[at] = 1;
  return spikesFromDense(dense, { timesteps, channels, height: side, width: side });
};

describe('the two forms', () => {
  it('few spikes are differences of their index', () => {
    // (T 40, C 2, H 2, W 2): dense index ((t*2 + c)*2 + y)*2 + x. Spikes at t 0 c 1 of position 0, t 3 c 0 of position 3:
    // indices (0*40 + 0)*2 + 1 = 1 and (3*40 + 3)*2 + 0 = 246: differences 1 and 244 = 0xF4 0x01
    const one = tensor(40, 2, 2, [((0 * 2 + 1) * 2 + 0) * 2 + 0, ((3 * 2 + 0) * 2 + 1) * 2 + 1]);
    expect([...encodeInputs([one])]).toEqual([1, 3, 0, 0, 0, 1, 0xf4, 0x01]);
  });

  it('many spikes are one bit each', () => {
    // (T 3, C 2, H 1, W 1): cells t*2 + c = 0, 1, 3, 4, so bits 0b011011
    const one = tensor(3, 2, 1, [0, 1, 3, 4]);
    expect([...encodeInputs([one])]).toEqual([0, 1, 0, 0, 0, 0b011011]);
  });
});

const inputs = fc.array(
  fc
    .record({
      timesteps: fc.integer({ min: 1, max: 40 }),
      channels: fc.integer({ min: 1, max: 9 }),
      side: fc.integer({ min: 1, max: 5 }),
      rate: fc.constantFrom(0, 0.001, 0.02, 0.3, 1),
      seed: fc.nat(),
    })
    .map(({ timesteps, channels, side, rate, seed }) => {
      const random = new Random(seed);
      const cells = Array.from({ length: timesteps * channels * side * side }, (_, i) => i);
      return tensor(
        timesteps,
        channels,
        side,
        cells.filter(() => random.uniform() < rate),
      );
    }),
  { minLength: 1, maxLength: 4 },
);

describe('for every recording', () => {
  it('what is read is what was written', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        const again = valueOf(decodeInputs(encodeInputs(list), list.map(shapeOf), 'a'));
        expect(again).toEqual(list);
      }),
      { numRuns: times(300, 5000), seed: 5 },
    );
  });

  it('takes at most a bit per neuron step', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        const bits = list.reduce(
          (sum, { timesteps, channels, height, width }) =>
            sum + Math.ceil((timesteps * channels * height * width) / 8),
          0,
        );
        expect(encodeInputs(list).length).toBeLessThanOrEqual(bits + 5 * list.length);
      }),
      { numRuns: 100, seed: 6 },
    );
  });
});

describe('damaged bytes', () => {
  it.each([
    ['nothing', new Uint8Array(), 'it ends early'],
    ['a cut payload', Uint8Array.of(0, 9, 0, 0, 0, 1), 'it ends early'],
    ['an unknown form', Uint8Array.of(2, 1, 0, 0, 0, 1), 'layer 1 is no spikes'],
    ['bits beyond the last neuron step', Uint8Array.of(0, 1, 0, 0, 0, 0b1000000), 'layer 1 is no spikes'],
    ['an index beyond the last', Uint8Array.of(1, 1, 0, 0, 0, 6), 'layer 1 is no spikes'],
    ['an unfinished number', Uint8Array.of(1, 1, 0, 0, 0, 0x81), 'layer 1 is no spikes'],
    ['more than it says', Uint8Array.of(0, 1, 0, 0, 0, 1, 7), '1 bytes too many'],
  ])('%s', (_, bytes, why) => {
    const shape = { timesteps: 3, channels: 2, height: 1, width: 1 };
    expect(messagesOf(decodeInputs(bytes, [shape], 'a'))).toEqual([
      `a: must hold recorded activity (got damage: ${why}); record it again`,
    ]);
  });

  it('are read or refused, never thrown', () => {
    const list = [
      tensor(30, 2, 5, [3, 99, 400, 1000]),
      tensor(3, 8, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 30, 40, 50]),
    ];
    const whole = encodeInputs(list);
    const random = new Random(3);
    let refused = 0;
    for (let run = 0; run < times(3000, 100_000); run++) {
      const outcome = decodeInputs(mutated(whole, random), list.map(shapeOf), 'a');
      if (!outcome.ok) refused++;
      const spikes = outcome.ok
        ? outcome.value.every(({ ptr, events }) => ptr.at(-1) === events.length)
        : true;
      expect(spikes).toBe(true);
    }
    expect(refused).toBeGreaterThan(500);
  });
});
