import { describe, expect, it } from 'vitest';
import { GAP, moment, span, timeLeft, timestamp, when } from '../../../renderer/src/format/index.ts';

const words = (text: string): string => text.replaceAll(GAP, ' ');

describe('span', () => {
  it.each([
    [0.01, '0 s'],
    [3.21, '3.2 s'],
    [9.97, '10 s'],
    [59.6, '1 min 0 s'],
    [620, '10 min 20 s'],
    [3599.7, '1 h 00 min'],
    [3900, '1 h 05 min'],
    [86_399, '1 d 0 h'],
    [187_200, '2 d 4 h'],
  ])('%f s is %s', (seconds, text) => expect(words(span(seconds))).toBe(text));

  it('has no text for what is not known', () => {
    expect(span(null)).toBe('–');
    expect(span(Infinity)).toBe('–');
    expect(span(-1)).toBe('–');
  });
});

it('time left has no tenths and never says zero', () => {
  expect(words(timeLeft(0.2))).toBe('1 s');
  expect(words(timeLeft(3.4))).toBe('3 s');
  expect(words(timeLeft(75))).toBe('1 min 15 s');
});

it('moments of a recording', () => {
  expect(words(moment(0))).toBe('0 ms');
  expect(words(moment(2000))).toBe('2 ms');
  expect(words(moment(2350))).toBe('2.4 ms');
  expect(words(moment(612_000))).toBe('612 ms');
  expect(words(moment(999_600))).toBe('1.000 s');
  expect(words(moment(1_450_000))).toBe('1.450 s');
});

describe('when', () => {
  const now = new Date(2026, 10, 21, 8, 30).getTime();
  it.each([
    [new Date(2026, 10, 21, 0, 5), 'today 00:05'],
    [new Date(2026, 10, 20, 23, 59), 'yesterday 23:59'],
    [new Date(2026, 10, 2, 18, 11), '2 Nov 18:11'],
    [new Date(2025, 10, 2, 18, 11), '2 Nov 2025'],
  ])('%s', (at, text) => expect(words(when(at.getTime(), now))).toBe(text));

  it('has a sortable form', () => {
    expect(timestamp(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('2026-01-02 03:04:05');
  });
});
