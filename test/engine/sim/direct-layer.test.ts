// A direct-coded first layer: one dense product on the array by hand, who refuses it, spikes without any part in it.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { SYSTEM_NAMES } from '../../../engine/contract/index.ts';
import type { LayerSpec, SystemName } from '../../../engine/contract/index.ts';
import { simulateAblations } from '../../../engine/sim/ablations.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { simulateNetwork } from '../../../engine/sim/simulate-network.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { networkOf, spikesAt } from '../../support/peers.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

/** 3 x 3 pixels, 2 x 2 kernel, 4 positions, 2 channels; then 8 inputs to 2 neurons; 4 steps. */
const first: LayerSpec = { name: 'L1', kind: 'conv', H: 3, R: 2, E: 2, C: 1, M: 2, stride: 1, pad: 0 };
const second: LayerSpec = { name: 'L2', kind: 'fc', H: 1, R: 1, E: 1, C: 8, M: 2, stride: 1, pad: 0 };
const plain = networkOf([first, second], 4);
const network = { ...plain, input: { ...plain.input, coding: 'direct' as const } };
const request = (systems: readonly SystemName[]) => ({
  network,
  systems,
  tws: [2],
  arch: DEFAULT_ARCH_CONFIG,
  energy: UNIT_TABLE,
});
const hidden = spikesAt(second, 4, [[1, 3, 0, 0]]);
const silent = [spikesAt(first, 4, []), hidden];
const noisy = [spikesAt(first, 4, [[0, 0, 1, 1]]), hidden];

describe('SpikeX on pixel values', () => {
  const [report] = simulateNetwork(valueOf(planSimulation(request(['spikex']))), silent);

  it('multiplies once and updates at every step', () => {
    // 4 positions * 4 terms * 2 channels = 32 products at 5, 8 neurons * 4 steps updates
    expect(report.layers[0]).toMatchObject({ mode: 'dense-os', operations: 64, spikes: 0, tws: 2 });
    expect(report.layers[0].counts['ALU.alu']).toBe(32 * 5 + 32);
    // one tile of 4 + 8 + 8 - 2 = 18 cycles, less 1; the 24 later updates take one cycle of 64 PEs
    expect(report.layers[0].computeCycles).toBe(18);
    expect(report.layers[1].mode).toBe('spikex-t');
  });

  it('adds up to the network as every result does', () => {
    const sum = report.layers.reduce((all, layer) => all + layer.energyPj, 0);
    expect(report.total.energyPj).toBeCloseTo(sum, 9);
  });
});

it('no system takes the spikes of the recording into account, and ablations share the first layer', () => {
  const systems = SYSTEM_NAMES.filter((system) => system !== 'spinalflow' && system !== 'manycore');
  const plan = valueOf(planSimulation(request(systems)));
  const layers = (inputs: typeof silent) => simulateNetwork(plan, inputs).map((one) => one.layers[0].counts);
  expect(layers(noisy)).toEqual(layers(silent));
  const [full, ...without] = simulateAblations(plan, [silent]);
  for (const one of without) expect(one.report.layers[0].counts).toEqual(full.report.layers[0].counts);
});

it('is refused by systems that cannot multiply, by name', () => {
  expect(messagesOf(planSimulation(request(['spinalflow', 'manycore'])))).toEqual([
    'network.input.coding: must be events or rate for spinalflow (got direct); it has no part that multiplies pixel values of L1: leave the system out',
    'network.input.coding: must be events or rate for manycore (got direct); it has no part that multiplies pixel values of L1: leave the system out',
  ]);
});
