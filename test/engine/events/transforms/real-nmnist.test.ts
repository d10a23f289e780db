// One real recording through transforms and frames: the numbers are those of Tonic 1.6 at commit d0cb6df.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeEvents } from '../../../../engine/events/decode.ts';
import { parseFrameSpec, parsePipeline, toFrameCounts } from '../../../../engine/events/transforms/index.ts';
import { hasRealData, realDataTitle, realPath } from '../../../support/real-data.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { after } from './streams.ts';

const FILE = 'nmnist/Train/0/00002.bin';

describe.skipIf(!hasRealData)(`${realDataTitle}`, () => {
  const stream = hasRealData
    ? valueOf(decodeEvents(new Uint8Array(readFileSync(realPath(FILE))), FILE)).stream
    : null;

  it.each([
    [{ kind: 'RefractoryPeriod', deltaUs: 20_000 }, 1368],
    [{ kind: 'Stabilize' }, 5005],
    [{ kind: 'FirstSaccadeOnly' }, 1803],
    [{ kind: 'CropTime', minUs: 50_000, maxUs: 150_000 }, 1651],
    [{ kind: 'CenterCrop', widthPixels: 21, heightPixels: 40 }, 4870],
    [{ kind: 'Downsample', xFactor: 0.5, yFactor: 0.3 }, 5028],
    // Tonic keeps 5 more, all before 3 ms; and its integrator ends one event earlier, before the incomplete step.
    [{ kind: 'Denoise', filterTimeUs: 3000 }, 3877 - 5],
    [
      {
        kind: 'EventDownsampling',
        method: 'integrator',
        widthPixels: 10,
        heightPixels: 8,
        stepUs: 2000,
        noiseThreshold: 2,
      },
      1201 + 1,
    ],
  ])('%o leaves %i events', (source, events) => {
    const [spec] = valueOf(parsePipeline([source], 'transforms'));
    expect(stream && after(stream, spec)).toHaveLength(events);
  });

  it.each([
    [{ by: 'time_window', timeWindowUs: 10_000 }, 30],
    [{ by: 'time_window', timeWindowUs: 10_000, overlapUs: 3333, includeIncomplete: true }, 46],
    [{ by: 'event_count', eventCount: 100 }, 50],
    [{ by: 'event_count', eventCount: 100, overlapEvents: 30, includeIncomplete: true }, 72],
  ])('%o gives %i frames', (source, frames) => {
    const spec = valueOf(parseFrameSpec(source, 'frames'));
    expect(stream && valueOf(toFrameCounts(stream, spec, 'frames')).timesteps).toBe(frames);
  });
});
