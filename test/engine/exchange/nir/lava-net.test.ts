// A lava-dl layer runs like lava's own integer rule: u += -u du + a; v += -v dv + u + bias; spike above vth, then v = 0.
import { describe, expect, it } from 'vitest';
import { DEFAULT_NIR_RUN } from '../../../../engine/contract/index.ts';
import { readLavaNet } from '../../../../engine/exchange/nir/lava-net.ts';
import { hdf5Dataset, hdf5Group, hdf5Text } from '../../../../engine/hdf5/tree.ts';
import type { Hdf5Group, Hdf5Node } from '../../../../engine/hdf5/tree.ts';
import { Random } from '../../../../engine/math/random.ts';
import { runEvents } from '../../../support/nir/compare.ts';
import { shaped } from '../../../support/nir/graphs.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';

const whole = (value: number): Hdf5Node => hdf5Dataset(BigInt64Array.of(BigInt(value)), []);
const WEIGHTS = [24, -8, 40, 16, 56, -16];

function net(neuron: Record<string, Hdf5Node>, more: Record<string, Hdf5Node> = {}): Hdf5Group {
  return hdf5Group({
    layer: hdf5Group({
      0: hdf5Group({
        type: hdf5Dataset(['dense'], [1]),
        shape: hdf5Dataset(BigInt64Array.of(2n)),
        weight: hdf5Dataset(Float32Array.from(WEIGHTS), [2, 3]),
        neuron: hdf5Group({
          type: hdf5Text('CUBA'),
          iDecay: whole(1024),
          vDecay: whole(512),
          vThMant: whole(64),
          refDelay: whole(1),
          ...neuron,
        }),
        ...more,
      }),
    }),
  });
}

describe('lava-dl networks', () => {
  it('dense CUBA layers fire like the discrete rule', () => {
    const dtS = 1 / 1024;
    const graph = shaped(valueOf(readLavaNet(net({}), dtS, 'f.net')));
    const random = new Random(1);
    const input = Array.from({ length: 40 }, () => Float64Array.from({ length: 3 }, () => random.below(2)));
    const output = runEvents(graph, { ...DEFAULT_NIR_RUN, dtS }, input).get('0.neuron');
    const [u, v] = [
      [0, 0],
      [0, 0],
    ];
    const expected = input.map((x) =>
      [0, 1].map((n) => {
        const a = WEIGHTS[3 * n] * x[0] + WEIGHTS[3 * n + 1] * x[1] + WEIGHTS[3 * n + 2] * x[2];
        u[n] += -u[n] * (1024 / 4096) + a;
        v[n] += -v[n] * (512 / 4096) + u[n];
        if (v[n] <= 64) return 0;
        v[n] = 0;
        return 1;
      }),
    );
    expect(output).toEqual(expected);
    expect(expected.flat()).toContain(1);
  });

  it('axonal delays become a Delay', () => {
    const graph = valueOf(
      readLavaNet(net({}, { delay: hdf5Dataset(Float32Array.of(0, 3)) }), 0.001, 'f.net'),
    );
    expect(graph.nodes.get('0.delay')).toEqual({
      type: 'Delay',
      delay: { shape: [2], values: Float64Array.of(0, 0.003) },
    });
  });

  it('names what has no counterpart', () => {
    const messages = messagesOf(readLavaNet(net({ refDelay: whole(4), iDecay: whole(0) }), 0.001, 'f.net'));
    expect(messages.some((message) => message.includes('neuron/refDelay: must be 1 (got 4)'))).toBe(true);
    expect(messages.some((message) => message.includes('neuron/iDecay: must be 1 to 4096 (got 0)'))).toBe(
      true,
    );
    const sigma = messagesOf(readLavaNet(net({ type: hdf5Text('SDNN') }), 0.001, 'f.net'));
    expect(sigma[0]).toContain('must be LOIHI or CUBA (got SDNN)');
  });
});
