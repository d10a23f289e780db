// The questions about a schedule, asked one after another as the window does.
import { describe, expect, it } from 'vitest';
import {
  openPlayback,
  playbackRaster,
  playbackSteps,
  playbackStrip,
} from '../../../../electron/jobs/kinds/playback.ts';
import { simulate } from '../../../../electron/jobs/kinds/simulate.ts';
import type { PlaybackSpec } from '../../../../engine/contract/index.ts';
import { valueOf } from '../../../support/outcomes.ts';
import { temporaryFolders } from '../../../support/temp-folder.ts';
import { inlineContext } from './job-context.ts';

const spec: PlaybackSpec = {
  network: 'nmnist',
  arch: 'spikex-8x8',
  archOverrides: { 'array.rows': 4 },
  energy: 'paper',
  system: 'spikex',
  tws: [3],
  spikes: { kind: 'random', rate: 0.02, seed: 1 },
  layer: 'CONV2',
};

describe('playback', () => {
  const folder = temporaryFolders();
  const context = inlineContext(folder());
  const ask = (changes: Partial<PlaybackSpec> = {}) => ({
    spec: { ...spec, ...changes },
    recorded: null,
    limits: null,
  });

  it('opens with the report of the simulation and answers for any stretch', async () => {
    const overview = valueOf(await openPlayback(ask(), context));
    const { systems } = valueOf(
      await simulate(
        { runId: 'r', spec: { ...spec, systems: ['spikex'] }, recorded: null, limits: null },
        inlineContext(folder()),
      ),
    );
    expect(overview.report).toEqual(systems[0].layers[1]);
    expect([overview.rows, overview.rowTiles, overview.layers.length]).toEqual([4, 8, 4]); // 32 channels / 4 rows
    const last = valueOf(
      await playbackSteps({ ...ask(), from: { cycle: 1e12, before: 9 }, count: 50 }, context),
    );
    expect(last.count).toBe(10);
    expect(last.first + last.count).toBe(overview.steps);
    const strip = valueOf(
      await playbackStrip({ ...ask(), fromCycle: 0, toCycle: overview.report.cycles, bins: 100 }, context),
    );
    expect(strip.busy).toHaveLength(100);
    const { raster } = valueOf(await playbackRaster({ ...ask(), stage: 3 }, context));
    expect([raster?.firstChannel, raster?.side]).toEqual([3, 16]);
    expect(valueOf(await playbackRaster({ ...ask(), stage: 99 }, context)).raster).toBeNull();
  });

  it('takes the window that PTB was simulated with where several are given', async () => {
    const overview = valueOf(await openPlayback(ask({ system: 'ptb', tws: [2, 5, 3, 3] }), context));
    expect([2, 3, 5]).toContain(overview.tws);
    const layer = valueOf(
      await openPlayback(ask({ system: 'ptb', tws: [2, 5, 3, 3], layer: 'CONV3' }), context),
    );
    expect(layer.tws).toBe(overview.tws); // one for the net
  });

  it('refuses unknown layers and pixel values', async () => {
    const unknown = await openPlayback(ask({ layer: 'X' }), context);
    const pixels = await openPlayback(ask({ network: 'vgg9-quarter-direct', layer: 'CONV1_1' }), context);
    expect([unknown, pixels].map((one) => (one.ok ? '' : one.issues[0].code))).toEqual([
      'playback/layer',
      'playback/unplayable',
    ]);
  });
});
