/** The input spikes of one stage, as a raster over time. */
import type { PlaybackRaster } from '../../contract/index.ts';
import type { ChannelSpikes } from './channel-spikes.ts';
import type { StagePlan } from './schedule.ts';

/** Spikes drawn at most; more cannot be told apart. */
export const MOST_RASTER_SPIKES = 200_000;

export function rasterOf(stage: number, plan: StagePlan, spikes: ChannelSpikes): PlaybackRaster {
  const { firstChannel, channels } = plan;
  const side = spikes.layer.kind === 'fc' ? 1 : spikes.layer.H;
  const from = spikes.first[firstChannel];
  const to = spikes.first[firstChannel + channels];
  const order = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  order.sort((a, b) => spikes.step[a] - spikes.step[b] || a - b);
  const shown = order.subarray(0, MOST_RASTER_SPIKES);
  const input = new Uint32Array(shown.length);
  const step = new Uint16Array(shown.length);
  let channel = 0;
  const channelOf = new Uint32Array(to - from);
  for (let i = from; i < to; i++) {
    while (spikes.first[firstChannel + channel + 1] <= i) channel++;
    channelOf[i - from] = channel;
  }
  shown.forEach((i, at) => {
    input[at] = channelOf[i - from] * side * side + spikes.position[i];
    step[at] = spikes.step[i];
  });
  return {
    stage,
    firstChannel,
    channels,
    side,
    timesteps: spikes.timesteps,
    input,
    step,
    leftOut: order.length - shown.length,
  };
}
