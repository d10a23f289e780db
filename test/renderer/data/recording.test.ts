import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventStream, NetworkSpec, RecordingView } from '../../../engine/contract/index.ts';
import { SLICE_EVENTS } from '../../../engine/contract/index.ts';
import { Binner } from '../../../engine/events/bin.ts';
import { polarityFrame, recordingView, sliceOf } from '../../../engine/events/recording-view.ts';
import { sortedByTime } from '../../../engine/events/transforms/time-order.ts';
import { binsFor, firstBins, networkOf } from '../../../renderer/src/stores/network-bins.ts';
import {
  busiestWindow,
  coarser,
  hottest,
  pixelGroups,
  middleOf,
  stepAt,
  stepPicture,
} from '../../../renderer/src/views/data/recording.ts';
import { Slices } from '../../../renderer/src/views/data/slices.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';

const anyStream = fc
  .array(fc.tuple(fc.nat(5), fc.nat(3), fc.nat(1), fc.nat(100_000)) as fc.Arbitrary<EventRow>, {
    minLength: 1,
    maxLength: 200,
  })
  .map((rows) => sortedByTime(streamOf(rows, 6, 4)));

describe('recordingView', () => {
  it('counts every event once: in rate, pixels and slices', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const view = recordingView(stream, 1);
        const sum = (counts: Uint32Array): number => counts.reduce((a, b) => a + b, 0);
        const { on, off } = view.rate;
        expect([sum(on) + sum(off), sum(view.pixels), view.points.x.length]).toEqual(
          Array(3).fill(stream.x.length),
        );
        expect(sum(on)).toBe(view.on);
        expect(view.firstSlice).toEqual(stream);
      }),
      { numRuns: 50 },
    );
  });

  it('has pictures that partition the recording', () => {
    fc.assert(
      fc.property(anyStream, fc.integer({ min: 1, max: 30_000 }), (stream, lengthUs) => {
        let events = 0;
        for (let start = 0; start <= 100_000; start += lengthUs)
          events += polarityFrame(stream, start, lengthUs).events;
        expect(events).toBe(stream.x.length);
      }),
      { numRuns: 50 },
    );
  });

  it('survives a recording without events', () => {
    const view = recordingView(streamOf([], 3, 2), 1);
    expect(view).toMatchObject({ events: 0, durationUs: 0, peakPerSecond: null });
    expect(view.sliceStartsUs).toHaveLength(0);
    expect(polarityFrame(streamOf([], 3, 2), 0, 5).events).toBe(0);
  });
});

describe('rate', () => {
  const rate = { binUs: 10, on: Uint32Array.of(1, 0, 4, 4, 0), off: Uint32Array.of(0, 1, 0, 1, 0) };

  it('finds the busiest window', () => {
    expect(busiestWindow(rate, 20)).toBe(20); // bins 2 and 3: 4 + 5
    expect(busiestWindow(rate, 1)).toBe(30);
    expect(busiestWindow({ binUs: 10, on: new Uint32Array(0), off: new Uint32Array(0) }, 20)).toBe(0);
  });

  it('is drawn in fewer bins without losing an event', () => {
    const drawn = coarser(rate, 2); // by 3: two bins of 30 µs
    expect([drawn.binUs, [...drawn.on], [...drawn.off]]).toEqual([30, [5, 4], [1, 1]]);
    expect(coarser(rate, 5)).toEqual(rate);
  });
});

describe('steps', () => {
  it('are found from the position, the last of those that share a moment', () => {
    const steps = {
      stepStartsUs: Float64Array.of(-10, 20, 40, NaN),
      stepEndsUs: Float64Array.of(20, 50, 70, NaN),
    };
    expect([0, 19, 20, 45, 69, 70].map((at) => stepAt(steps, at))).toEqual([0, 0, 1, 2, 2, null]);
    expect(stepAt(steps, -11)).toBeNull();
    expect(middleOf(steps, 1)).toBe(35);
    expect([middleOf(steps, 3), middleOf(steps, 4)]).toEqual([null, null]);
  });

  it('show the spikes of the tensor, each in its step', () => {
    fc.assert(
      fc.property(anyStream, (stream) => {
        const spec = { timesteps: 7, mode: 'span', windowUs: 1, factor: 1, channels: 2 } as const;
        const tensor = new Binner({ width: 6, height: 4 }, spec).bin(stream);
        let shown = 0;
        for (let step = 0; step < 7; step++) {
          const { on, off } = stepPicture(tensor, step);
          shown += on.filter(Boolean).length + off.filter(Boolean).length;
        }
        expect(shown).toBe(tensor.events.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('pixels', () => {
  it('are grouped by powers of two, and the hottest named', () => {
    const pixels = Uint32Array.of(0, 1, 2, 3, 4, 9, 0);
    expect(pixelGroups(pixels)).toEqual([
      { least: 0, most: 0, pixels: 2 },
      { least: 1, most: 1, pixels: 1 },
      { least: 2, most: 3, pixels: 2 },
      { least: 4, most: 7, pixels: 1 },
      { least: 8, most: 15, pixels: 1 },
    ]);
    expect(hottest({ pixels, width: 4 } as RecordingView, 2)).toEqual([
      { x: 1, y: 1, events: 9 },
      { x: 0, y: 1, events: 4 },
    ]);
  });
});

describe('bins of a network', () => {
  const network = { name: 'g', timesteps: 300, input: { width: 64, height: 64, channels: 2, stepUs: 5000 } };
  const networks = [network as unknown as NetworkSpec];

  it('join the pixels that the sensor has too many of, and are known again', () => {
    const sensor = { width: 128, height: 128 };
    const wanted = binsFor(networks[0], sensor);
    expect(wanted).toEqual({ timesteps: 300, mode: 'window', windowUs: 5000, factor: 2 });
    expect(firstBins(sensor, networks)).toEqual(wanted);
    expect(firstBins({ width: 240, height: 180 }, networks)).toMatchObject({ mode: 'span', factor: 1 });
    expect(networkOf(wanted, sensor, networks)).toBe('g');
    expect(networkOf({ ...wanted, factor: 1 }, sensor, networks)).toBeNull();
    expect(networkOf(wanted, { width: 34, height: 34 }, networks)).toBeNull();
  });
});

describe('Slices', () => {
  const rows = Array.from({ length: 2 * SLICE_EVENTS + 10 }, (_, i): EventRow => [i % 6, 0, 1, i >> 1]);
  const stream = streamOf(rows, 6, 4);
  const view = recordingView(stream, 3);
  const events = (slices: readonly EventStream[]) => slices.reduce((sum, { x }) => sum + x.length, 0);

  it('covers a window by the slices that hold it', () => {
    expect(Slices.range(view, 0, 10)).toEqual([0, 1]);
    // Slice 1 begins at 65536; the window before its end needs both.
    expect(Slices.range(view, 65_000, 65_537)).toEqual([0, 2]);
    expect(Slices.range(view, 65_536, 65_537)).toEqual([0, 2]);
    expect(Slices.range(view, 65_537, 140_000)).toEqual([1, 3]);
  });

  it('fetches what is missing, once, and keeps it; a newer recording starts anew', async () => {
    const asked: string[] = [];
    let arrivals = 0;
    const slices = new Slices(async (of, slice) => {
      asked.push(`${of}/${slice}`);
      return { ok: true, value: sliceOf(stream, slice), warnings: [] };
    });
    expect(slices.get(view, [0, 3], () => arrivals++)).toBeNull();
    expect(slices.get(view, [0, 3], () => arrivals++)).toBeNull();
    await new Promise((done) => setTimeout(done));
    expect([asked, arrivals]).toEqual([['3/1', '3/2'], 2]);
    expect(events(slices.get(view, [0, 3], () => arrivals++) ?? [])).toBe(rows.length);
    expect(slices.get({ ...view, id: 4 }, [1, 2], () => arrivals++)).toBeNull();
  });
});
