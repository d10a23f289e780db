import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GAP,
  bytes,
  columnScale,
  density,
  edp,
  energy,
  eventRate,
  latency,
  percent,
  ratio,
  scaleFor,
  scaled,
} from '../../../renderer/src/format/index.ts';

describe('energy, latency, EDP', () => {
  it('picks the prefix and keeps the raw value in base units', () => {
    // 201 000 pJ = 0.201 µJ = 201 nJ
    expect(energy(201_000)).toEqual({ text: '201', unit: 'nJ', label: `201${GAP}nJ`, raw: '2.01e-7 J' });
    expect(latency(74.4).label).toBe(`74.4${GAP}µs`);
    expect(edp(1.5e-11).label).toBe(`15.0${GAP}pJ·s`);
    expect(edp(1.5e-11).raw).toBe('1.5e-11 J·s');
  });

  it('carries over to the next prefix after rounding', () => {
    expect(energy(999.6).label).toBe(`1.00${GAP}nJ`);
    expect(energy(999.4).label).toBe(`999${GAP}pJ`);
  });

  it('stays between 1 and 1000 over all prefixes', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-17, max: 1e14, noNaN: true }), (value) => {
        const { factor } = scaleFor(value, 'J');
        const shown = Number((value * factor).toPrecision(3));
        expect(shown).toBeGreaterThanOrEqual(1);
        expect(shown).toBeLessThan(1000);
      }),
    );
  });

  it('says nothing where there is no value', () => {
    expect(energy(null).label).toBe('–');
    expect(energy(null).raw).toBe('');
  });
});

describe('columns', () => {
  it('take the unit of their middle value', () => {
    const scale = columnScale([2e-12, 15e-12, 9e-9], 'J·s');
    expect(scale.unit).toBe('pJ·s');
    expect(scaled(9e-9, scale, 'J·s').text).toMatch(/^9.000$/);
    expect(scaled(9e-9, scale, 'J·s').raw).toBe('9e-9 J·s');
  });

  it('ignore missing values and zeros, and may be empty', () => {
    expect(columnScale([null, 0, 3e-6], 's').unit).toBe('µs');
    expect(columnScale([], 's')).toEqual({ factor: 1, unit: 's' });
  });
});

describe('other quantities', () => {
  it('formats fractions', () => {
    expect(percent(0.98584).label).toBe(`98.58${GAP}%`);
    expect(density(0.0081).label).toBe(`0.81${GAP}%`);
    expect(density(0.2104).label).toBe(`21.0${GAP}%`);
    expect(density(0).label).toBe(`0.00${GAP}%`);
  });

  it('formats ratios and bytes', () => {
    expect(ratio(14.58).label).toBe('14.6×');
    expect(bytes(512).label).toBe(`512${GAP}B`);
    expect(bytes(55_296).label).toBe(`54.0${GAP}KB`); // 55 296 / 1024 = 54
    expect(bytes(1_048_064).label).toBe(`1.00${GAP}MB`); // 1023.5 KB would take four digits
    expect(bytes(55_296).raw).toBe('55296 B');
  });

  it('puts the prefix of an event rate at the number', () => {
    expect(eventRate(125_000).label).toBe(`125${GAP}k events/s`);
    expect(eventRate(40).label).toBe(`40.0${GAP}events/s`);
  });
});
