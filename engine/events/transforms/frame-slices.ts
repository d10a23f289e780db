/**
 * Which events go into which frame of ToFrame (Tonic: slicers.py), as index ranges into a stream in order of time.
 * time_window: frame i holds start + i s <= t < start + i s + window, s = window - overlap; frames =
 * max(1, floor or, with includeIncomplete, ceil of (end - start - window) / s, plus 1). event_count: the same over
 * event numbers. n_time_bins: window = floor((last - first) / n) (1 + overlap), s = window (1 - overlap).
 * n_event_bins: floor(floor(events / n) (1 + overlap)) events, s = floor(that (1 - overlap)). As in Tonic, ends
 * are open, so that an event exactly at the last end, and what the divisions leave over, is in no frame.
 * An empty stream gives one empty frame, or n; Tonic gives nothing or fails.
 */
import { accept, refuse } from '../../contract/index.ts';
import type { FrameSpec, Issue, Outcome } from '../../contract/index.ts';
import { FieldReader, recordFrom } from '../../math/field-reader.ts';
import { optionalFlag } from './definition.ts';

export const MOST_FRAMES = 65_535;

const KINDS = ['time_window', 'event_count', 'n_time_bins', 'n_event_bins'] as const;
const WHOLE = { integer: true, least: 1 };

/** source: JSON text or a parsed value. Overlaps, includeIncomplete, startUs and endUs may be absent. */
export function parseFrameSpec(source: unknown, path: string): Outcome<FrameSpec> {
  const issues: Issue[] = [];
  const record = recordFrom(source, 'frames', path, issues);
  if (!record) return refuse(...issues);
  const fields = new FieldReader(record, 'frames', path, issues);
  const spec = readFrameSpec(fields);
  fields.refuseUnknown();
  return issues.length ? refuse(...issues) : accept(spec);
}

function readFrameSpec(fields: FieldReader): FrameSpec {
  const by = fields.choice('by', KINDS, 'n_time_bins');
  if (by === 'time_window') return readTimeWindow(fields);
  if (by === 'event_count') {
    const eventCount = fields.number('eventCount', { ...WHOLE, advice: 'write the events per frame' }, 1);
    const overlapEvents = overlapOf(fields, 'overlapEvents', eventCount, true);
    return {
      by,
      eventCount,
      overlapEvents,
      includeIncomplete: optionalFlag(fields, 'includeIncomplete', false),
    };
  }
  const count = (key: string): number =>
    fields.number(key, { ...WHOLE, most: MOST_FRAMES, advice: 'write the number of frames' }, 1);
  const overlap = overlapOf(fields, 'overlap', 1, false);
  return by === 'n_time_bins'
    ? { by, nTimeBins: count('nTimeBins'), overlap }
    : { by, nEventBins: count('nEventBins'), overlap };
}

function readTimeWindow(fields: FieldReader): FrameSpec {
  const timeWindowUs = fields.number(
    'timeWindowUs',
    { least: 0, above: true, advice: 'write the window in µs, for example 10000' },
    1,
  );
  const overlapUs = overlapOf(fields, 'overlapUs', timeWindowUs, false);
  const time = (key: string): number | null => {
    const value = fields.raw(key);
    if (value === undefined || value === null) return null;
    return fields.number(key, { advice: "write a time in µs, or null for the recording's own" }, 0);
  };
  return {
    by: 'time_window',
    timeWindowUs,
    overlapUs,
    includeIncomplete: optionalFlag(fields, 'includeIncomplete', false),
    startUs: time('startUs'),
    endUs: time('endUs'),
  };
}

function overlapOf(fields: FieldReader, key: string, below: number, integer: boolean): number {
  const overlap = fields.number(key, { integer, least: 0, advice: 'write 0 for none' }, 0, true);
  if (overlap < below) return overlap;
  fields.fault(key, 'overlap', `must be below ${below} (got ${overlap}); frames would never move on`);
  return 0;
}

/** Frame i holds the events starts[i] .. ends[i] - 1. */
export interface FrameSlices {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Frames that a spec gives for times in order. */
export function frameCount(tUs: Float64Array, spec: FrameSpec): number {
  switch (spec.by) {
    case 'time_window': {
      const { startUs, endUs } = timeSpan(tUs, spec);
      const stride = spec.timeWindowUs - spec.overlapUs;
      return wholeFrames((endUs - startUs - spec.timeWindowUs) / stride, spec.includeIncomplete);
    }
    case 'event_count': {
      const left = tUs.length - Math.min(spec.eventCount, tUs.length);
      return wholeFrames(left / (spec.eventCount - spec.overlapEvents), spec.includeIncomplete);
    }
    case 'n_time_bins':
      return spec.nTimeBins;
    case 'n_event_bins':
      return spec.nEventBins;
  }
}

const wholeFrames = (strides: number, includeIncomplete: boolean): number =>
  Math.max(1, (includeIncomplete ? Math.ceil(strides) : Math.floor(strides)) + 1);

function timeSpan(
  tUs: Float64Array,
  spec: { readonly startUs: number | null; readonly endUs: number | null },
): { startUs: number; endUs: number } {
  const firstUs = tUs.length ? tUs[0] : 0;
  const lastUs = tUs.length ? tUs[tUs.length - 1] : 0;
  return { startUs: spec.startUs ?? firstUs, endUs: spec.endUs ?? lastUs };
}

/** tUs must be in order. `most`: the first so many frames. */
export function frameSlices(tUs: Float64Array, spec: FrameSpec, most = Infinity): FrameSlices {
  const frames = Math.min(most, frameCount(tUs, spec));
  switch (spec.by) {
    case 'time_window': {
      const { startUs } = timeSpan(tUs, spec);
      return byTime(tUs, frames, startUs, spec.timeWindowUs - spec.overlapUs, spec.timeWindowUs);
    }
    case 'event_count':
      return byNumber(tUs.length, frames, spec.eventCount - spec.overlapEvents, spec.eventCount);
    case 'n_time_bins': {
      const { startUs, endUs } = timeSpan(tUs, { startUs: null, endUs: null });
      const windowUs = Math.floor((endUs - startUs) / frames) * (1 + spec.overlap);
      return byTime(tUs, frames, startUs, windowUs * (1 - spec.overlap), windowUs);
    }
    case 'n_event_bins': {
      const count = Math.floor(Math.floor(tUs.length / frames) * (1 + spec.overlap));
      return byNumber(tUs.length, frames, Math.floor(count * (1 - spec.overlap)), count);
    }
  }
}

function byTime(
  tUs: Float64Array,
  frames: number,
  startUs: number,
  strideUs: number,
  windowUs: number,
): FrameSlices {
  const slices = { starts: new Uint32Array(frames), ends: new Uint32Array(frames) };
  let from = 0;
  let to = 0;
  for (let frame = 0; frame < frames; frame++) {
    const frameStartUs = frame * strideUs + startUs;
    while (from < tUs.length && tUs[from] < frameStartUs) from++;
    while (to < tUs.length && tUs[to] < frameStartUs + windowUs) to++;
    slices.starts[frame] = from;
    slices.ends[frame] = to;
  }
  return slices;
}

function byNumber(events: number, frames: number, stride: number, count: number): FrameSlices {
  const slices = { starts: new Uint32Array(frames), ends: new Uint32Array(frames) };
  for (let frame = 0; frame < frames; frame++) {
    slices.starts[frame] = Math.min(events, frame * stride);
    slices.ends[frame] = Math.min(events, frame * stride + count);
  }
  return slices;
}
