// The modes of ToFrame as bins of a network: against a plain loop over windows, with T steps whatever the recording gives.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinSpec, EventStream, SpikeTensor } from '../../../engine/contract/index.ts';
import { strideUs } from '../../../engine/events/bin-frames.ts';
import { Binner, checkBinSpec } from '../../../engine/events/bin.ts';
import type { FittedBins } from '../../../engine/events/bin.ts';
import { binnedView } from '../../../engine/events/binned-view.ts';
import { preparationText } from '../../../engine/events/preparation-key.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';

const sensor = { width: 4, height: 3 };
const bins = (change: Partial<BinSpec>): FittedBins => ({
  timesteps: 3,
  mode: 'time_window',
  windowUs: 10,
  ...change,
  factor: 1,
  channels: 2,
});

/** Spikes as "x y step channel". */
function spikes({ ptr, events, width, height }: SpikeTensor): string[] {
  const found: string[] = [];
  for (let at = 0; at < width * height; at++)
    for (let i = ptr[at]; i < ptr[at + 1]; i++)
      found.push([at % width, Math.floor(at / width), events[i] >>> 16, events[i] & 0xffff].join(' '));
  return found.sort();
}

/** Window by window over the events in order of time: which are in it, and of how many windows (Tonic: slicers.py). */
function plain(stream: EventStream, spec: FittedBins): { spikes: string[]; outside: number } {
  const { overlapUs = 0, overlapEvents = 0, overlap = 0, eventCount = 1, timesteps, windowUs } = spec;
  const order = Array.from(stream.tUs, (_, i) => i).sort((a, b) => stream.tUs[a] - stream.tUs[b] || a - b);
  const t = order.map((i) => stream.tUs[i]);
  const [n, first, last] = [t.length, t[0] ?? 0, t[t.length - 1] ?? 0];
  const inFrame: ((i: number) => boolean)[] = [];
  const byTime = (length: number, stride: number, frames: number): void => {
    for (let f = 0; f < frames; f++)
      inFrame.push((i) => t[i] >= f * stride + first && t[i] < f * stride + first + length);
  };
  const byNumber = (length: number, stride: number, frames: number): void => {
    for (let f = 0; f < frames; f++) inFrame.push((i) => i >= f * stride && i < f * stride + length);
  };
  if (spec.mode === 'time_window') {
    const stride = windowUs - overlapUs;
    byTime(windowUs, stride, Math.max(1, Math.floor((last - first - windowUs) / stride) + 1));
  } else if (spec.mode === 'event_count') {
    const stride = eventCount - overlapEvents;
    byNumber(eventCount, stride, Math.max(1, Math.floor((n - Math.min(eventCount, n)) / stride) + 1));
  } else if (spec.mode === 'n_time_bins') {
    const length = Math.floor((last - first) / timesteps) * (1 + overlap);
    byTime(length, length * (1 - overlap), timesteps);
  } else {
    const length = Math.floor(Math.floor(n / timesteps) * (1 + overlap));
    byNumber(length, Math.floor(length * (1 - overlap)), timesteps);
  }
  const found = new Set<string>();
  const kept = new Set<number>();
  inFrame.slice(0, timesteps).forEach((holds, step) =>
    order.forEach((i, at) => {
      if (!holds(at)) return;
      kept.add(at);
      found.add([stream.x[i], stream.y[i], step, stream.p[i]].join(' '));
    }),
  );
  return { spikes: [...found].sort(), outside: n - kept.size };
}

const anyStream = fc
  .array(
    fc.tuple(fc.nat(3), fc.nat(2), fc.nat(1), fc.nat(80)).map((row): EventRow => row),
    { maxLength: 60 },
  )
  .map((rows) => streamOf(rows, 4, 3));
const anyBins = fc
  .record({
    timesteps: fc.integer({ min: 1, max: 12 }),
    windowUs: fc.integer({ min: 1, max: 30 }),
    eventCount: fc.integer({ min: 1, max: 12 }),
    share: fc.constantFrom(0, 0.25, 0.5, 0.9),
    mode: fc.constantFrom('time_window' as const, 'event_count', 'n_time_bins', 'n_event_bins'),
  })
  .map(({ timesteps, windowUs, eventCount, share, mode }) =>
    bins({
      timesteps,
      mode,
      windowUs,
      eventCount,
      overlapUs: Math.floor(share * windowUs),
      overlapEvents: Math.floor(share * eventCount),
      overlap: share,
    }),
  );

describe('Binner in the modes of ToFrame', () => {
  it('agrees with a plain loop over the windows, and counts what lies in none', () => {
    fc.assert(
      fc.property(anyStream, anyBins, (stream, spec) => {
        expect(checkBinSpec(spec, 'bins').ok).toBe(true);
        const tensor = new Binner(sensor, spec).bin(stream);
        const meant = plain(stream, spec);
        expect(spikes(tensor)).toEqual(meant.spikes);
        expect(tensor.timesteps).toBe(spec.timesteps);
        const { cropped } = binnedView(tensor, stream, spec);
        expect(cropped).toBeCloseTo(stream.x.length ? meant.outside / stream.x.length : 0, 12);
      }),
    );
  });

  it('takes the first T steps of a long recording and leaves the last ones of a short one silent', () => {
    const rows = Array.from({ length: 6 }, (_, i): EventRow => [i % 4, 0, 1, 100 + 10 * i]);
    const stream = streamOf(rows, 4, 3); // 100 .. 150 µs: five windows of 10 µs, the event at 150 in none
    const of = (change: Partial<BinSpec>): string[] => spikes(new Binner(sensor, bins(change)).bin(stream));
    expect(of({ windowUs: 10 })).toEqual(['0 0 0 1', '1 0 1 1', '2 0 2 1']);
    expect(of({ windowUs: 25 })).toEqual(['0 0 0 1', '0 0 1 1', '1 0 0 1', '2 0 0 1', '3 0 1 1']); // 150 is the end of step 1
    expect(of({ mode: 'event_count', eventCount: 4 })).toEqual(['0 0 0 1', '1 0 0 1', '2 0 0 1', '3 0 0 1']);
  });

  it('says where its steps lie', () => {
    const stream = streamOf(
      [
        [0, 0, 1, 50],
        [1, 0, 1, 60],
        [2, 0, 1, 90],
        [3, 0, 1, 110],
      ],
      4,
      3,
    );
    const times = (change: Partial<BinSpec>) => {
      const spec = bins({ timesteps: 2, ...change });
      const { stepStartsUs, stepEndsUs } = binnedView(new Binner(sensor, spec).bin(stream), stream, spec);
      return [...stepStartsUs].map((start, i) => [start, stepEndsUs[i]]);
    };
    expect(times({ windowUs: 20, overlapUs: 5 })).toEqual([
      [0, 20],
      [15, 35],
    ]);
    expect(times({ mode: 'n_time_bins' })).toEqual([
      [0, 30],
      [30, 60],
    ]);
    expect(times({ mode: 'event_count', eventCount: 3 })).toEqual([
      [0, 60],
      [NaN, NaN],
    ]); // up to the event at 110
    expect(times({ mode: 'n_event_bins' })).toEqual([
      [0, 40],
      [40, 61],
    ]);
    expect(times({ mode: 'window', windowUs: 60 })).toEqual([
      [-50, 10],
      [10, 70],
    ]);
    expect(times({ mode: 'span' })).toEqual([
      [0, 30.5],
      [30.5, 61],
    ]);
  });
});

describe('checkBinSpec', () => {
  it.each([
    [{ mode: 'time_window', overlapUs: 10 }, 'bins.overlapUs'],
    [{ mode: 'time_window', windowUs: 0 }, 'bins.windowUs'],
    [{ mode: 'event_count' }, 'bins.eventCount'],
    [{ mode: 'event_count', eventCount: 2.5 }, 'bins.eventCount'],
    [{ mode: 'event_count', eventCount: 5, overlapEvents: 5 }, 'bins.overlapEvents'],
    [{ mode: 'n_time_bins', overlap: 1 }, 'bins.overlap'],
    [{ mode: 'n_event_bins', overlap: -0.1 }, 'bins.overlap'],
  ] as const)('refuses %o', (change, path) => {
    const outcome = checkBinSpec(bins(change), 'bins');
    expect(outcome.ok ? [] : outcome.issues.map((issue) => issue.path)).toContain(path);
  });

  it('does not mind what belongs to another mode', () => {
    expect(checkBinSpec(bins({ mode: 'span', overlap: 7, eventCount: -1 }), 'bins').ok).toBe(true);
  });
});

describe('preparation', () => {
  it('keeps the name of what the old modes made, and tells the new ones apart', () => {
    const text = (change: Partial<BinSpec>): string => preparationText(sensor, [], bins(change), 1);
    expect(text({ mode: 'span' })).toBe('[1,[4,3],[],[3,"span",0,1,2],null]');
    const texts = [
      {},
      { overlapUs: 2 },
      { windowUs: 11 },
      { mode: 'event_count', eventCount: 5 } as const,
      { mode: 'n_time_bins' } as const,
      { mode: 'n_time_bins', overlap: 0.5 } as const,
    ].map(text);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

it('a step of fixed length has a stride, others have none', () => {
  expect(strideUs(bins({ mode: 'window', windowUs: 10 }))).toBe(10);
  expect(strideUs(bins({ windowUs: 10, overlapUs: 4 }))).toBe(6);
  expect(strideUs(bins({ mode: 'event_count' }))).toBeNull();
});
