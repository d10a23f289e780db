import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeEvents } from '../../../../engine/events/decode.ts';
import { applyPipeline } from '../../../../engine/events/transforms/index.ts';
import type { EventStream } from '../../../../engine/contract/index.ts';
import { rowsOf, streamOf } from '../../../support/event-streams.ts';
import { hasRealData, manifest, realDataTitle, realPath } from '../../../support/real-data.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { after } from './streams.ts';

describe('FirstSaccadeOnly', () => {
  it('ends before 100 ms', () => {
    const rows = rowsOf(
      streamOf([
        [1, 1, 1, 0],
        [1, 1, 1, 99_999],
        [1, 1, 1, 100_000],
      ]),
    );
    expect(after(streamOf(rows), { kind: 'FirstSaccadeOnly' })).toEqual(rows.slice(0, 2));
  });
});

describe('Stabilize', () => {
  it('follows the three saccades', () => {
    const stable = after(
      streamOf([
        [10, 10, 1, 0], // 4 + 10 - 0 = 14; 2 + 10 - 0 = 12
        [10, 10, 1, 52_500], // u = 0.5: 14 - 1.75 = 12.25; 12 - 3.5 = 8.5 -> 8 (even)
        [10, 10, 1, 105_000], // u = 1: 14 - 3.5 = 10.5 -> 10 (even); 12 - 7 = 5
        [10, 10, 1, 157_500], // 14 - 3.5 - 1.75 = 8.75 -> 9; 12 - 7 + 3.5 = 8.5 -> 8
        [10, 10, 1, 210_000], // 14 - 7 = 7; 12 - 7 + 7 = 12
        [10, 10, 1, 315_000], // 14 - 7 + 7 = 14; 12
      ]),
      { kind: 'Stabilize' },
    );
    expect(stable).toEqual([
      [14, 12, 1, 0],
      [12, 8, 1, 52_500],
      [10, 5, 1, 105_000],
      [9, 8, 1, 157_500],
      [7, 12, 1, 210_000],
      [14, 12, 1, 315_000],
    ]);
  });

  it('drops what leaves the sensor before rounding', () => {
    const stable = after(
      streamOf([
        [29, 10, 1, 0], // 33: kept
        [30, 10, 1, 0], // 34: dropped
        [10, 4, 1, 104_999], // 6 - 6.99993 < 0 although it would round to -1: dropped
        [10, 5, 1, 104_999], // 7 - 6.99993 = 0.00007 -> 0; x: 14 - 3.49997 = 10.50003 -> 11
      ]),
      { kind: 'Stabilize' },
    );
    expect(stable).toEqual([
      [33, 12, 1, 0],
      [11, 0, 1, 104_999],
    ]);
  });
});

describe.skipIf(!hasRealData)(`${realDataTitle}`, () => {
  /** How far events spread around their mean, in pixels squared. */
  function spread({ x, y }: EventStream): number {
    const about = (values: Uint16Array): number => {
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    };
    return about(x) + about(y);
  }

  it('draws the digits together', () => {
    const files = manifest()
      .filter(({ file }) => file.includes('nmnist') && file.endsWith('.bin'))
      .slice(0, 40);
    expect(files.length).toBeGreaterThan(0);
    let tighter = 0;
    for (const { file } of files) {
      const { stream } = valueOf(decodeEvents(new Uint8Array(readFileSync(realPath(file))), file));
      const stable = applyPipeline(stream, [{ kind: 'Stabilize' }], 1);
      if (spread(stable) < spread(stream)) tighter++;
    }
    expect(tighter).toBeGreaterThan(0.8 * files.length);
  });
});
