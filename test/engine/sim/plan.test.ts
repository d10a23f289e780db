// A simulation request: every mistake by its exact message, all at once, and the legal but unusual as warnings.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { SystemName } from '../../../engine/contract/index.ts';
import { checkSystems, planSimulation } from '../../../engine/sim/plan.ts';
import type { SimulationRequest } from '../../../engine/sim/plan.ts';
import { issueText } from '../../../engine/contract/index.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

const request: SimulationRequest = {
  network: presetNetwork('nmnist'),
  systems: ['spikex', 'ptb'],
  tws: [3],
  arch: DEFAULT_ARCH_CONFIG,
  energy: presetTable('paper'),
};
const messages = (change: Partial<SimulationRequest>): string[] =>
  messagesOf(planSimulation({ ...request, ...change }));

describe('planSimulation', () => {
  it('spreads one window size over the layers', () => {
    const plan = valueOf(planSimulation(request));
    expect(plan.tws).toEqual([3, 3, 3, 3]);
    expect(plan.warnings).toEqual([]);
    expect(valueOf(planSimulation({ ...request, tws: [5, 3, 2, 10] })).tws).toEqual([5, 3, 2, 10]);
  });

  it.each([
    [[0], 'tws: must be a whole number of time steps, 1 to 65535 (got 0); try 2, 4 or 8'],
    [[-2], 'tws: must be a whole number of time steps, 1 to 65535 (got -2); try 2, 4 or 8'],
    [[2.5], 'tws: must be a whole number of time steps, 1 to 65535 (got 2.5); try 2, 4 or 8'],
    [[Number.NaN], 'tws: must be a whole number of time steps, 1 to 65535 (got NaN); try 2, 4 or 8'],
    [[2, 2], 'tws: must be 1 value, or one for each of 4 layers (got 2 values); give 1 or 4'],
    [[], 'tws: must be 1 value, or one for each of 4 layers (got 0 values); give 1 or 4'],
    [[2, 2, 0, 2], 'tws[2]: must be a whole number of time steps, 1 to 65535 (got 0); try 2, 4 or 8'],
  ])('refuses tws %o', (tws, message) => {
    expect(messages({ tws })).toEqual([message]);
  });

  it('warns of windows that do not divide the input or are longer', () => {
    const plan = valueOf(planSimulation({ ...request, tws: [4, 4, 40, 3] }));
    expect(plan.warnings.map(issueText)).toEqual([
      'tws: usually divides the 30 steps of the input (got 4); the last window holds 2 of 4 steps and costs 4 cycles',
      'tws: is usually at most the 30 steps of the input (got 40); every neuron has one window of 40 cycles',
    ]);
  });

  it('refuses packing where all channels are one unit, where PTB is asked for', () => {
    const ptb = { packing: 'first-fit' as const, tws: 'net' as const };
    const arch = { ...DEFAULT_ARCH_CONFIG, ptb, dispatch: { unit: 'ntwu' as const, mode: 'paper' as const } };
    expect(messages({ arch })).toEqual([
      'arch.ptb.packing: must be none where dispatch.unit is ntwu, as all channels are one unit (got first-fit); set dispatch.unit=ic or ptb.packing=none',
    ]);
    expect(messages({ arch, systems: ['spikex'] })).toEqual([]);
    expect(messages({ arch: { ...DEFAULT_ARCH_CONFIG, ptb } })).toEqual([]);
  });

  it('refuses a local buffer that holds one kernel where packing needs two', () => {
    // 25 B each; 120 B * 0.5 / 2 = 30 B
    const small = { ...DEFAULT_ARCH_CONFIG, array: { rows: 2, cols: 8 }, lbuf: { bytes: 120 } };
    const arch = { ...small, ptb: { packing: 'adjacent' as const, tws: 'net' as const } };
    const network = presetNetwork('dvsg-medium');
    expect(planSimulation({ ...request, network, arch: small }).ok).toBe(true);
    expect(messages({ network, arch })[0]).toBe(
      'arch.lbuf.bytes: must hold two (ptb.packing) 5 x 5 kernels of CONV1 in its double-buffered weight share, 50 B (got 30 B of 120 B); enlarge lbuf.bytes or buffers.weightFraction',
    );
    expect(planSimulation({ ...request, network, arch, systems: ['spikex'] }).ok).toBe(true);
  });

  it('refuses a global buffer that holds no input for all steps', () => {
    // 300 steps = 37.5 B; 128 B * 0.5 / 2 = 32 B
    const arch = { ...DEFAULT_ARCH_CONFIG, glb: { bytes: 128, bytesPerCycle: 32 } };
    expect(messages({ network: presetNetwork('dvsg-medium'), arch })).toEqual([
      'arch.glb.bytes: must hold the 300 steps of one input in its double-buffered spike share, 38 B (got 32 B of 128 B); enlarge glb.bytes or lower buffers.weightFraction',
    ]);
    expect(messages({ arch })).toEqual([]); // 30 steps = 4 B
  });

  it('refuses a local buffer that holds no kernel, layer by layer', () => {
    // 5 x 5 x 8 bit = 25 B; 2-row array so that one weight per row fits; 80 B * 0.5 / 2 = 20 B
    const arch = { ...DEFAULT_ARCH_CONFIG, array: { rows: 2, cols: 8 }, lbuf: { bytes: 80 } };
    expect(messages({ network: presetNetwork('dvsg-medium'), arch, tws: [3] })).toHaveLength(4);
    expect(messages({ network: presetNetwork('dvsg-medium'), arch, tws: [3] })[0]).toBe(
      'arch.lbuf.bytes: must hold one 5 x 5 kernel of CONV1 in its double-buffered weight share, 25 B (got 20 B of 80 B); enlarge lbuf.bytes or buffers.weightFraction',
    );
  });

  it('warns where the local buffer does not hold the spikes of a pass', () => {
    // 8 columns * 3 x 3 slots * 60 steps / 8 = 540 B; 2048 B * 0.5 / 2 = 512 B; fc: 8 * 60 / 8 = 60 B
    const warnings = valueOf(planSimulation({ ...request, tws: [60] })).warnings.map(issueText);
    expect(warnings.filter((text) => text.startsWith('arch.'))).toEqual(
      ['CONV1', 'CONV2', 'CONV3'].map(
        (name) =>
          `arch.lbuf.bytes: usually holds the spikes of one pass of ${name} at TWS 60 in its double-buffered spike share, 540 B (got 512 B of 2048 B); refills within a pass are not charged: enlarge lbuf.bytes or take a smaller TWS`,
      ),
    );
    const serial = valueOf(planSimulation({ ...request, systems: ['serial'], tws: [60] })).warnings;
    expect(serial.map((issue) => issue.code)).toEqual(['tws/longer-than-input']);
  });

  it('lists mistakes of several kinds at once', () => {
    const systems: SystemName[] = [];
    expect(messages({ systems, tws: [0] })).toHaveLength(2);
  });
});

describe('checkSystems', () => {
  it('names the nearest known system', () => {
    expect(checkSystems(['spikx', 'ptb', 'ptb']).map(issueText)).toEqual([
      'system: must be spikex, ptb, serial, serial-dense, spinalflow, manycore, hybrid, dense-os, dense-ws, dense-is (got "spikx"); did you mean "spikex"?',
      'system: must name each system once (got ptb twice); remove one',
    ]);
    expect(checkSystems([]).map(issueText)).toEqual([
      'system: must name at least one (got none); choose spikex, ptb, serial, serial-dense, spinalflow, manycore, hybrid, dense-os, dense-ws, dense-is',
    ]);
    expect(checkSystems(['spikex', 'serial'])).toEqual([]);
  });
});
