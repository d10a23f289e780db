/**
 * Facts about one decoded event file, as `events info` prints them: counts, times, order, and warnings about what
 * a training would stumble over. Times in µs as the file has them. Left out: rates and histograms.
 */
import { warningAt } from '../contract/index.ts';
import type { EventFileInfo, EventFormat, Issue } from '../contract/index.ts';
import type { DecodedFile } from './decode.ts';
import type { ScanFacts } from './pieces/scan.ts';

export interface FileFacts {
  readonly path: string;
  readonly bytes: number;
  /** Folder name that stands for the class; null where there is none. */
  readonly label: string | null;
  readonly warnings: readonly Issue[];
}

export function eventFileInfo({ format, stream }: DecodedFile, facts: FileFacts): EventFileInfo {
  const { width, height, x, p, tUs } = stream;
  const counts = { size: { width, height }, events: x.length, outside: 0, on: countOn(p), ...timeRange(tUs) };
  return scannedFileInfo(format, counts, facts);
}

/** The same of a recording that was seen piece by piece. */
export function scannedFileInfo(format: EventFormat, scan: ScanFacts, facts: FileFacts): EventFileInfo {
  const { size, events, on, firstUs, lastUs, backwards } = scan;
  return {
    path: facts.path,
    format,
    bytes: facts.bytes,
    ...size,
    events,
    on,
    off: events - on,
    firstUs,
    durationUs: lastUs - firstUs,
    monotonic: backwards === 0,
    label: facts.label,
    warnings: [...facts.warnings, ...scanWarnings(scan, facts.path)],
  };
}

function countOn(p: Uint8Array): number {
  let on = 0;
  for (let i = 0; i < p.length; i++) on += p[i];
  return on;
}

/** First and last time by value, and the number of events that are earlier than the one before them. */
export function timeRange(tUs: Float64Array): { firstUs: number; lastUs: number; backwards: number } {
  if (tUs.length === 0) return { firstUs: 0, lastUs: 0, backwards: 0 };
  let firstUs = tUs[0];
  let lastUs = tUs[0];
  let backwards = 0;
  for (let i = 1; i < tUs.length; i++) {
    const t = tUs[i];
    if (t < tUs[i - 1]) backwards++;
    if (t < firstUs) firstUs = t;
    if (t > lastUs) lastUs = t;
  }
  return { firstUs, lastUs, backwards };
}

function scanWarnings({ events, on, backwards }: ScanFacts, path: string): Issue[] {
  const warnings: Issue[] = [];
  if (events === 0) {
    warnings.push(
      warningAt(path, 'events/none', 'must hold events (got a header without events); leave it out'),
    );
  }
  if (backwards > 0) {
    warnings.push(
      warningAt(
        path,
        'events/not-in-time-order',
        `must hold times in increasing order (got ${backwards} of ${events} events earlier than the one before); ` +
          'binning does not depend on the order, other tools may',
      ),
    );
  }
  if (events > 0 && (on === 0 || on === events)) {
    warnings.push(
      warningAt(
        path,
        'events/one-polarity',
        `must hold both polarities for a two-channel network (got ${on === 0 ? 'OFF' : 'ON'} events only); ` +
          'check how the file was recorded',
      ),
    );
  }
  return warnings;
}
