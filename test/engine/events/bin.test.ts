import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventStream, SpikeTensor } from '../../../engine/contract/index.ts';
import { Binner, checkBinSpec } from '../../../engine/events/bin.ts';
import type { FittedBins } from '../../../engine/events/bin.ts';
import { stepCounts } from '../../../engine/events/step-counts.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';

const asRecorded = { factor: 1, channels: 2 } as const;
const window = (timesteps: number, windowUs: number): FittedBins => ({
  timesteps,
  mode: 'window',
  windowUs,
  ...asRecorded,
});
const span = (timesteps: number): FittedBins => ({ timesteps, mode: 'span', windowUs: 0, ...asRecorded });

/** Spikes as "t:channel" per position, for reading. */
function spikesAt({ ptr, events, width }: SpikeTensor, x: number, y: number): string[] {
  const at = y * width + x;
  return Array.from(events.subarray(ptr[at], ptr[at + 1]), (event) => `${event >>> 16}:${event & 0xffff}`);
}

/** The plain meaning: a set of (y, x, step, channel). */
function plain(stream: EventStream, bins: FittedBins): string[] {
  const times = [...stream.tUs];
  const first = Math.min(...times);
  const last = Math.max(...times);
  const found = new Set<string>();
  times.forEach((t, i) => {
    const step =
      bins.mode === 'window'
        ? Math.floor(t / bins.windowUs)
        : Number((BigInt(t - first) * BigInt(bins.timesteps)) / BigInt(last - first + 1));
    const [row, column] = [stream.y[i], stream.x[i]].map((place) => Math.floor(place / bins.factor));
    const channel = bins.channels === 1 ? 0 : stream.p[i];
    if (step < bins.timesteps) found.add([row, column, step, channel].join());
  });
  return [...found].sort();
}

function listed(tensor: SpikeTensor): string[] {
  const found: string[] = [];
  for (let at = 0; at < tensor.width * tensor.height; at++) {
    for (let i = tensor.ptr[at]; i < tensor.ptr[at + 1]; i++) {
      const event = tensor.events[i];
      found.push([Math.floor(at / tensor.width), at % tensor.width, event >>> 16, event & 0xffff].join());
    }
  }
  return found.sort();
}

describe('Binner', () => {
  it('puts each event into floor(t / window), OFF in channel 0, and crops what is later', () => {
    // T = 3, 10 ms: 0 -> step 0, 9999 -> 0, 10000 -> 1, 29999 -> 2, 30000 -> cropped.
    const rows: EventRow[] = [
      [2, 1, 0, 0],
      [2, 1, 1, 9999],
      [2, 1, 1, 10000],
      [2, 1, 0, 29999],
      [2, 1, 1, 30000],
      [0, 3, 1, 15000],
    ];
    const tensor = new Binner({ width: 4, height: 4 }, window(3, 10_000)).bin(streamOf(rows, 4, 4));
    expect(spikesAt(tensor, 2, 1)).toEqual(['0:0', '0:1', '1:1', '2:0']);
    expect(spikesAt(tensor, 0, 3)).toEqual(['1:1']);
    expect(tensor).toMatchObject({ channels: 2, height: 4, width: 4, timesteps: 3 });
    expect(tensor.ptr[16]).toBe(5);
  });

  it('keeps one spike of many events in the same place', () => {
    const rows: EventRow[] = [
      [1, 1, 1, 5],
      [1, 1, 1, 6],
      [1, 1, 1, 7],
    ];
    const tensor = new Binner({ width: 2, height: 2 }, window(2, 100)).bin(streamOf(rows, 2, 2));
    expect([...tensor.events]).toEqual([1]);
  });

  it('spans from the first to the last event', () => {
    // first 1000, last 1999, T = 4: bins of 250: 1000 -> 0, 1249 -> 0, 1250 -> 1, 1999 -> 3.
    const rows: EventRow[] = [
      [0, 0, 0, 1000],
      [0, 0, 1, 1249],
      [0, 0, 0, 1250],
      [0, 0, 1, 1999],
    ];
    const tensor = new Binner({ width: 1, height: 1 }, span(4)).bin(streamOf(rows, 1, 1));
    expect(spikesAt(tensor, 0, 0)).toEqual(['0:0', '0:1', '1:0', '3:1']);
  });

  it('bins a single event, or events at one time, into step 0 of a span', () => {
    const rows: EventRow[] = [
      [0, 0, 1, 77],
      [1, 0, 0, 77],
    ];
    const tensor = new Binner({ width: 2, height: 1 }, span(5)).bin(streamOf(rows, 2, 1));
    expect([...tensor.events]).toEqual([1, 0]);
  });

  it('accepts a smaller sensor and refuses a larger one as a bug', () => {
    const binner = new Binner({ width: 4, height: 4 }, window(2, 10));
    expect(spikesAt(binner.bin(streamOf([[1, 1, 1, 0]], 2, 2)), 1, 1)).toEqual(['0:1']);
    expect(() => binner.bin(streamOf([[0, 0, 0, 0]], 5, 4))).toThrow('does not fit');
  });

  it('takes the OR over factor x factor pixels, and over the polarities for one channel', () => {
    // 5 x 3 pixels by factor 2: 3 x 2 blocks, the last column and row are blocks of one pixel's width.
    const rows: EventRow[] = [
      [0, 0, 1, 0],
      [1, 1, 1, 3],
      [1, 0, 0, 5],
      [4, 2, 0, 12],
    ];
    const bins = { ...window(2, 10), factor: 2 };
    const both = new Binner({ width: 5, height: 3 }, bins).bin(streamOf(rows, 5, 3));
    expect(both).toMatchObject({ width: 3, height: 2, channels: 2 });
    expect(spikesAt(both, 0, 0)).toEqual(['0:0', '0:1']);
    expect(spikesAt(both, 2, 1)).toEqual(['1:0']);
    expect(both.events).toHaveLength(3);
    const merged = new Binner({ width: 5, height: 3 }, { ...bins, channels: 1 }).bin(streamOf(rows, 5, 3));
    expect(spikesAt(merged, 0, 0)).toEqual(['0:0']);
    expect(merged).toMatchObject({ channels: 1, events: Uint32Array.of(0, 1 << 16) });
  });

  const rows = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 5000 }),
    ),
    { minLength: 1, maxLength: 80 },
  );
  const steps = fc.oneof(
    fc
      .record({ timesteps: fc.integer({ min: 1, max: 70 }), windowUs: fc.integer({ min: 1, max: 3000 }) })
      .map(({ timesteps, windowUs }) => window(timesteps, windowUs)),
    fc.integer({ min: 1, max: 70 }).map(span),
  );
  const specs = fc
    .tuple(steps, fc.integer({ min: 1, max: 4 }), fc.constantFrom(1 as const, 2 as const))
    .map(([bins, factor, channels]): FittedBins => ({ ...bins, factor, channels }));

  it('equals the plain set of places, sorted by step then channel, whatever the order of events', () => {
    fc.assert(
      fc.property(rows, specs, (list, bins) => {
        const binner = new Binner({ width: 5, height: 3 }, bins);
        const stream = streamOf(list, 5, 3);
        const tensor = binner.bin(stream);
        expect(listed(tensor)).toEqual(plain(stream, bins));
        expect([tensor.width, tensor.height]).toEqual([
          Math.ceil(5 / bins.factor),
          Math.ceil(3 / bins.factor),
        ]);
        for (let at = 0; at < tensor.width * tensor.height; at++) {
          const own = tensor.events.subarray(tensor.ptr[at], tensor.ptr[at + 1]);
          for (let i = 1; i < own.length; i++) expect(own[i]).toBeGreaterThan(own[i - 1]);
        }
        // The same binner again, on the reversed file: nothing may be left over from the first sample.
        expect(binner.bin(streamOf(list.toReversed(), 5, 3))).toEqual(tensor);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe('checkBinSpec', () => {
  it('names every wrong field', () => {
    const outcome = checkBinSpec(
      { timesteps: 0, mode: 'window', windowUs: Number.NaN, factor: 0.5 },
      'data.bins',
    );
    expect(outcome).toMatchObject({
      ok: false,
      issues: [
        { path: 'data.bins.timesteps', code: 'bins/timesteps' },
        { path: 'data.bins.windowUs', code: 'bins/window-positive' },
        { path: 'data.bins.factor', code: 'bins/factor' },
      ],
    });
  });

  it('ignores the window of a span', () => {
    expect(checkBinSpec(span(30), 'bins').ok).toBe(true);
  });
});

describe('stepCounts', () => {
  it('counts spikes per step and polarity, and their density', () => {
    const rows: EventRow[] = [
      [0, 0, 0, 0],
      [1, 0, 1, 0],
      [1, 0, 1, 15],
    ];
    const tensor = new Binner({ width: 2, height: 1 }, window(3, 10)).bin(streamOf(rows, 2, 1));
    // 3 spikes in 2 positions x 2 channels x 3 steps = 12 places: 0.25.
    expect(stepCounts(tensor)).toEqual({
      off: Uint32Array.of(1, 0, 0),
      on: Uint32Array.of(1, 1, 0),
      density: 0.25,
    });
  });
});
