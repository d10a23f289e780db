// Removal of units: by hand, against plain loops over nested lists, and the property that silent units are not missed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { geometryOf, packWeights } from '../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import { groupOf } from '../../../engine/kernels/parameters.ts';
import { Random } from '../../../engine/math/random.ts';
import { removableLayers, removeUnits, type TrainedNetwork } from '../../../engine/shrink/index.ts';
import { removalIssues } from '../../../engine/shrink/remove-units.ts';
import { recordActivity } from '../../../engine/train/index.ts';
import { parseNetwork } from '../../../engine/workload/network.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { canonicalOf, NETWORKS, randomParameters } from '../kernels/network-kinds.ts';
import { denseOutput, randomSample, randomWeights, sketchNetwork, wasm } from '../kernels/networks.ts';

const PLAIN = Object.entries(NETWORKS).filter(([, { layers }]) =>
  layers.every(({ add }) => add === undefined),
);

describe('by hand', () => {
  // One channel of 2 x 2 -> 3 channels of 2 x 2 -> 2 neurons, which read (channel * 2 + y) * 2 + x.
  const network = sketchNetwork({ side: 2, channels: 1, timesteps: 3, leak: 0.5, layers: [[3, 1, 1, 0], 2] });
  const conv = [10, 20, 30];
  const readers = [0, 100].flatMap((base) => Array.from({ length: 12 }, (_, i) => base + i));
  const trained: TrainedNetwork = { network, weights: Float32Array.from([...conv, ...readers]) };

  it('takes out the middle channel: its kernel, and the four inputs that read its map', () => {
    const smaller = removeUnits(trained, [[0, 2], null]);
    expect([...smaller.weights]).toEqual([
      10, 30,
      0, 1, 2, 3, 8, 9, 10, 11,
      100, 101, 102, 103, 108, 109, 110, 111,
    ]); // prettier-ignore
    expect(smaller.network.layers.map(({ C, M }) => [C, M])).toEqual([
      [1, 2],
      [8, 2],
    ]);
    expect(trained.weights).toHaveLength(27);
  });

  it('never offers the last layer, nor pooling', () => {
    expect(removableLayers(network)).toEqual([0]);
    // P1, C1, P2, F1: the layers with weights are C1 and F1, the last.
    expect(removableLayers(NETWORKS['sum pooling of the input, two chunks'])).toEqual([1]);
  });
});

/** Numbers that are taken one after the other. */
function reader(values: Float32Array) {
  let at = 0;
  const nest = (sizes: readonly number[]): unknown =>
    sizes.length === 0 ? values[at++] : Array.from({ length: sizes[0] }, () => nest(sizes.slice(1)));
  return { nest, atEnd: () => at === values.length };
}

type Nested = number | Nested[];

/** The same removal with nested lists; knows nothing of offsets. */
function plainRemoval(
  { network, weights }: TrainedNetwork,
  kept: readonly (readonly number[] | null)[],
): number[] {
  const { nest, atEnd } = reader(weights);
  const out: number[] = [];
  const write = (value: Nested): void => {
    if (typeof value === 'number') out.push(value);
    else value.forEach(write);
  };
  let maps = network.input.channels;
  let side = network.input.width;
  let inputs = [...Array(maps).keys()];
  network.layers.forEach((layer, l) => {
    const outputs = layer.kind === 'pool' ? inputs : [...(kept[l] ?? Array(layer.M).keys())];
    if (layer.kind !== 'pool') {
      const taps = layer.kind === 'fc' ? side : layer.E;
      const w = nest([layer.M, maps, taps, taps]) as Nested[][];
      write(outputs.map((m) => inputs.map((c) => w[m][c])));
    }
    if (layer.recurrent) {
      const w = nest([layer.M, layer.M]) as Nested[][];
      write(outputs.map((to) => outputs.map((from) => w[to][from])));
    }
    if (layer.normalise)
      for (let i = 0; i < 4; i++) {
        const values = nest([layer.M]) as Nested[];
        write(outputs.map((m) => values[m]));
      }
    if ((layer.neuron?.learn ?? network.neuron.learn)?.length) write(nest([2]) as Nested);
    [maps, side, inputs] = [layer.M, layer.R, outputs];
  });
  expect(atEnd()).toBe(true);
  return out;
}

const someOf = (count: number, random: Random): number[] => {
  const units = [...Array(count).keys()].filter(() => random.uniform() < 0.6);
  return units.length ? units : [Math.floor(random.uniform() * count)];
};

const choiceFor = (network: NetworkSpec, random: Random): (readonly number[] | null)[] => {
  const removable = new Set(removableLayers(network));
  return network.layers.map(({ M }, l) => (removable.has(l) ? someOf(M, random) : null));
};

describe.each(PLAIN)('%s', (_, network) => {
  it('keeps everything where all units stay', () => {
    const weights = randomWeights(network, 1, new Random(1));
    const same = removeUnits({ network, weights }, network.layers.map(() => null)); // prettier-ignore
    expect(same.network).toEqual(network);
    expect(same.weights).toEqual(weights);
  });

  it('takes out what plain loops take out', () => {
    const random = new Random(2);
    const weights = Float32Array.from({ length: geometryOf(network).canonicalLength }, (_value, i) => i);
    for (let round = 0; round < 5; round++) {
      const kept = choiceFor(network, random);
      const smaller = removeUnits({ network, weights }, kept);
      expect([...smaller.weights]).toEqual(plainRemoval({ network, weights }, kept));
      expect(smaller.weights).toHaveLength(geometryOf(smaller.network).canonicalLength);
    }
  });
});

/** Spikes of every layer for a sample, channels apart: [layer][channel] -> [t][position]. */
function spikesOf({ network, weights }: TrainedNetwork, seed: number): number[][][] {
  const kernels = new NetworkKernels(wasm, network, {
    surrogateHalfWidth: 0.5,
    readoutHalfWidth: 4,
    tws: network.layers.map(() => 2),
  });
  kernels.weights.set(packWeights(kernels.geometry, weights));
  kernels.refresh();
  recordActivity(kernels, randomSample(network, 0.2, new Random(seed)));
  return kernels.geometry.layers.map(({ outputs, positions }, l) => {
    const dense = denseOutput(kernels, l);
    return Array.from({ length: outputs }, (_, m) =>
      [...dense].filter((_value, i) => Math.floor(i / positions) % outputs === m),
    );
  });
}

/** Nothing that reaches these units is above zero, so their potentials never rise. */
function silenced(
  { network, weights }: TrainedNetwork,
  kept: readonly (readonly number[] | null)[],
): TrainedNetwork {
  const quiet = weights.slice();
  geometryOf(network).layers.forEach((layer, l) => {
    const stays = new Set(kept[l] ?? [...Array(layer.outputs).keys()]);
    if (layer.pools) return;
    for (const kind of ['weights', 'recurrent', 'bias'] as const) {
      const group = groupOf(layer, kind);
      const perUnit = (group?.canonicalLength ?? 0) / layer.outputs;
      for (let i = 0; i < (group?.canonicalLength ?? 0); i++)
        if (!stays.has(Math.floor(i / perUnit))) {
          const at = (group?.canonicalOffset ?? 0) + i;
          quiet[at] = -Math.abs(quiet[at]);
        }
    }
  });
  return { network, weights: quiet };
}

/** Weights as they come, so that a sum in another order would show. */
function parametersOf(network: NetworkSpec, random: Random): Float32Array {
  const weights = canonicalOf(network, randomParameters(network, random));
  const noise = randomWeights(network, 0.3, random);
  geometryOf(network).layers.forEach((layer) => {
    for (let i = 0; i < layer.canonicalLength; i++) weights[layer.canonicalOffset + i] += noise[layer.canonicalOffset + i]; // prettier-ignore
  });
  return weights;
}

describe('units that never fire', () => {
  it('are not missed: every other spike stays, bit for bit, in every kind of layer', () => {
    const fired = new Map<string, number>();
    fc.assert(
      fc.property(fc.constantFrom(...PLAIN), fc.integer({ min: 1, max: 1e6 }), ([name, network], seed) => {
        const random = new Random(seed);
        const kept = choiceFor(network, random);
        const whole = silenced({ network, weights: parametersOf(network, random) }, kept);
        const before = spikesOf(whole, seed);
        const after = spikesOf(removeUnits(whole, kept), seed);
        let below: readonly number[] = [...Array(network.input.channels).keys()];
        network.layers.forEach((layer, l) => {
          const units: readonly number[] =
            layer.kind === 'pool' ? below : (kept[l] ?? [...Array(layer.M).keys()]);
          const stays = new Set(units);
          expect(before[l].flatMap((spikes, m) => (!stays.has(m) && spikes.includes(1) ? [m] : []))).toEqual(
            [],
          );
          expect(after[l]).toEqual(units.map((m) => before[l][m]));
          below = units;
        });
        const last = after[after.length - 1].flat().filter((value) => value > 0).length;
        fired.set(name, (fired.get(name) ?? 0) + last);
      }),
      { numRuns: 150, seed: 3 },
    );
    // The comparison says something: in every network something fires up to the last layer.
    expect([...fired].filter(([, spikes]) => spikes === 0)).toEqual([]);
    expect(fired.size).toBe(PLAIN.length);
  });
});

describe('residual layers', () => {
  it('are refused by name', () => {
    expect(removalIssues(NETWORKS['residual add'], 'a.spkx').map(({ message }) => message)).toEqual([
      'must have no residual layers, whose maps have to keep the same channels (got layer C3, which adds C1); choose a network without',
    ]);
  });
});

it('makes networks that the parser takes', () => {
  for (const [, network] of PLAIN) {
    const kept = choiceFor(network, new Random(4));
    const smaller = removeUnits({ network, weights: randomWeights(network, 1, new Random(5)) }, kept).network;
    const parsed = parseNetwork(JSON.stringify(smaller), 'smaller');
    expect(messagesOf(parsed)).toEqual([]);
    expect(valueOf(parsed).layers).toEqual(smaller.layers);
  }
});
