// Neurons that can fire in a window without input: plain costs, a second state variable, and the spikes they hide.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { LayerSpec, NetworkSpec, NeuronSpec, SystemName } from '../../../engine/contract/index.ts';
import { issueText } from '../../../engine/contract/index.ts';
import { firingInSilence } from '../../../engine/workload/silent-firing.ts';
import { planSimulation } from '../../../engine/sim/plan.ts';
import { simulateNetwork } from '../../../engine/sim/simulate-network.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { networkOf, spikesAt } from '../../support/peers.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

/** 3 x 3 input, 2 x 2 kernel, 4 positions, 2 channels; then 8 inputs to 2 neurons. As in by-hand.test.ts. */
const corner: LayerSpec = { name: 'L1', kind: 'conv', H: 3, R: 2, E: 2, C: 1, M: 2, stride: 1, pad: 0 };
const last: LayerSpec = { name: 'L2', kind: 'fc', H: 1, R: 1, E: 1, C: 8, M: 2, stride: 1, pad: 0 };
const network = (neuron: Partial<NeuronSpec>, change: Partial<LayerSpec> = {}): NetworkSpec => {
  const plain = networkOf([{ ...corner, ...change }, last], 4);
  return { ...plain, neuron: { ...plain.neuron, ...neuron } };
};
const request = (of: NetworkSpec, systems: readonly SystemName[] = ['spikex']) => ({
  network: of,
  systems,
  tws: [2],
  arch: DEFAULT_ARCH_CONFIG,
  energy: UNIT_TABLE,
});
const entering = spikesAt(corner, 4, [
  [0, 0, 0, 0],
  [3, 0, 2, 2],
]);
/** Neuron = channel * 4 + position. Position 0 is fed in window 0, position 3 in window 1. */
const leaving = spikesAt(last, 4, [
  [0, 0, 0, 0], // fed
  [1, 5, 0, 0], // position 1: never fed
  [2, 0, 0, 0], // window 1 of position 0: not fed
  [3, 0, 0, 0], // the same window
  [3, 7, 0, 0], // fed
]);
const CUBA = { model: 'cuba-lif', synapseLeak: 0.5 } as const;
const first = (of: NetworkSpec, system: SystemName = 'spikex') =>
  simulateNetwork(valueOf(planSimulation(request(of, [system]))), [entering, leaving])[0].layers[0];

it('counts spikes and windows that no input reaches', () => {
  expect(firingInSilence(corner, entering, leaving, 2)).toEqual({ spikes: 3, windows: 2 });
  expect(firingInSilence(corner, entering, leaving, 4)).toEqual({ spikes: 1, windows: 1 });
});

describe('a layer of filtered synapses', () => {
  const report = first(network(CUBA));

  it('is charged for both state variables', () => {
    // 2 channels * 2 adds + 2 states * 4 NTWUs * 2 steps; 2 states * 2 * 2 B * 4 NTWUs
    expect(report.counts['ALU.alu']).toBe(20);
    expect(report.counts['LBUF.psum']).toBe(32);
    // 8 + 44 + 2 states * 1 pass * 2 steps
    expect(report.computeCycles).toBe(56);
  });

  it('says how many output spikes fell in skipped windows', () => {
    expect(report.notes).toContain(
      'not exactly mappable (filtered synapses): windows without input are skipped, their spikes are not; 3 of 5 output spikes fell in such windows',
    );
    expect(first(network(CUBA), 'serial-dense').notes.join()).not.toContain('mappable');
  });
});

it.each([
  ['reset by subtraction', network({ reset: 'subtract' }), 'L1, L2'],
  ['a bias from batch normalisation', network({}, { normalise: 'batch' }), 'L1'],
])('%s costs what a plain layer costs, with a warning', (reason, of, layers) => {
  const plan = valueOf(planSimulation(request(of)));
  expect(plan.warnings.map(issueText)).toEqual([
    `network.layers: usually hold neurons that fire only in windows with input (got ${reason} in ${layers}); not exactly mappable: windows without input are skipped, their spikes are not`,
  ]);
  expect({ ...first(of), notes: [] }).toEqual({ ...first(network({})), notes: [] });
});

it('integrate-and-fire that resets to zero stays below the threshold without input: no warning', () => {
  const plan = valueOf(planSimulation(request(network({ model: 'if', leak: 1 }))));
  expect(plan.warnings).toEqual([]);
});

it('systems with a machine of their own refuse by name', () => {
  const [message] = messagesOf(
    planSimulation(request(network({}, { normalise: 'batch' }), ['spikex', 'hybrid'])),
  );
  expect(message).toBe(
    'network.layers[0]: must be a plain conv or fc layer of leaky neurons that reset to zero for hybrid (got L1, a bias from batch normalisation); no costs are known there: leave the system out',
  );
});

it('a recurrent layer is refused by all', () => {
  const plain = networkOf([corner, { ...last, recurrent: true }], 4);
  expect(messagesOf(planSimulation(request(plain)))).toEqual([
    'network.layers[1]: must be without recurrent weights (got L2, recurrent); no system has costs for it, so it can only be trained, without the hardware loss',
  ]);
});

it('more spikes never cost less with a second state variable, and silence costs no compute', () => {
  const event = fc.tuple(fc.nat(3), fc.constant(0), fc.nat(2), fc.nat(2));
  const of = network(CUBA);
  const plan = valueOf(planSimulation(request(of, ['spikex', 'ptb', 'serial', 'serial-dense'])));
  const run = (events: [number, number, number, number][]) =>
    simulateNetwork(plan, [spikesAt(corner, 4, events), leaving]).map(({ layers }) => layers[0]);
  run([])
    .slice(0, 3)
    .forEach((layer) => expect(layer.computeCycles).toBe(0));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), event, (events, more) => {
      const [fewer, all] = [run(events), run([...events, more])];
      all.forEach((layer, s) => {
        expect(layer.computeCycles).toBeGreaterThanOrEqual(fewer[s].computeCycles);
        expect(layer.energyPj).toBeGreaterThanOrEqual(fewer[s].energyPj);
      });
    }),
    { numRuns: 100 },
  );
});
