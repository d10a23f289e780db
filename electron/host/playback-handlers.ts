/** Calls about the schedule of one layer: what it is, stretches of it, and the spikes behind it. Writes no run. */
import { accept, type Handlers, type Outcome, type PlaybackSpec } from '../../engine/contract/index.ts';
import type { PlaybackAsk } from '../jobs/kinds/playback.ts';
import type { FileAccess } from './file-access.ts';
import type { Workbench } from './workbench.ts';

type PlaybackCalls =
  'playback.open' | 'playback.cancel' | 'playback.steps' | 'playback.strip' | 'playback.raster';

export function playbackHandlers(
  { playback, store }: Workbench,
  files: FileAccess,
): Pick<Handlers, PlaybackCalls> {
  /** Files and run of a description, checked for this door. */
  async function asked(spec: PlaybackSpec): Promise<Outcome<PlaybackAsk>> {
    const allowed = await files.checkPlaybackSpec(spec);
    if (!allowed.ok) return allowed;
    const recorded = spec.spikes.kind === 'run' ? store.getRun(spec.spikes.runId) : null;
    if (recorded && !recorded.ok) return recorded;
    return accept({ spec, recorded: recorded?.value ?? null, limits: files.limits });
  }
  return {
    'playback.open': async ({ spec }) => {
      const ask = await asked(spec);
      return ask.ok ? playback.ask('playback.open', ask.value) : ask;
    },
    'playback.cancel': async () => accept({ cancelled: playback.cancel('playback.open') }),
    'playback.steps': async ({ spec, from, count }) => {
      const ask = await asked(spec);
      return ask.ok ? playback.ask('playback.steps', { ...ask.value, from, count }) : ask;
    },
    'playback.strip': async ({ spec, ...stretch }) => {
      const ask = await asked(spec);
      return ask.ok ? playback.ask('playback.strip', { ...ask.value, ...stretch }) : ask;
    },
    'playback.raster': async ({ spec, stage }) => {
      const ask = await asked(spec);
      return ask.ok ? playback.ask('playback.raster', { ...ask.value, stage }) : ask;
    },
  };
}
