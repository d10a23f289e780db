// Strip, table and store of the Simulate page.
import { createPinia, setActivePinia } from 'pinia';
import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../../renderer/src/format/index.ts';
import { useApi } from '../../../renderer/src/stores/api.ts';
import { boundOf, layerColumns } from '../../../renderer/src/views/simulate/layer-columns.ts';
import { useSimulations } from '../../../renderer/src/views/simulate/simulate-store.ts';
import { baselineOf, statsOf } from '../../../renderer/src/views/simulate/stats.ts';
import { FakeHost } from '../../support/fake-api.ts';
import { layerReport, systemReport } from '../../support/fake/simulation.ts';

const text = (value: Quantity | string): string => (typeof value === 'string' ? value : value.label);

describe('statsOf', () => {
  const spikex = systemReport('spikex');
  const ptb = systemReport('ptb', [layerReport('CONV1', { cycles: 1000 }), layerReport('FC1')]);

  it('says what one inference costs, beside PTB', () => {
    const stats = statsOf(spikex, ptb);
    // 2 layers of 2000 pJ; 2 x 250 cycles at 200 MHz = 2.5 us; 4 nJ x 2.5 us = 1e-14 J s
    expect(stats.map(({ value }) => text(value).replaceAll('\u00A0', ' '))).toEqual([
      '4.00 nJ',
      '2.50 µs',
      '10.0 fJ·s',
      '1.60 mW',
      '400 k inferences/s',
      // PTB: 4 nJ x 6.25 us
      '2.50×',
    ]);
    expect(stats[1].note?.replaceAll('\u00A0', ' ')).toBe('PTB 6.25 µs');
  });

  it('says so where the other system is better', () => {
    const against = statsOf(ptb, spikex).at(-1);
    expect(against && text(against.value)).toBe('2.50×');
    expect(against?.note).toBe('larger EDP');
  });

  it('shows that nothing is known before the first simulation', () => {
    expect(new Set(statsOf(null, null).map(({ value }) => value))).toEqual(new Set(['–']));
  });

  it('takes PTB as the other system, else any', () => {
    const serial = systemReport('serial');
    expect(baselineOf([serial, ptb, spikex], 'spikex')?.system).toBe('ptb');
    expect(baselineOf([serial, ptb], 'ptb')?.system).toBe('serial');
    expect(baselineOf([spikex], 'spikex')).toBeNull();
  });
});

describe('layer columns', () => {
  const report = systemReport('spikex', [layerReport('A'), layerReport('B', { cycles: 1000 })]);
  const columns = new Map(layerColumns(report).map((column) => [column.id, column]));

  it('give every figure a definition', () => {
    for (const { about } of columns.values()) expect(about.length).toBeGreaterThan(10);
  });

  it('total what adds up: 250 + 1000 cycles, (50 + 800) of them waiting', () => {
    expect(columns.get('cycles')?.total?.(report).raw).toBe('1250');
    expect(columns.get('stall')?.total?.(report).text).toBe('68.0');
    expect(columns.get('utilization')?.total).toBeUndefined();
  });

  it('name what holds a layer back', () => {
    expect(boundOf(layerReport('A'))).toBe('array');
    expect(boundOf(layerReport('A', { dramCycles: 900 }))).toBe('DRAM');
    expect(boundOf(layerReport('A', { glbCycles: 900 }))).toBe('GLB');
    expect(boundOf(layerReport('A', { computeCycles: 0, glbCycles: 0, dramCycles: 0 }))).toBe('nothing');
  });
});

describe('the store', () => {
  function connected() {
    setActivePinia(createPinia());
    useApi().install(new FakeHost({ study: false }));
    return useSimulations();
  }

  it('keeps results, newest first, and compares with the one before', async () => {
    const store = connected();
    await store.run();
    expect(store.reference).toBeNull();
    store.set('tws', '5');
    await store.run();
    expect(store.shown?.spec.tws).toEqual([5]);
    expect(store.reference?.spec.tws).toEqual([3]);
    store.shownId = store.results[1].runId;
    // The first one has none before it.
    expect(store.reference).toBeNull();
    store.referenceId = store.results[0].runId;
    expect(store.reference?.spec.tws).toEqual([5]);
  });

  it('puts a refusal at its field and takes it away when the field changes', async () => {
    const store = connected();
    store.set('tws', '0');
    await store.run();
    expect(store.shown).toBeNull();
    expect(store.sorted.fields.get('tws')?.[0].message).toContain('got 0');
    store.set('tws', '4');
    expect(store.issues).toEqual([]);
  });
});
