// Weights as NumPy arrays: the bytes that numpy.save writes, every refusal by its message, and damaged files.
import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../../engine/contract/index.ts';
import { npyBytes } from '../../../engine/exchange/npy.ts';
import { weightShape, weightsFromNpy, weightsToNpy } from '../../../engine/exchange/npy-weights.ts';
import { Random } from '../../../engine/math/random.ts';
import { mutated } from '../../support/mutate.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { times } from '../../support/soak.ts';

const conv: LayerSpec = { name: 'C', kind: 'conv', H: 3, R: 2, E: 2, C: 1, M: 2, stride: 1, pad: 0 };
const fc: LayerSpec = { name: 'F', kind: 'fc', H: 1, R: 1, E: 1, C: 3, M: 2, stride: 1, pad: 0 };
const weights = Float32Array.of(0.5, -1, 2, 0.25, 1, 3, -0.125, 8);

describe('weights as npy', () => {
  it('are float32 in C order, as numpy.save writes them', () => {
    const bytes = weightsToNpy(weights, weightShape(conv));
    const head = new TextDecoder('latin1').decode(bytes.subarray(10, 128));
    expect(head.trimEnd()).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2, 2), }");
    // 128 bytes of head, then 0.5 = 00 00 00 3f.
    expect(bytes.length).toBe(128 + 8 * 4);
    expect([...bytes.subarray(128, 132)]).toEqual([0, 0, 0, 0x3f]);
    expect(valueOf(weightsFromNpy(bytes, conv, 'w.npy'))).toEqual(weights);
  });

  it('are taken from float64, too', () => {
    const data = new Uint8Array(new Float64Array([1, 2, 3, 4, 5, -6]).buffer);
    expect([...valueOf(weightsFromNpy(npyBytes('<f8', [2, 3], data), fc, 'w.npy'))]).toEqual([
      1, 2, 3, 4, 5, -6,
    ]);
  });

  it.each<[string, Uint8Array, LayerSpec, RegExp]>([
    [
      'another shape',
      weightsToNpy(weights, [2, 4]),
      conv,
      /must have shape \(2, 1, 2, 2\) for layer C \(got \(2, 4\)\)/,
    ],
    [
      'whole numbers',
      npyBytes('<i4', [2, 3], new Uint8Array(24)),
      fc,
      /must be float32 or float64 \(got <i4\)/,
    ],
    ['too few bytes', npyBytes('<f4', [2, 3], new Uint8Array(20)), fc, /must hold 24 bytes \(got 20\)/],
    [
      'not a number',
      weightsToNpy(Float32Array.of(1, 2, NaN, 4, 5, 6), [2, 3]),
      fc,
      /finite numbers \(got NaN at element 2\)/,
    ],
    ['text', new TextEncoder().encode('weights'), fc, /must be a NumPy \.npy file/],
  ])('are refused with %s', (_, bytes, layer, message) => {
    expect(messagesOf(weightsFromNpy(bytes, layer, 'w.npy')).join()).toMatch(message);
  });

  it('never throw on damaged files', () => {
    const random = new Random(8);
    const good = weightsToNpy(weights, weightShape(conv));
    const lengths = new Set<number>();
    for (let i = 0; i < times(1000, 50_000); i++) {
      const read = weightsFromNpy(mutated(good, random), conv, 'w.npy');
      lengths.add(read.ok ? read.value.length : 8);
    }
    expect([...lengths]).toEqual([8]);
  });
});
