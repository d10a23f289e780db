/**
 * Membrane potentials against the kernels' own spikes, for every kind of layer and neuron: a neuron fires exactly where
 * its potential reaches the threshold (parameters on a dyadic grid, so that sums have no rounding).
 */
import { expect, it } from 'vitest';
import { packWeights } from '../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import { Random } from '../../../engine/math/random.ts';
import { membraneTrace, recordActivity } from '../../../engine/train/index.ts';
import { canonicalOf, NETWORKS, randomParameters } from '../kernels/network-kinds.ts';
import { randomSample, wasm } from '../kernels/networks.ts';

it.each(Object.entries(NETWORKS))('reaches the threshold where the kernels fire: %s', (_, network) => {
  const random = new Random(3);
  const weights = canonicalOf(network, randomParameters(network, random));
  const kernels = new NetworkKernels(wasm, network, {
    surrogateHalfWidth: 0.5,
    readoutHalfWidth: 4,
    tws: network.layers.map(() => 2),
  });
  kernels.weights.set(packWeights(kernels.geometry, weights));
  kernels.refresh();
  let spikes = 0;
  for (let i = 0; i < 2; i++) {
    const inputs = recordActivity(kernels, randomSample(network, 0.25, random));
    const shape = { channels: network.classes.length, width: 1, height: 1, timesteps: network.timesteps };
    const outputs = [...inputs.slice(1), { ...shape, ...kernels.output(network.layers.length - 1) }];
    outputs.forEach(({ ptr, events, channels, width, height }, layer) => {
      for (let position = 0; position < width * height; position++)
        for (let channel = 0; channel < channels; channel++) {
          const own = [...events.subarray(ptr[position], ptr[position + 1])]
            .filter((event) => (event & 0xffff) === channel)
            .map((event) => event >>> 16);
          const place = { channel, position };
          const { potential, threshold } = membraneTrace(network, weights, layer, place, { inputs, outputs });
          expect(potential.flatMap((u, t) => (u >= threshold ? [t] : []))).toEqual(own);
          spikes += own.length;
        }
    });
  }
  expect(spikes).toBeGreaterThan(10);
});
