import { describe, expect, it } from 'vitest';
import { binsFrom } from '../../../electron/cli/bin-option.ts';
import { DEFAULT_TRAIN } from '../../../engine/contract/index.ts';

const base = { ...DEFAULT_TRAIN.data.bins, factor: 2, eventCount: 9 };
const { timesteps } = base;

describe('--bin', () => {
  it.each([
    ['5000', { mode: 'window', windowUs: 5000 }],
    ['window:5000', { mode: 'window', windowUs: 5000 }],
    ['span', { mode: 'span', windowUs: base.windowUs }],
    ['time_window:5000', { mode: 'time_window', windowUs: 5000 }],
    ['time_window:5000:1000', { mode: 'time_window', windowUs: 5000, overlapUs: 1000 }],
    [
      'event_count:200:20',
      { mode: 'event_count', windowUs: base.windowUs, eventCount: 200, overlapEvents: 20 },
    ],
    ['n_time_bins', { mode: 'n_time_bins', windowUs: base.windowUs }],
    ['n_event_bins:0.5', { mode: 'n_event_bins', windowUs: base.windowUs, overlap: 0.5 }],
  ])('reads %s', (given, bins) => {
    expect(binsFrom(given, base)).toEqual({
      ok: true,
      value: { timesteps, factor: 2, ...bins },
      warnings: [],
    });
  });

  it.each([
    ['', 'cli/bin'],
    ['0', 'bins/window-positive'],
    ['-5', 'bins/window-positive'],
    ['time_windw:5', 'cli/bin'],
    ['time_window', 'cli/bin'],
    ['time_window:5:', 'cli/bin'],
    ['time_window:5:5', 'bins/overlapUs'],
    ['event_count:2.5', 'bins/eventCount'],
    ['span:3', 'cli/bin'],
    ['n_time_bins:many', 'bins/overlap'],
  ])('refuses "%s"', (given, code) => {
    expect(binsFrom(given, base)).toMatchObject({ ok: false, issues: [{ code }] });
  });
});
