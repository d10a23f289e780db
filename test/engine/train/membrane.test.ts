/** Membrane potentials against the kernels' own spikes: a neuron fires exactly where its potential reaches the threshold. */
import { expect, it } from 'vitest';
import { packWeights } from '../../../engine/kernels/geometry.ts';
import { kernelsOf, membranePotential, recordActivity } from '../../../engine/train/index.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { resultOf, toyPlan, train } from './fixtures.ts';

it('reaches the threshold where the kernels fire, in conv and fc layers', () => {
  const plan = toyPlan({ epochs: 2 });
  const { weights } = resultOf(train(plan));
  const kernels = kernelsOf(plan);
  kernels.weights.set(packWeights(kernels.geometry, weights));
  let spikes = 0;
  for (let i = 0; i < 5; i++) {
    const inputs = recordActivity(kernels, sampleAt(plan.test, i));
    const last = kernels.output(1);
    const outputs = [inputs[1], { ...last, channels: 3, height: 1, width: 1, timesteps: 10 }];
    outputs.forEach((output, layer) => {
      for (let position = 0; position < output.height * output.width; position++)
        for (let channel = 0; channel < output.channels; channel++) {
          const own = [...output.events.subarray(output.ptr[position], output.ptr[position + 1])]
            .filter((event) => (event & 0xffff) === channel)
            .map((event) => event >>> 16);
          const potential = membranePotential(
            plan.network,
            weights,
            layer,
            { channel, position },
            inputs[layer],
          );
          const { threshold } = plan.network.neuron;
          const crossings = potential!.flatMap((u, t) => (u >= threshold ? [t] : []));
          expect(crossings).toEqual(own);
          spikes += own.length;
        }
    });
  }
  expect(spikes).toBeGreaterThan(20);
});

it('has no trace of other neuron models', () => {
  const plan = toyPlan();
  const other = { ...plan.network, neuron: { ...plan.network.neuron, model: 'other' as never } };
  const place = { channel: 0, position: 0 };
  expect(membranePotential(other, new Float32Array(0), 0, place, sampleAt(plan.test, 0))).toBeNull();
});
