import { describe, expect, it } from 'vitest';
import { eventFileInfo } from '../../../engine/events/file-info.ts';
import { streamOf } from '../../support/event-streams.ts';
import type { EventRow } from '../../support/event-streams.ts';

const facts = { path: 'Train/7/a.bin', bytes: 20, label: '7', warnings: [] };
const info = (rows: readonly EventRow[]) =>
  eventFileInfo({ format: 'nmnist-bin', stream: streamOf(rows) }, facts);

describe('eventFileInfo', () => {
  it('counts polarities and measures time from first to last', () => {
    const rows: EventRow[] = [
      [1, 2, 1, 100],
      [3, 4, 0, 250],
      [5, 6, 1, 250],
      [7, 8, 1, 900],
    ];
    expect(info(rows)).toEqual({
      path: 'Train/7/a.bin',
      format: 'nmnist-bin',
      bytes: 20,
      width: 34,
      height: 34,
      events: 4,
      on: 3,
      off: 1,
      firstUs: 100,
      durationUs: 800,
      monotonic: true,
      label: '7',
      warnings: [],
    });
  });

  it('takes first and last by value where times run backwards, and says so', () => {
    const result = info([
      [1, 1, 1, 500],
      [1, 1, 0, 100],
      [1, 1, 1, 300],
    ]);
    expect(result).toMatchObject({ firstUs: 100, durationUs: 400, monotonic: false });
    expect(result.warnings).toMatchObject([
      { code: 'events/not-in-time-order', message: expect.stringContaining('1 of 3 events') },
    ]);
  });

  it('warns of one polarity only and of no events', () => {
    expect(info([[1, 1, 1, 5]]).warnings).toMatchObject([
      {
        code: 'events/one-polarity',
        severity: 'warning',
        message: expect.stringContaining('got ON events only'),
      },
    ]);
    expect(info([])).toMatchObject({ events: 0, durationUs: 0, monotonic: true });
    expect(info([]).warnings.map(({ code }) => code)).toEqual(['events/none']);
  });
});
