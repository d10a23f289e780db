/** Sizes, packing, pair tables, limits and memory plan. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometryOf, packedIndex, packWeights, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { checkHalfWidth, checkKernelLimits, workerBytes } from '../../../engine/kernels/limits.ts';
import { planMemory } from '../../../engine/kernels/memory-plan.ts';
import { countPairs, pairTables } from '../../../engine/kernels/pair-tables.ts';
import { sketchNetwork } from './networks.ts';

const nmnist = sketchNetwork({
  side: 34,
  channels: 2,
  timesteps: 30,
  leak: 0.9,
  layers: [[12, 3, 2, 0], [32, 3, 1, 0], [64, 3, 2, 0], 10],
});

describe('geometry', () => {
  it('has the sizes of the N-MNIST network', () => {
    const { layers, canonicalLength, packedLength } = geometryOf(nmnist);
    expect(layers.map((l) => [l.channels, l.outSide, l.outputs, l.width, l.chunks])).toEqual([
      [2, 16, 12, 12, 1],
      [12, 14, 32, 32, 1],
      [32, 6, 64, 64, 1],
      [64, 1, 10, 12, 1],
    ]);
    // 12*2*9 + 32*12*9 + 64*32*9 + 10*64*36 = 216 + 3456 + 18432 + 23040; packed: the last with 12 instead of 10 outputs.
    expect(canonicalLength).toBe(45_144);
    expect(packedLength).toBe(216 + 3456 + 18_432 + 12 * 64 * 36);
  });

  it('splits wide layers into equal chunks of at most 64, a multiple of 4', () => {
    const widths = [1, 4, 5, 64, 65, 96, 130, 512].map((M) => {
      const [layer] = geometryOf(
        sketchNetwork({ side: 2, channels: 1, timesteps: 2, leak: 0.5, layers: [M] }),
      ).layers;
      return [layer.chunks, layer.width];
    });
    // 65 -> 2 x 33 -> 36; 96 -> 2 x 48; 130 -> 3 x 44; 512 -> 8 x 64
    expect(widths).toEqual([
      [1, 4],
      [1, 4],
      [1, 8],
      [1, 64],
      [2, 36],
      [2, 48],
      [3, 44],
      [8, 64],
    ]);
  });

  it('packs and unpacks every weight, padding zero', () => {
    const shape = fc.record({
      M: fc.integer({ min: 1, max: 140 }),
      E: fc.integer({ min: 1, max: 3 }),
      classes: fc.integer({ min: 1, max: 9 }),
    });
    const check = fc.property(shape, ({ M, E, classes }) => {
      const geometry = geometryOf(
        sketchNetwork({ side: 4, channels: 2, timesteps: 3, leak: 0.5, layers: [[M, E, 1, 0], classes] }),
      );
      const canonical = Float32Array.from({ length: geometry.canonicalLength }, (_, i) => i + 1);
      const packed = packWeights(geometry, canonical);
      expect(unpackWeights(geometry, packed)).toEqual(canonical);
      expect(packed.filter((w) => w !== 0)).toHaveLength(geometry.canonicalLength);
    });
    fc.assert(check, { numRuns: 40, seed: 1 });
  });

  it('places a weight by chunk, kernel position, channel, output', () => {
    const [layer] = geometryOf(
      sketchNetwork({ side: 5, channels: 2, timesteps: 3, leak: 0.5, layers: [[70, 3, 1, 0]] }),
    ).layers;
    // width 36; output 40 = chunk 1, lane 4; tap (ky 1, kx 2, c 1) = (1*3 + 2)*2 + 1 = 11; chunk length 9*2*36 = 648
    expect(packedIndex(layer, 40, 1, 1, 2)).toBe(648 + 11 * 36 + 4);
  });
});

describe('pair tables', () => {
  it('lists the kernel positions inside the map, both ways', () => {
    // 3x3 input, 2x2 kernel, stride 2, pad 1: output (0,0) sees only input (0,0) by tap 3; (1,1) sees a full window.
    const network = sketchNetwork({ side: 3, channels: 1, timesteps: 5, leak: 0.5, layers: [[4, 2, 2, 1]] });
    const [layer] = geometryOf(network).layers;
    const tables = pairTables(layer, 5);
    expect([...tables.outPtr]).toEqual([0, 1, 3, 5, 9]);
    const tap = 4 * 4; // one channel of four floats
    expect([...tables.out.subarray(0, 2)]).toEqual([3 * tap, 0]);
    expect([...tables.out.subarray(10)]).toEqual([0, 4, tap, 5, 2 * tap, 7, 3 * tap, 8]);
    expect([...tables.inPtr]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const tile = 5 * 4 * 4;
    expect([...tables.in.subarray(16)]).toEqual([3 * tap, 3 * tile]);
    expect(countPairs(layer)).toBe(9);
  });
});

describe('limits', () => {
  it('accepts the N-MNIST network and knows its memory', () => {
    expect(checkKernelLimits(nmnist)).toEqual([]);
    expect(workerBytes(nmnist)).toBe(planMemory(geometryOf(nmnist), 0).end);
    expect(workerBytes(nmnist)).toBeLessThan(16 * 2 ** 20);
  });

  it('names every number out of range', () => {
    const bad = {
      ...nmnist,
      timesteps: 65_536,
      neuron: { ...nmnist.neuron, leak: 1.5, threshold: 0 },
    };
    expect(checkKernelLimits(bad)).toEqual([
      {
        path: 'network.timesteps',
        code: 'kernels/range',
        severity: 'error',
        message: 'must be a whole number, 1 to 65535 (got 65536); choose another one',
      },
      {
        path: 'network.neuron.threshold',
        code: 'kernels/threshold',
        severity: 'error',
        message: 'must be above 0 (got 0); 1 is usual',
      },
      {
        path: 'network.neuron.leak',
        code: 'kernels/leak',
        severity: 'error',
        message: 'must be 0 to 1 (got 1.5); 0.9 is usual',
      },
    ]);
    expect(checkKernelLimits({ ...nmnist, layers: [] }).map((issue) => issue.code)).toEqual([
      'kernels/no-layers',
    ]);
  });

  it('refuses absurd sizes at once', () => {
    const [conv, ...rest] = nmnist.layers;
    const absurd = { ...nmnist, layers: [{ ...conv, R: 1e9, E: 1e9, stride: 0, pad: -1 }, ...rest] };
    expect(checkKernelLimits(absurd).map((issue) => issue.path)).toEqual(
      ['R', 'E', 'stride', 'pad'].map((size) => `network.layers[0].${size}`),
    );
  });

  it('refuses a network larger than a worker', () => {
    const issues = checkKernelLimits({ ...nmnist, timesteps: 60_000 });
    expect(issues.map((issue) => issue.code)).toEqual(['kernels/memory']);
    expect(issues[0].message).toMatch(/^must fit 3.75 GiB per worker thread \(got \d+\.\d GiB\)/);
  });

  it.each([0, -1, 1.01, Number.NaN])('refuses a half width of %d', (value) => {
    expect(checkHalfWidth(value, 'surrogateHalfWidth').map((issue) => issue.code)).toEqual([
      'kernels/half-width',
    ]);
    expect(checkHalfWidth(1, 'surrogateHalfWidth')).toEqual([]);
  });
});
