/** The hardware's numbers: a plain whole-number run of the network agrees spike for spike, overflows included. */
import { expect, it } from 'vitest';
import type { NetworkSpec, SpikeTensor } from '../../../engine/contract/index.ts';
import { packWeights, unpackWeights } from '../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import { Random } from '../../../engine/math/random.ts';
import { hardwareIssues, hardwareNumbers } from '../../../engine/train/hardware-numbers.ts';
import { randomSample, randomWeights, sketchNetwork, wasm } from '../kernels/networks.ts';
import { resultOf, settings, toyPlan, train } from './fixtures.ts';

const network = sketchNetwork({ side: 4, channels: 2, timesteps: 12, leak: 0.9, layers: [20, 3] });
const options = { surrogateHalfWidth: 0.5, readoutHalfWidth: 4, tws: [2, 2] };

/** Whole-number run of a network of fc layers: counts of the last layer, saturated potentials. */
function plainRun(
  whole: readonly { weights: Float32Array; leak: number; threshold: number }[],
  sample: SpikeTensor,
  ceiling: number,
) {
  const T = sample.timesteps;
  const positions = sample.width * sample.height;
  let input = Array.from({ length: T }, () => Array.from({ length: positions * sample.channels }, () => 0));
  for (let p = 0; p < positions; p++)
    for (let e = sample.ptr[p]; e < sample.ptr[p + 1]; e++)
      input[sample.events[e] >>> 16][(sample.events[e] & 0xffff) * positions + p] = 1;
  let overflows = 0;
  for (const { weights, leak, threshold } of whole) {
    const inputs = input[0].length;
    const outputs = weights.length / inputs;
    const u = Array.from({ length: outputs }, () => 0);
    input = input.map((spikes) =>
      u.map((before, m) => {
        let x = roundHalfToEven(leak * before);
        for (let c = 0; c < inputs; c++) x += spikes[c] * weights[m * inputs + c];
        const held = Math.max(-ceiling, Math.min(ceiling - 1, x));
        if (held !== x) overflows++;
        u[m] = held >= threshold ? 0 : held;
        return held >= threshold ? 1 : 0;
      }),
    );
  }
  const counts = input[0].map((_, j) => input.reduce((sum, spikes) => sum + spikes[j], 0));
  return { counts, overflows };
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

it.each([
  [16, false],
  [6, true],
] as const)('agrees with a plain run at %i-bit potentials, overflows: %s', (potential, overflowing) => {
  const random = new Random(5);
  const kernels = new NetworkKernels(wasm, network, options);
  const { geometry } = kernels;
  const trained = packWeights(geometry, randomWeights(network, 2, random));
  const numbers = hardwareNumbers(network, geometry, [32, 4], trained, { weight: 8, potential });
  expect(numbers.weightBits).toEqual([8, 4]);
  const canonical = unpackWeights(geometry, numbers.weights);
  const whole = geometry.layers.map((layer, l) => ({
    weights: canonical.subarray(layer.canonicalOffset, layer.canonicalOffset + layer.canonicalLength),
    leak: numbers.neurons[l].leak,
    threshold: numbers.neurons[l].threshold,
  }));
  for (const { weights } of whole) weights.forEach((w) => expect(Number.isInteger(w)).toBe(true));
  expect(numbers.neurons[0].leak).toBe(230 / 256); // 0.9 * 256 = 230.4
  kernels.weights.set(numbers.weights);
  kernels.setHardware(numbers.neurons);
  let overflows = 0;
  for (let i = 0; i < 10; i++) {
    const sample = randomSample(network, 0.2, random);
    kernels.load(sample);
    kernels.forward(false);
    const expected = plainRun(whole, sample, 2 ** (potential - 1));
    expect([...kernels.spikeCounts()]).toEqual(expected.counts);
    expect(kernels.overflows).toBe(expected.overflows);
    overflows += expected.overflows;
  }
  expect(overflows > 0).toBe(overflowing);
});

it('reports the accuracy on the hardware’s numbers at the end, close to the float one at 8 bits', () => {
  const trained = train(toyPlan({ epochs: 10, hardwareLoss: settings().hardwareLoss }), {
    hardwareBits: { weight: 8, potential: 16 },
  });
  const { hardware, accuracy } = resultOf(trained).evaluation!;
  expect(hardware).toMatchObject({ total: 30, weightBits: [8, 8], potentialBits: 16, overflows: 0 });
  expect(Math.abs(hardware!.accuracy - accuracy)).toBeLessThanOrEqual(0.1);
});

it('trains at 2 bits with the weights that the hardware reads', () => {
  const trained = train(toyPlan({ epochs: 20, bits: [2], learningRate: 0.01 }), {
    hardwareBits: { weight: 8, potential: 16 },
  });
  const { hardware, accuracy } = resultOf(trained).evaluation!;
  expect(accuracy).toBeGreaterThan(0.8);
  expect(hardware!.weightBits).toEqual([2, 2]);
  // Steps are the same; only threshold and leak are rounded.
  expect(Math.abs(hardware!.accuracy - accuracy)).toBeLessThanOrEqual(0.2);
});

it('names what the array cannot run', () => {
  const other: NetworkSpec = {
    ...network,
    input: { ...network.input, coding: 'direct' },
    neuron: { ...network.neuron, model: 'cuba-lif', synapseLeak: 0.5 },
  };
  expect(hardwareIssues(network)).toEqual([]);
  expect(hardwareIssues(other).map(({ path }) => path)).toEqual([
    'network.input.coding',
    'network.layers[0]',
    'network.layers[1]',
  ]);
});
