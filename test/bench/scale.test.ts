// A network of the size of VGG16 goes through the simulator whole; the arithmetic of the benchmark by hand.
import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../bench/linear.ts';
import { differentWork } from '../../bench/peer-times.ts';
import { vgg16 } from '../../bench/vgg16.ts';
import { DEFAULT_ARCH_CONFIG } from '../../engine/arch/arch.ts';
import { planSimulation, simulateNetwork } from '../../engine/sim/index.ts';
import { randomInputs } from '../../engine/workload/generators.ts';
import { networkSizes } from '../../engine/workload/layer.ts';
import { checkNetwork } from '../../engine/workload/network.ts';
import { valueOf } from '../support/outcomes.ts';
import { presetTable } from '../support/presets.ts';

describe('VGG16 size', () => {
  const network = vgg16();

  it('has the layers and weights of VGG16', () => {
    expect(checkNetwork(network, 'vgg16')).toEqual([]);
    expect(network.layers).toHaveLength(16);
    // Configuration D has 138,344,128 weights without biases with 3 input channels;
    // one channel less: - 3 * 3 * 64 = - 576.
    const weights = networkSizes(network).reduce((sum, layer) => sum + layer.weights, 0);
    expect(weights).toBe(138_344_128 - 576);
  });

  it('is simulated whole, every spike counted', () => {
    const inputs = randomInputs(network, 'random', 0.01, 3);
    const request = {
      network,
      systems: ['spikex', 'ptb'] as const,
      tws: [2],
      arch: DEFAULT_ARCH_CONFIG,
      energy: presetTable('paper'),
    };
    const [spikex, ptb] = simulateNetwork(valueOf(planSimulation(request)), inputs);
    const spikes = inputs.reduce((sum, input) => sum + input.events.length, 0);
    expect(spikex.layers.reduce((sum, layer) => sum + layer.spikes, 0)).toBe(spikes);
    // FC1: every spike is added in each of 4096 neurons, and each neuron is updated in both windows of 2 steps.
    expect(spikex.layers[13].counts['ALU.alu']).toBe(4096 * (inputs[13].events.length + 2 * 2));
    expect(spikex.total.energyPj).toBeLessThan(ptb.total.energyPj);
    expect(spikex.total.cycles).toBeLessThan(ptb.total.cycles);
  });
});

describe('least squares', () => {
  it('finds a line and how straight it is', () => {
    const line = leastSquares([1, 2, 5].map((x) => ({ x, ms: 2 + 3 * x })));
    expect([line.ms, line.msPerX, line.rSquared].map((value) => Number(value.toFixed(9)))).toEqual([2, 3, 1]);
    // (0,0), (1,1), (2,0): slope 0, so nothing is explained.
    expect(leastSquares([0, 1, 0].map((ms, x) => ({ x, ms }))).rSquared).toBe(0);
  });
});

describe('peers', () => {
  it('are named as different work with the ratio of waiting times', () => {
    // 1.8 s / 0.3 ms = 6000
    expect(differentWork('nmnist', 0.3)).toMatch(/^different work: Prosperity.* 1\.8 s \(6,000x\); /);
  });
});
