// Every bad configuration by its exact message: what is wrong, where, what must hold, what was given, the way out.
import { describe, expect, it } from 'vitest';
import { applyArchOverrides, DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import {
  refuse,
  SYSTEM_NAMES,
  type ArchOverrides,
  type Issue,
  type Outcome,
} from '../../../engine/contract/index.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import { spikesFromNpy } from '../../../engine/exchange/npy.ts';
import { planSimulation, type SimulationRequest } from '../../../engine/sim/index.ts';
import { checkRate, randomSpikes } from '../../../engine/workload/generators.ts';
import { checkSpikesFit, inputShape } from '../../../engine/workload/spikes.ts';
import { npyFile } from '../../support/npy-file.ts';
import { messagesOf } from '../../support/outcomes.ts';
import { presetNetwork, presetTable } from '../../support/presets.ts';

const network = presetNetwork('nmnist');
const table = presetTable('paper');
const plan = (change: Partial<SimulationRequest>): Outcome<unknown> =>
  planSimulation({
    network,
    systems: ['spikex', 'ptb'],
    tws: [3],
    arch: DEFAULT_ARCH_CONFIG,
    energy: table,
    ...change,
  });
const set = (overrides: ArchOverrides): Outcome<unknown> =>
  applyArchOverrides(DEFAULT_ARCH_CONFIG, overrides, '--set');
const planWith = (overrides: ArchOverrides): Outcome<unknown> => {
  const arch = applyArchOverrides(DEFAULT_ARCH_CONFIG, overrides, '--set');
  return arch.ok ? plan({ arch: arch.value }) : arch;
};

const tableWith = (change: object): Outcome<unknown> =>
  parseEnergyTable(JSON.stringify({ ...table, ...change }), 'a.json');
const asOutcome = (issues: readonly Issue[]): Outcome<unknown> => refuse(...issues);
const rate = (value: number): Outcome<unknown> => asOutcome(checkRate('random', value, 'spikes'));
const npy = (...file: Parameters<typeof npyFile>): Outcome<unknown> =>
  spikesFromNpy(npyFile(...file), 'a.npy');
const fits = (): Outcome<unknown> => {
  const [first, second] = network.layers;
  const spikes = randomSpikes('random', inputShape(second, 30), 0.1, 1);
  return asOutcome(checkSpikesFit(first, spikes, 'a.npy'));
};

describe('a request', () => {
  it.each<[string, Outcome<unknown>, string]>([
    [
      'TWS 0',
      plan({ tws: [0] }),
      'tws: must be a whole number of time steps, 1 to 65535 (got 0); try 2, 4 or 8',
    ],
    [
      'TWS of the wrong number of layers',
      plan({ tws: [3, 3] }),
      'tws: must be 1 value, or one for each of 4 layers (got 2 values); give 1 or 4',
    ],
    [
      'half a TWS',
      plan({ tws: [2.5] }),
      'tws: must be a whole number of time steps, 1 to 65535 (got 2.5); try 2, 4 or 8',
    ],
    [
      'no system',
      plan({ systems: [] }),
      `system: must name at least one (got none); choose ${SYSTEM_NAMES.join(', ')}`,
    ],
    [
      'an array of 0 rows',
      set({ 'array.rows': 0 }),
      '--set array.rows: must be a whole number of at least 1 and at most 1024 (got 0); SpikeX has 8',
    ],
    [
      'a negative array',
      set({ 'array.cols': -8 }),
      '--set array.cols: must be a whole number of at least 1 and at most 1024 (got -8); SpikeX has 8',
    ],
    [
      'half a row',
      set({ 'array.rows': '1.5' }),
      '--set array.rows: must be a whole number of at least 1 and at most 1024 (got 1.5); SpikeX has 8',
    ],
    [
      'a buffer of 0 B',
      set({ 'glb.bytes': 0 }),
      '--set glb.bytes: must be a whole number of at least 1 and at most 4294967296 (got 0); SpikeX has 55296',
    ],
    [
      'a buffer below one weight per row',
      set({ 'lbuf.bytes': 16 }),
      '--set.lbuf.bytes: must hold one weight per row in its double-buffered weight share, 8 B (got 4 B of 16 B); enlarge lbuf.bytes or buffers.weightFraction',
    ],
    [
      'a buffer below one kernel',
      planWith({ 'lbuf.bytes': 32, 'array.rows': 2 }),
      'arch.lbuf.bytes: must hold one 3 x 3 kernel of CONV1 in its double-buffered weight share, 9 B (got 8 B of 32 B); enlarge lbuf.bytes or buffers.weightFraction\narch.lbuf.bytes: must hold one 3 x 3 kernel of CONV2 in its double-buffered weight share, 9 B (got 8 B of 32 B); enlarge lbuf.bytes or buffers.weightFraction\narch.lbuf.bytes: must hold one 3 x 3 kernel of CONV3 in its double-buffered weight share, 9 B (got 8 B of 32 B); enlarge lbuf.bytes or buffers.weightFraction',
    ],
    [
      'a buffer below two packed kernels',
      planWith({ 'lbuf.bytes': 64, 'ptb.packing': 'adjacent' }),
      'arch.lbuf.bytes: must hold two (ptb.packing) 3 x 3 kernels of CONV1 in its double-buffered weight share, 18 B (got 16 B of 64 B); enlarge lbuf.bytes or buffers.weightFraction\narch.lbuf.bytes: must hold two (ptb.packing) 3 x 3 kernels of CONV2 in its double-buffered weight share, 18 B (got 16 B of 64 B); enlarge lbuf.bytes or buffers.weightFraction\narch.lbuf.bytes: must hold two (ptb.packing) 3 x 3 kernels of CONV3 in its double-buffered weight share, 18 B (got 16 B of 64 B); enlarge lbuf.bytes or buffers.weightFraction',
    ],
    [
      'a GLB below one input',
      planWith({ 'glb.bytes': 12 }),
      'arch.glb.bytes: must hold the 30 steps of one input in its double-buffered spike share, 4 B (got 3 B of 12 B); enlarge glb.bytes or lower buffers.weightFraction',
    ],
    [
      'packing without channels',
      planWith({ 'dispatch.unit': 'ntwu', 'ptb.packing': 'adjacent' }),
      'arch.ptb.packing: must be none where dispatch.unit is ntwu, as all channels are one unit (got adjacent); set dispatch.unit=ic or ptb.packing=none',
    ],
    [
      'an unknown key',
      set({ 'array.row': 4 }),
      '--set array.row: must be a known key (got "array.row"); did you mean "array.rows"?',
    ],
    [
      'a group without its key',
      set({ array: 4 }),
      '--set array: must be an object (got 4); write { \u2026 }',
    ],
    [
      'a choice that is none',
      set({ drain: 'never' }),
      '--set drain: must be stage or rowtile or none (got "never"); choose one',
    ],
    [
      'no clock',
      set({ clockMhz: 0 }),
      '--set clockMhz: must be a number above 0 and at most 100000 (got 0); 200 is the default',
    ],
    [
      'a clock that is no number',
      set({ clockMhz: 'fast' }),
      '--set clockMhz: must be a number above 0 and at most 100000 (got "fast"); 200 is the default',
    ],
    [
      'a share above 1',
      set({ 'buffers.weightFraction': 1.5 }),
      '--set buffers.weightFraction: must be a number of at least 0.01 and at most 0.99 (got 1.5); 0.5 halves each buffer',
    ],
    [
      'no batch',
      set({ batch: 0 }),
      '--set batch: must be a whole number of at least 1 and at most 1000000 (got 0); 1 is a single inference',
    ],
    [
      '65 bits',
      set({ 'bits.weight': 65 }),
      '--set bits.weight: must be a whole number of at least 1 and at most 64 (got 65); SpikeX has 8',
    ],
    [
      'a negative energy',
      tableWith({ glbPjPerByte: -1 }),
      'a.json.glbPjPerByte: must be a number of at least 0 and at most 1000000000 (got -1); give picojoules',
    ],
    [
      'an energy that is no number',
      tableWith({ dramPjPerByte: 'much' }),
      'a.json.dramPjPerByte: must be a number of at least 0 and at most 1000000000 (got "much"); give picojoules',
    ],
    [
      'a missing energy',
      tableWith({ aluPj: undefined }),
      'a.json.aluPj: must be a number of at least 0 and at most 1000000000 (got nothing); give picojoules',
    ],
    [
      'an unknown energy',
      tableWith({ l2PjPerByte: 4 }),
      'a.json.l2PjPerByte: must be a known key (got "l2PjPerByte"); did you mean "rfPjPerByte"?',
    ],
    [
      'a rate that is no number',
      rate(NaN),
      'spikes: rate must be 0 to 1 spikes per neuron and step (got NaN); 0.05 is usual',
    ],
    [
      'a negative rate',
      rate(-0.1),
      'spikes: rate must be 0 to 1 spikes per neuron and step (got -0.1); 0.05 is usual',
    ],
    [
      'a rate above 1',
      rate(1.5),
      'spikes: rate must be 0 to 1 spikes per neuron and step (got 1.5); 0.05 is usual',
    ],
    [
      'spikes as floats',
      npy("'<f4'", '(1, 1, 1, 1)', [0, 0, 0, 0]),
      "a.npy: must be bool, uint8 or int8 (got <f4); save array.astype('uint8')",
    ],
    [
      'spikes as counts',
      npy("'|u1'", '(2, 1, 1, 1)', [1, 2]),
      "a.npy: must hold 0 and 1 only (got 2 at element 1); save (array > 0).astype('uint8')",
    ],
    [
      'negative spikes',
      npy("'|i1'", '(2, 1, 1, 1)', [1, 255]),
      "a.npy: must hold 0 and 1 only (got -1 at element 1); save (array > 0).astype('uint8')",
    ],
    [
      'spikes without channels',
      npy("'|u1'", '(2, 1, 1)', [1, 0]),
      'a.npy: must have four axes (T, C, H, W), each at least 1 (got shape (2, 1, 1)); reshape the array',
    ],
    [
      'spikes cut short',
      npy("'|u1'", '(2, 1, 1, 1)', [1]),
      'a.npy: must hold 2 bytes for shape (2, 1, 1, 1) (got 1); copy the file again',
    ],
    [
      'spikes column by column',
      npy("'|u1'", '(1, 1, 1, 1)', [1], 'True'),
      'a.npy: must be in C order (got Fortran order); save numpy.ascontiguousarray(array)',
    ],
    [
      'spikes of another layer',
      fits(),
      'a.npy: must have 2 channels of 34 x 34 for CONV1 (got 12 channels of 16 x 16); give the array as (T, C, H, W)',
    ],
    [
      'no array at all',
      spikesFromNpy(new Uint8Array(20), 'a.npy'),
      'a.npy: must be a NumPy .npy file (got other content); save the array with numpy.save',
    ],
  ])('%s', (_, outcome, message) => {
    expect(outcome.ok).toBe(false);
    expect(messagesOf(outcome).join('\n')).toBe(message);
  });
});
