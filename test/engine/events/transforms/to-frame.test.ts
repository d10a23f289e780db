import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameSpec } from '../../../../engine/contract/index.ts';
import { Binner } from '../../../../engine/events/bin.ts';
import { frameSlices } from '../../../../engine/events/transforms/frame-slices.ts';
import { parseFrameSpec, toFrameCounts, toFrameSpikes } from '../../../../engine/events/transforms/index.ts';
import { streamOf } from '../../../support/event-streams.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { anyStream, orderedStream } from './streams.ts';

const timeWindow = (
  timeWindowUs: number,
  changes: Partial<Extract<FrameSpec, { by: 'time_window' }>> = {},
): FrameSpec => ({
  by: 'time_window',
  timeWindowUs,
  overlapUs: 0,
  includeIncomplete: false,
  startUs: null,
  endUs: null,
  ...changes,
});

/** Times of the events of each frame. */
function frames(times: readonly number[], spec: FrameSpec): number[][] {
  const { starts, ends } = frameSlices(Float64Array.from(times), spec);
  return Array.from(starts, (start, i) => times.slice(start, ends[i]));
}

describe('time_window', () => {
  const times = [100, 149, 150, 199, 200, 249, 260];

  it('starts at the first event and leaves the rest out unless asked', () => {
    // Duration 160: floor((160 - 50) / 50) + 1 = 3 frames; ceil(2.2) + 1 = 4.
    expect(frames(times, timeWindow(50))).toEqual([
      [100, 149],
      [150, 199],
      [200, 249],
    ]);
    expect(frames(times, timeWindow(50, { includeIncomplete: true }))).toHaveLength(4);
    expect(frames(times, timeWindow(50, { includeIncomplete: true }))[3]).toEqual([260]);
  });

  it('overlaps, and keeps ends open', () => {
    // Stride 30: floor((160 - 60) / 30) + 1 = 4 frames at 100, 130, 160, 190.
    expect(frames(times, timeWindow(60, { overlapUs: 30 }))).toEqual([
      [100, 149, 150],
      [149, 150],
      [199, 200],
      [199, 200, 249],
    ]);
  });

  it('gives a fixed number of frames between given ends', () => {
    // (300 - 0 - 100) / 100 + 1 = 3 frames from 0.
    const spec = timeWindow(100, { startUs: 0, endUs: 300 });
    expect(frames(times, spec)).toEqual([[], [100, 149, 150, 199], [200, 249, 260]]);
    expect(frames([], spec)).toEqual([[], [], []]);
  });

  it('gives one frame for a window longer than the recording', () => {
    expect(frames(times, timeWindow(1000))).toEqual([times]);
  });
});

describe('event_count', () => {
  const spec = (eventCount: number, overlapEvents: number, includeIncomplete: boolean): FrameSpec => ({
    by: 'event_count',
    eventCount,
    overlapEvents,
    includeIncomplete,
  });
  const times = [1, 2, 3, 4, 5, 6, 7];

  it('counts, overlaps, and leaves the rest out unless asked', () => {
    // 7 events by 3: floor(4 / 3) + 1 = 2; ceil(4 / 3) + 1 = 3; overlap 1: stride 2, floor(4 / 2) + 1 = 3.
    expect(frames(times, spec(3, 0, false))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(frames(times, spec(3, 0, true))).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(frames(times, spec(3, 1, false))).toEqual([
      [1, 2, 3],
      [3, 4, 5],
      [5, 6, 7],
    ]);
    expect(frames(times, spec(10, 0, false))).toEqual([times]);
  });
});

describe('n_time_bins and n_event_bins', () => {
  it('cut the time into equal bins', () => {
    // floor(100 / 3) = 33: bins from 0, 33, 66; 99 and 100 are left over.
    expect(frames([0, 32, 33, 65, 66, 98, 99, 100], { by: 'n_time_bins', nTimeBins: 3, overlap: 0 })).toEqual(
      [
        [0, 32],
        [33, 65],
        [66, 98],
      ],
    );
    // Overlap 0.5: window floor(100 / 2) · 1.5 = 75, stride 75 · 0.5 = 37.5: [0, 75) and [37.5, 112.5).
    expect(frames([0, 37, 38, 74, 75, 100], { by: 'n_time_bins', nTimeBins: 2, overlap: 0.5 })).toEqual([
      [0, 37, 38, 74],
      [38, 74, 75, 100],
    ]);
  });

  it('cut the events into equal bins', () => {
    // floor(7 / 2) = 3 events each; overlap 0.4: floor(3 · 1.4) = 4 events, stride floor(4 · 0.6) = 2.
    expect(frames([1, 2, 3, 4, 5, 6, 7], { by: 'n_event_bins', nEventBins: 2, overlap: 0 })).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(frames([1, 2, 3, 4, 5, 6, 7], { by: 'n_event_bins', nEventBins: 2, overlap: 0.4 })).toEqual([
      [1, 2, 3, 4],
      [3, 4, 5, 6],
    ]);
  });
});

const anySpec: fc.Arbitrary<FrameSpec> = fc.oneof(
  fc
    .record({
      timeWindowUs: fc.integer({ min: 5, max: 200 }),
      overlap: fc.double({ min: 0, max: 0.9, noNaN: true }),
      includeIncomplete: fc.boolean(),
    })
    .map(({ timeWindowUs, overlap, includeIncomplete }) =>
      timeWindow(timeWindowUs, { overlapUs: timeWindowUs * overlap, includeIncomplete }),
    ),
  fc
    .record({ eventCount: fc.integer({ min: 2, max: 40 }), includeIncomplete: fc.boolean() })
    .map((counts): FrameSpec => ({
      by: 'event_count',
      overlapEvents: Math.floor(counts.eventCount / 2),
      ...counts,
    })),
  fc
    .record({
      nTimeBins: fc.integer({ min: 1, max: 20 }),
      overlap: fc.double({ min: 0, max: 0.9, noNaN: true }),
    })
    .map((bins): FrameSpec => ({ by: 'n_time_bins', ...bins })),
  fc
    .record({
      nEventBins: fc.integer({ min: 1, max: 20 }),
      overlap: fc.double({ min: 0, max: 0.9, noNaN: true }),
    })
    .map((bins): FrameSpec => ({ by: 'n_event_bins', ...bins })),
);

describe('toFrameCounts and toFrameSpikes', () => {
  it('count by (step, channel, row, column)', () => {
    const stream = streamOf(
      [
        [1, 0, 1, 0],
        [1, 0, 1, 5],
        [0, 1, 0, 9],
        [1, 1, 1, 10],
        [0, 0, 0, 20],
      ],
      2,
      2,
    );
    const { counts, timesteps } = valueOf(toFrameCounts(stream, timeWindow(10), 'frames'));
    expect(timesteps).toBe(2);
    // Step 0: OFF [0 0 / 1 0], ON [0 2 / 0 0]; step 1: OFF nothing, ON [0 0 / 0 1].
    expect([...counts]).toEqual([0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('agree with each other, and the spikes are in order', () => {
    fc.assert(
      fc.property(anyStream, anySpec, (stream, spec) => {
        const { counts, timesteps } = valueOf(toFrameCounts(stream, spec, 'frames'));
        const spikes = valueOf(toFrameSpikes(stream, spec, 'frames'));
        expect(spikes.timesteps).toBe(timesteps);
        const dense = new Uint32Array(counts.length);
        for (let pixel = 0; pixel < 36; pixel++) {
          const own = spikes.events.subarray(spikes.ptr[pixel], spikes.ptr[pixel + 1]);
          own.forEach((event, i) => {
            expect(i === 0 || event > own[i - 1]).toBe(true);
            dense[((event >>> 16) * 2 + (event & 0xffff)) * 36 + pixel] = 1;
          });
        }
        expect([...dense]).toEqual(Array.from(counts, (count) => Math.min(count, 1)));
      }),
      { numRuns: 150 },
    );
  });

  it('hold every event once when complete windows cover the recording', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        // 0..400 µs in windows of 50 from 0 to 450: 9 frames.
        const spec = timeWindow(50, { startUs: 0, endUs: 450 });
        const { counts, timesteps } = valueOf(toFrameCounts(stream, spec, 'frames'));
        expect(timesteps).toBe(9);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(stream.x.length);
      }),
      { numRuns: 60 },
    );
  });

  it('give the spikes of the binner for windows from 0', () => {
    fc.assert(
      fc.property(orderedStream, fc.integer({ min: 1, max: 100 }), (stream, windowUs) => {
        const timesteps = 4;
        const bins = { timesteps, mode: 'window', windowUs, factor: 1, channels: 2 } as const;
        const binner = new Binner({ width: 6, height: 6 }, bins);
        const spec = timeWindow(windowUs, { startUs: 0, endUs: timesteps * windowUs });
        expect(valueOf(toFrameSpikes(stream, spec, 'frames'))).toEqual(binner.bin(stream));
      }),
      { numRuns: 60 },
    );
  });

  it('refuse more frames than a tensor can have', () => {
    const stream = streamOf([
      [0, 0, 1, 0],
      [0, 0, 1, 70_000],
    ]);
    const message =
      'frames: must give at most 65535 frames on this sensor (got 70000); use longer windows or crop the time';
    expect(messagesOf(toFrameSpikes(stream, timeWindow(1), 'frames'))).toEqual([message]);
    // 34 · 34 · 2 = 2312 places per frame, floor(2^26 / 2312) = 29026.
    expect(messagesOf(toFrameCounts(stream, timeWindow(1), 'frames'))[0]).toContain('at most 29026 frames');
  });
});

describe('parseFrameSpec', () => {
  it('fills in what has a default, and reads back what it wrote', () => {
    expect(valueOf(parseFrameSpec('{"by":"time_window","timeWindowUs":100}', 'frames'))).toEqual(
      timeWindow(100),
    );
    fc.assert(
      fc.property(anySpec, (spec) => {
        expect(valueOf(parseFrameSpec(JSON.stringify(spec), 'frames'))).toEqual(spec);
      }),
      { numRuns: 60 },
    );
  });

  it('names every mistake', () => {
    const source = { by: 'event_count', eventCount: 10, overlapEvents: 10, includeIncomplet: true };
    expect(messagesOf(parseFrameSpec(source, 'frames'))).toEqual([
      'frames.overlapEvents: must be below 10 (got 10); frames would never move on',
      'frames.includeIncomplet: must be a known key (got "includeIncomplet"); did you mean "includeIncomplete"?',
    ]);
  });
});
