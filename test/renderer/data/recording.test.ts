import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventStream } from '../../../engine/contract/index.ts';
import {
  busiestWindow,
  croppedShare,
  factsOf,
  firstAt,
  inTimeOrder,
  rateBins,
  roundBin,
  stepUs,
  windowOf,
} from '../../../renderer/src/views/data/recording.ts';

type Event = readonly [x: number, y: number, p: number, tUs: number];
const streamOf = (events: readonly Event[], width = 4, height = 2): EventStream => ({
  width,
  height,
  x: Uint16Array.from(events, ([x]) => x),
  y: Uint16Array.from(events, ([, y]) => y),
  p: Uint8Array.from(events, ([, , p]) => p),
  tUs: Float64Array.from(events, ([, , , t]) => t),
});

const anyStream = fc
  .array(fc.tuple(fc.nat(5), fc.nat(3), fc.nat(1), fc.nat(100_000)) as fc.Arbitrary<Event>, {
    minLength: 1,
    maxLength: 200,
  })
  .map((events) => streamOf(events));

describe('inTimeOrder', () => {
  it('does not copy what is in order', () => {
    const stream = streamOf([
      [0, 0, 1, 5],
      [1, 0, 0, 5],
    ]);
    expect(inTimeOrder(stream)).toBe(stream);
  });

  it('sorts by time and keeps every event whole', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const sorted = inTimeOrder(stream);
        const texts = (s: EventStream): string[] =>
          Array.from(s.tUs, (t, i) => `${t}/${s.x[i]}/${s.y[i]}/${s.p[i]}`);
        expect([...sorted.tUs].every((t, i) => i === 0 || t >= sorted.tUs[i - 1])).toBe(true);
        expect(texts(sorted).sort()).toEqual(texts(stream).sort());
      }),
    );
  });
});

describe('windows', () => {
  const stream = streamOf([
    [0, 0, 1, 1000],
    [1, 0, 0, 1500],
    [2, 0, 1, 2000],
    [3, 1, 1, 4000],
  ]);

  it('are half open and count from the first event', () => {
    expect(windowOf(stream, 0, 1000)).toEqual([0, 2]); // 1000 and 1500; 2000 lies in the next window
    expect(windowOf(stream, 1000, 1000)).toEqual([2, 3]);
    expect(windowOf(stream, 0, 3001)).toEqual([0, 4]);
    expect(firstAt(stream.tUs, 9999)).toBe(4);
  });

  it('partition the recording', () => {
    fc.assert(
      fc.property(anyStream, fc.integer({ min: 1, max: 30_000 }), (given, length) => {
        const sorted = inTimeOrder(given);
        let events = 0;
        for (let start = 0; start <= 100_000; start += length) {
          const [from, to] = windowOf(sorted, start, length);
          events += to - from;
        }
        expect(events).toBe(sorted.tUs.length);
      }),
    );
  });

  it('finds the busiest one', () => {
    expect(busiestWindow(stream, 1000)).toBe(0); // two events; [500, 1500) and [1000, 2000) hold two and one
    expect(busiestWindow(streamOf([]), 1000)).toBe(0);
  });
});

describe('rateBins', () => {
  it('counts each polarity per bin', () => {
    const stream = streamOf([
      [0, 0, 1, 100],
      [0, 0, 0, 100],
      [0, 0, 1, 149],
      [0, 0, 1, 150],
      [0, 0, 0, 299],
    ]);
    const { on, off } = rateBins(stream, 50); // bins from 100: [100,150) [150,200) [200,250) [250,300)
    expect([...on]).toEqual([2, 1, 0, 0]);
    expect([...off]).toEqual([1, 0, 0, 1]);
  });

  it('loses no event, and keeps the number of bins in bounds', () => {
    fc.assert(
      fc.property(anyStream, (given) => {
        const sorted = inTimeOrder(given);
        const duration = sorted.tUs[sorted.tUs.length - 1] - sorted.tUs[0];
        const { on, off } = rateBins(sorted, roundBin(duration, 160));
        expect(on.length).toBeLessThanOrEqual(160);
        expect([...on, ...off].reduce((a, b) => a + b)).toBe(sorted.tUs.length);
      }),
    );
  });

  it('takes round bins', () => {
    expect(roundBin(300_000, 160)).toBe(2000); // 151 bins; 1 ms would give 301
    expect(roundBin(0, 160)).toBe(1);
  });
});

describe('facts', () => {
  it('are those of the events', () => {
    const stream = streamOf([
      [0, 0, 1, 0],
      [0, 0, 0, 10_000],
      [1, 1, 1, 10_500],
      [9, 0, 1, 20_000], // outside a sensor of 4 × 2
    ]);
    expect(factsOf(stream, 10_000)).toEqual({
      meanRate: 200, // 4 events in 20 ms
      peakRate: 200, // 2 events in the bin [10, 20) ms
      pixelsHit: 0.25, // 2 of 8 pixels
      outside: 1,
    });
  });

  it('leave out rates of an instant', () => {
    expect(factsOf(streamOf([[0, 0, 1, 7]]), 10_000)).toMatchObject({ meanRate: null, peakRate: null });
  });
});

describe('binning', () => {
  const stream = streamOf([
    [0, 0, 1, 0],
    [0, 0, 1, 99],
    [0, 0, 1, 100],
    [0, 0, 1, 400],
  ]);

  it('says what is cropped', () => {
    expect(croppedShare(stream, { timesteps: 2, mode: 'window', windowUs: 50, factor: 1 })).toBe(0.5); // 100 and 400 are late
    expect(croppedShare(stream, { timesteps: 2, mode: 'span', windowUs: 50, factor: 1 })).toBe(0);
  });

  it('says how long a step is', () => {
    expect(stepUs({ timesteps: 30, mode: 'window', windowUs: 10_000, factor: 1 }, 1)).toBe(10_000);
    expect(stepUs({ timesteps: 30, mode: 'span', windowUs: 1, factor: 1 }, 300_000)).toBe(10_000);
  });
});
