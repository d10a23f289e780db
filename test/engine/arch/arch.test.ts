// Accelerator descriptions and KEY=VALUE overrides: defaults, every kind of mistake by its exact message.
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG, applyArchOverrides, capacities, parseArch } from '../../../engine/arch/arch.ts';
import { ARCH_FIELDS, ARCH_KEYS, configFrom, flatValues } from '../../../engine/arch/fields.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { presetArch } from '../../support/presets.ts';

const override = (overrides: Record<string, string | number | boolean>): string[] =>
  messagesOf(applyArchOverrides(DEFAULT_ARCH_CONFIG, overrides, '--set'));

describe('defaults', () => {
  it('are the shipped SpikeX array', () => {
    const { name, title, source, ...shipped } = presetArch('spikex-8x8');
    expect([name, title]).toEqual(['spikex-8x8', 'SpikeX 8 x 8']);
    expect(source).toContain('2505.12292');
    expect(DEFAULT_ARCH_CONFIG).toMatchObject(shipped);
  });

  it('survive the way through flat keys', () => {
    expect([...flatValues(DEFAULT_ARCH_CONFIG).keys()]).toEqual(ARCH_KEYS);
    expect(configFrom(DEFAULT_ARCH_CONFIG, flatValues(DEFAULT_ARCH_CONFIG))).toEqual(DEFAULT_ARCH_CONFIG);
    for (const { key, number, choices, text } of ARCH_FIELDS)
      expect([key, [number, choices, text].filter(Boolean).length]).toEqual([key, 1]);
  });

  it('have the capacities of halved, double-buffered memories', () => {
    // GLB 55,296 B: half weights 27,648 B, of which half usable: 13,824 B. LBUF 2,048 B: 1,024 B, 512 B.
    expect(capacities(DEFAULT_ARCH_CONFIG)).toEqual({
      weightBytes: 1,
      psumBytes: 2,
      glbWeightBytes: 13_824,
      glbSpikeBytes: 13_824,
      lbufWeightBytes: 512,
      lbufSpikeBytes: 512,
    });
  });
});

describe('parseArch', () => {
  it('fills in what a file leaves out', () => {
    const config = valueOf(parseArch('{"array":{"rows":16},"drain":"none"}', 'dir/wide.json'));
    expect(config).toEqual({
      ...DEFAULT_ARCH_CONFIG,
      name: 'wide',
      title: 'wide',
      source: 'not stated',
      array: { rows: 16, cols: 8 },
      drain: 'none',
    });
  });

  it('lists all mistakes at once', () => {
    const file = {
      schema: 'spikex-arch/2',
      title: 3,
      array: { rows: 0, columns: 8 },
      glb: 5,
      clockMhz: Number.NaN,
      drain: 'never',
      tailoring: 'yes',
      bits: { weight: 8.5 },
    };
    expect(messagesOf(parseArch(file, 'a.json'))).toEqual([
      'a.json.schema: must be spikex-arch/1 (got "spikex-arch/2"); correct it',
      'a.json.title: must be a text (got 3); write one line',
      'a.json.array.rows: must be a whole number of at least 1 and at most 1024 (got 0); SpikeX has 8',
      'a.json.array.columns: must be a known key (got "array.columns"); did you mean "array.cols"?',
      'a.json.glb: must be an object (got 5); write { … }',
      'a.json.clockMhz: must be a number above 0 and at most 100000 (got NaN); 200 is the default',
      'a.json.drain: must be stage or rowtile or none (got "never"); choose one',
      'a.json.tailoring: must be true or false or null (got "yes"); choose one',
      'a.json.bits.weight: must be a whole number of at least 1 and at most 64 (got 8.5); SpikeX has 8',
    ]);
  });

  it('refuses buffers that hold nothing', () => {
    expect(messagesOf(parseArch({ lbuf: { bytes: 31 }, glb: { bytes: 2 } }, 'a.json'))).toEqual([
      'a.json.lbuf.bytes: must hold one weight per row in its double-buffered weight share, 8 B (got 7.75 B of 31 B); enlarge lbuf.bytes or buffers.weightFraction',
      'a.json.glb.bytes: must hold one weight and one byte of spikes in its double-buffered shares (got 0.5 B and 0.5 B); enlarge glb.bytes',
    ]);
  });
});

describe('applyArchOverrides', () => {
  it('reads texts as the command line hands them over', () => {
    const set = {
      'array.rows': '16',
      'dispatch.mode': 'temporal',
      tailoring: 'false',
      'dram.gbPerSecond': '12.8',
    };
    const config = valueOf(applyArchOverrides(DEFAULT_ARCH_CONFIG, set, '--set'));
    expect(config.array.rows).toBe(16);
    expect(config.dispatch).toEqual({ unit: 'ic', mode: 'temporal' });
    expect(config.tailoring).toBe(false);
    expect(config.dram.gbPerSecond).toBe(12.8);
    expect(config.name).toBe('defaults');
  });

  it('reads values of the right type too', () => {
    const config = valueOf(applyArchOverrides(DEFAULT_ARCH_CONFIG, { batch: 64, tailoring: true }, 'arch'));
    expect([config.batch, config.tailoring]).toEqual([64, true]);
  });

  it.each([
    [
      { 'array.rows': '0' },
      '--set array.rows: must be a whole number of at least 1 and at most 1024 (got 0); SpikeX has 8',
    ],
    [
      { 'array.rows': '-3' },
      '--set array.rows: must be a whole number of at least 1 and at most 1024 (got -3); SpikeX has 8',
    ],
    [
      { 'array.rows': 'many' },
      '--set array.rows: must be a whole number of at least 1 and at most 1024 (got "many"); SpikeX has 8',
    ],
    [
      { 'array.rows': '' },
      '--set array.rows: must be a whole number of at least 1 and at most 1024 (got ""); SpikeX has 8',
    ],
    [
      { clockMhz: 'NaN' },
      '--set clockMhz: must be a number above 0 and at most 100000 (got "NaN"); 200 is the default',
    ],
    [
      { clockMhz: 'Infinity' },
      '--set clockMhz: must be a number above 0 and at most 100000 (got Infinity); 200 is the default',
    ],
    [{ 'glb.byte': '5' }, '--set glb.byte: must be a known key (got "glb.byte"); did you mean "glb.bytes"?'],
    [{ 'dispatch.unit': 'nt' }, '--set dispatch.unit: must be ic or ntwu (got "nt"); choose one'],
    [{ array: '8x8' }, '--set array: must be an object (got "8x8"); write { … }'],
    [
      { 'buffers.weightFraction': '1' },
      '--set buffers.weightFraction: must be a number of at least 0.01 and at most 0.99 (got 1); 0.5 halves each buffer',
    ],
  ])('refuses %o', (set, message) => {
    expect(override(set)).toEqual([message]);
  });

  it('lists the known keys where none is near', () => {
    expect(override({ temperature: '300' })[0]).toContain('known are array.rows, array.cols, glb.bytes');
  });
});
