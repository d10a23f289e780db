/**
 * ToFrame (Tonic: functional/to_frame.py): events cut into frames by `frame-slices.ts`, as counts per (step, channel,
 * row, column) or as binary spikes (a place spikes if at least one event falls into it). Channel 0 = OFF, 1 = ON.
 * Events out of order are sorted first, equal times in the order they had. Frames may overlap; an event then counts
 * in each of its frames. Left out: frames of more than 65,535 steps, and counts of more than 2^26 places.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, FrameCounts, FrameSpec, Outcome, SpikeTensor } from '../../contract/index.ts';
import { EVENT_CHANNELS } from '../bin.ts';
import { frameCount, frameSlices, MOST_FRAMES } from './frame-slices.ts';
import { sortedByTime } from './time-order.ts';

const MOST_PLACES = 2 ** 26;

/** path: of the frame spec, for issues. */
export function toFrameCounts(stream: EventStream, spec: FrameSpec, path: string): Outcome<FrameCounts> {
  const sorted = sortedByTime(stream);
  const { width, height, x, y, p, tUs } = sorted;
  const timesteps = frameCount(tUs, spec);
  const pixels = width * height;
  const most = Math.min(MOST_FRAMES, Math.floor(MOST_PLACES / (EVENT_CHANNELS * pixels)));
  if (timesteps > most) return tooManyFrames(timesteps, most, path);
  const { starts, ends } = frameSlices(tUs, spec);
  const counts = new Uint32Array(timesteps * EVENT_CHANNELS * pixels);
  for (let step = 0; step < timesteps; step++) {
    const first = step * EVENT_CHANNELS * pixels;
    for (let i = starts[step]; i < ends[step]; i++) counts[first + p[i] * pixels + y[i] * width + x[i]]++;
  }
  return accept({ timesteps, channels: EVENT_CHANNELS, height, width, counts });
}

export function toFrameSpikes(stream: EventStream, spec: FrameSpec, path: string): Outcome<SpikeTensor> {
  const sorted = sortedByTime(stream);
  const { width, height, tUs } = sorted;
  const timesteps = frameCount(tUs, spec);
  if (timesteps > MOST_FRAMES) return tooManyFrames(timesteps, MOST_FRAMES, path);
  const slices = frameSlices(tUs, spec);
  const ptr = new Uint32Array(width * height + 1);
  eachSpike(sorted, slices, (pixel) => ptr[pixel + 1]++);
  for (let pixel = 0; pixel < width * height; pixel++) ptr[pixel + 1] += ptr[pixel];
  const events = new Uint32Array(ptr[width * height]);
  const next = ptr.slice();
  eachSpike(sorted, slices, (pixel, step, channel) => {
    const at = next[pixel]++;
    events[at] = ((step << 16) | channel) >>> 0;
    // Both polarities of one step may come in either order; the tensor wants the lower channel first.
    if (at > ptr[pixel] && events[at - 1] > events[at]) {
      events[at] = events[at - 1];
      events[at - 1] = ((step << 16) | channel) >>> 0;
    }
  });
  return accept({ channels: EVENT_CHANNELS, height, width, timesteps, ptr, events });
}

/** Each (step, pixel, channel) with at least one event, once, by step. */
function eachSpike(
  { width, height, x, y, p }: EventStream,
  { starts, ends }: ReturnType<typeof frameSlices>,
  visit: (pixel: number, step: number, channel: number) => void,
): void {
  const spikedIn = new Int32Array(width * height * EVENT_CHANNELS).fill(-1);
  for (let step = 0; step < starts.length; step++) {
    for (let i = starts[step]; i < ends[step]; i++) {
      const pixel = y[i] * width + x[i];
      const place = pixel * EVENT_CHANNELS + p[i];
      if (spikedIn[place] === step) continue;
      spikedIn[place] = step;
      visit(pixel, step, p[i]);
    }
  }
}

function tooManyFrames(got: number, most: number, path: string): Outcome<never> {
  return refuse(
    errorAt(
      path,
      'frames/too-many',
      `must give at most ${most} frames on this sensor (got ${got}); use longer windows or crop the time`,
    ),
  );
}
