import { describe, expect, it } from 'vitest';
import { errorAt, type SimulateSpec } from '../../../engine/contract/index.ts';
import {
  archKeys,
  fieldOf,
  FIRST_FORM,
  formOf,
  sortIssues,
  specOf,
} from '../../../renderer/src/views/simulate/form.ts';
import { simulateSpecOf } from '../../../renderer/src/views/simulate/spec.ts';
import { flatValues } from '../../../engine/arch/fields.ts';
import { ARCHS } from '../../support/fake/catalog.ts';

const spec: SimulateSpec = {
  network: 'nmnist',
  systems: ['spikex', 'serial'],
  tws: [2, 3, 2, 5],
  spikes: { kind: 'bursty', rate: 0.05, seed: 7 },
  arch: 'spikex-8x8',
  archOverrides: { 'array.rows': '16' },
  energy: 'paper',
};

describe('specOf and formOf', () => {
  it.each<SimulateSpec['spikes']>([
    spec.spikes,
    { kind: 'run', runId: 'run-7' },
    { kind: 'dataset', source: '/data/nmnist' },
    { kind: 'npy', file: '/data/one.npy' },
  ])('give the same specification again: $kind', (spikes) => {
    expect(specOf(formOf({ ...spec, spikes }, FIRST_FORM))).toEqual({ ...spec, spikes });
  });

  it('leave an empty field and a word among the windows to the host to refuse', () => {
    expect(specOf({ ...FIRST_FORM, rate: null }).spikes).toEqual({ kind: 'random', rate: NaN, seed: 1 });
    expect(specOf({ ...FIRST_FORM, tws: '2, x' }).tws).toEqual([2, NaN]);
  });

  it('leave out a row whose key was not chosen', () => {
    const overrides = [
      { key: '', value: '3' },
      { key: 'batch', value: ' 2 ' },
    ];
    expect(specOf({ ...FIRST_FORM, overrides }).archOverrides).toEqual({ batch: '2' });
  });
});

describe('archKeys', () => {
  it('are the keys of the command line, each with the preset’s value', () => {
    const known = flatValues(ARCHS[0]);
    expect(
      archKeys(ARCHS[0])
        .map(([key]) => key)
        .sort(),
    ).toEqual([...known.keys()].sort());
    expect(new Map(archKeys(ARCHS[0])).get('glb.bytes')).toBe('55296');
    expect(new Map(archKeys(ARCHS[0])).get('tailoring')).toBe('unset');
  });
});

describe('issues', () => {
  it.each([
    ['spec.tws[1]', 'tws'],
    ['tws', 'tws'],
    ['spec.spikes.rate', 'rate'],
    ['spikes', 'rate'],
    ['archOverrides array.rows', 'overrides'],
    ['arch', 'arch'],
    ['energy', 'energy'],
    ['network', 'network'],
    ['ptb.packing', null],
  ])('at %s belong to %s', (path, field) => {
    expect(fieldOf(path, FIRST_FORM)).toBe(field);
  });

  it('at the path of the chosen file belong to that file', () => {
    const form = { ...FIRST_FORM, activity: 'npy' as const, file: '/data/one.npy' };
    expect(fieldOf('/data/one.npy', form)).toBe('file');
    expect(fieldOf('/data/other.npy', form)).toBeNull();
  });

  it('of no field are general', () => {
    const [a, b] = [errorAt('tws', 'a', 'a'), errorAt('job', 'b', 'b')];
    const sorted = sortIssues([a, b], FIRST_FORM);
    expect(sorted.fields.get('tws')).toEqual([a]);
    expect(sorted.general).toEqual([b]);
  });
});

describe('simulateSpecOf', () => {
  it('takes a stored simulation as it is, and nothing else', () => {
    expect(simulateSpecOf(spec, { id: 'run-1' })).toEqual(spec);
    expect(simulateSpecOf({ spikes: 3 }, { id: 'run-1' })).toBeNull();
  });
});
