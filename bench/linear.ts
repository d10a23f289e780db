/**
 * How the time of a simulation grows: with the spikes of one network, and with the number of equal layers. Medians
 * over interleaved rounds, so that a slow moment of the machine falls on all points alike; least squares, R^2.
 */
import { DEFAULT_ARCH_CONFIG } from '../engine/arch/arch.ts';
import type { EnergyTable, LayerSpec, NetworkSpec, SpikeTensor } from '../engine/contract/index.ts';
import { planSimulation, Scratch, simulateNetwork } from '../engine/sim/index.ts';
import { randomInputs } from '../engine/workload/generators.ts';
import { median } from './types.ts';

export interface LinePoint {
  readonly x: number;
  readonly ms: number;
}

export interface LineFit {
  readonly what: string;
  readonly x: string;
  readonly points: readonly LinePoint[];
  readonly msPerX: number;
  readonly ms: number;
  readonly rSquared: number;
}

const RATES = [0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2];
const LAYERS = [1, 2, 3, 4, 6, 8, 10, 12];
const ROUNDS = 15;
const TWS = 4;

export function timeBySpikes(network: NetworkSpec, energy: EnergyTable): LineFit {
  const cases = RATES.map((rate) => {
    const inputs = randomInputs(network, 'random', rate, 1);
    return { x: inputs.reduce((sum, input) => sum + input.events.length, 0), network, inputs };
  });
  return fit(`${network.name}, T=${network.timesteps}, 1 to 20 % random spikes`, 'spikes', cases, energy);
}

export function timeByLayers(energy: EnergyTable): LineFit {
  const layer: LayerSpec = { name: '', kind: 'conv', H: 16, R: 16, E: 3, C: 32, M: 32, stride: 1, pad: 1 };
  const cases = LAYERS.map((count) => {
    const network = stack(layer, count);
    return { x: count, network, inputs: randomInputs(network, 'random', 0.05, 1) };
  });
  return fit('equal layers of 32 channels, 16 x 16, T=100, 5 % random spikes', 'layers', cases, energy);
}

function stack(layer: LayerSpec, count: number): NetworkSpec {
  return {
    schema: 'spikex-network/1',
    name: 'stack',
    title: 'Stack',
    description: 'equal layers',
    source: 'benchmark',
    timesteps: 100,
    input: { width: layer.H, height: layer.H, channels: layer.C },
    neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
    classes: [],
    layers: Array.from({ length: count }, (_, i) => ({ ...layer, name: `CONV${i + 1}` })),
  };
}

interface Case {
  readonly x: number;
  readonly network: NetworkSpec;
  readonly inputs: readonly SpikeTensor[];
}

function fit(what: string, x: string, cases: readonly Case[], energy: EnergyTable): LineFit {
  const scratch = new Scratch();
  const works = cases.map(({ network, inputs }) => {
    const request = { network, systems: ['spikex'] as const, tws: [TWS], arch: DEFAULT_ARCH_CONFIG, energy };
    const plan = planSimulation(request);
    if (!plan.ok) throw new Error(plan.issues.map((issue) => issue.message).join('; '));
    return () => simulateNetwork(plan.value, inputs, scratch);
  });
  const times = works.map((): number[] => []);
  for (let round = -ROUNDS; round < ROUNDS; round++)
    works.forEach((work, i) => {
      const start = performance.now();
      work();
      if (round >= 0) times[i].push(performance.now() - start); // rounds before are warm-up
    });
  const points = cases.map((one, i) => ({ x: one.x, ms: median(times[i]) }));
  return { what, x, points, ...leastSquares(points) };
}

export function leastSquares(points: readonly LinePoint[]): Pick<LineFit, 'msPerX' | 'ms' | 'rSquared'> {
  const mean = (of: (point: LinePoint) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const x = mean((point) => point.x);
  const y = mean((point) => point.ms);
  const xx = mean((point) => (point.x - x) ** 2);
  const xy = mean((point) => (point.x - x) * (point.ms - y));
  const yy = mean((point) => (point.ms - y) ** 2);
  return { msPerX: xy / xx, ms: y - (xy / xx) * x, rSquared: xy ** 2 / (xx * yy) };
}
