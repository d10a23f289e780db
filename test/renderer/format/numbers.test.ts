import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GAP,
  MINUS,
  MISSING,
  THIN,
  count,
  fixed,
  setting,
  signedPercent,
  significant,
} from '../../../renderer/src/format/index.ts';

describe('count', () => {
  it('groups three digits from four digits on', () => {
    expect(count(999)).toBe('999');
    expect(count(1338)).toBe(`1${THIN}338`);
    expect(count(1234567)).toBe(`1${THIN}234${THIN}567`);
  });

  it('shows a missing value as a dash, never as 0', () => {
    expect(count(null)).toBe(MISSING);
    expect(count(undefined)).toBe(MISSING);
    expect(count(NaN)).toBe(MISSING);
    expect(count(0)).toBe('0');
  });
});

describe('significant', () => {
  it('keeps three digits, trailing zeros included', () => {
    expect(significant(15)).toBe('15.0');
    expect(significant(0.2012)).toBe('0.201');
    expect(significant(1.5)).toBe('1.50');
    expect(significant(123.4)).toBe('123');
    expect(significant(12_363)).toBe(`12${THIN}400`);
  });

  it('carries into the next place', () => {
    expect(significant(9.996)).toBe('10.0'); // 9.996 rounds to 10.0, not to 10.00
    expect(significant(99.96)).toBe('100');
    expect(significant(0.09996)).toBe('0.100');
  });

  it('uses a true minus and powers of ten at the ends', () => {
    expect(significant(-2.5)).toBe(`${MINUS}2.50`);
    expect(significant(1.5e-11)).toBe(`1.50${GAP}×${GAP}10⁻¹¹`);
    expect(significant(2.5e7)).toBe(`2.50${GAP}×${GAP}10⁷`);
    expect(significant(Infinity)).toBe('∞');
    expect(significant(0)).toBe('0');
  });

  it('can be read back to within half of its last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 9.99e6, noNaN: true }), (value) => {
        const back = Number(significant(value).replaceAll(THIN, ''));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(value * 0.00501);
      }),
    );
  });
});

describe('fixed, setting and changes', () => {
  it('has no negative zero', () => {
    expect(fixed(-0.001, 2)).toBe('0.00');
    expect(fixed(-0.5, 1)).toBe(`${MINUS}0.5`);
  });

  it('shows a setting in its shortest form, which can be typed again', () => {
    expect(setting(0.01)).toBe('0.01');
    expect(setting(0.0005)).toBe('5e-4');
    expect(setting(30)).toBe('30');
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(setting(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('gives changes a sign', () => {
    expect(signedPercent(-0.72)).toBe(`${MINUS}72${GAP}%`);
    expect(signedPercent(0.0412)).toBe(`+4.1${GAP}%`);
    expect(signedPercent(0)).toBe(`0${GAP}%`);
  });
});
