/** What is shown of the tensor that a network is given: spikes per step, where the steps lie, what lies in none of them. */
import type { BinnedView, EventStream, SpikeTensor } from '../contract/index.ts';
import { frameSpecOf, stepSlices } from './bin-frames.ts';
import type { FittedBins } from './bin.ts';
import { timeRange } from './file-info.ts';
import { stepCounts } from './step-counts.ts';
import type { FrameSlices } from './transforms/frame-slices.ts';
import { sortedByTime } from './transforms/time-order.ts';

/** A view has to fit into one message with everything else that it holds. */
const MOST_SHOWN_BYTES = 2 ** 21;

export function binnedView(tensor: SpikeTensor, stream: EventStream, bins: FittedBins): BinnedView {
  const { timesteps, mode, windowUs } = bins;
  const frames = frameSpecOf(bins);
  const tUs = frames ? sortedByTime(stream).tUs : stream.tUs;
  const slices = frames && stepSlices(tUs, frames, timesteps);
  let outside = 0;
  if (slices) outside = tUs.length - covered(slices);
  else if (mode === 'window') for (const t of tUs) if (t < 0 || t >= timesteps * windowUs) outside++;
  const cropped = tUs.length ? outside / tUs.length : 0;
  return tensorView(tensor, bins, cropped, stepTimes(bins, timeRange(tUs), tUs, slices));
}

/** Of a recording that is not held: its times are known, `cropped` was counted. Only for `window` and `span`. */
export const piecesView = (
  tensor: SpikeTensor,
  bins: FittedBins,
  cropped: number,
  range: TimeRange,
): BinnedView => tensorView(tensor, bins, cropped, stepTimes(bins, range, new Float64Array(0), null));

type StepTimes = Pick<BinnedView, 'stepStartsUs' | 'stepEndsUs'>;

function tensorView(
  tensor: SpikeTensor,
  { factor }: FittedBins,
  cropped: number,
  times: StepTimes,
): BinnedView {
  const { width, height, channels, ptr, events } = tensor;
  return {
    width,
    height,
    channels,
    factor,
    ...stepCounts(tensor),
    cropped,
    ...times,
    spikes: 4 * (ptr.length + events.length) <= MOST_SHOWN_BYTES ? tensor : null,
  };
}

interface TimeRange {
  readonly firstUs: number;
  readonly lastUs: number;
}

/** Events in at least one step; the slices are in order. */
function covered({ starts, ends }: FrameSlices): number {
  let events = 0;
  let end = 0;
  for (let step = 0; step < starts.length; step++) {
    events += Math.max(0, ends[step] - Math.max(starts[step], end));
    end = Math.max(end, ends[step]);
  }
  return events;
}

/** From the first event. Times that `slices` are made of are in order. */
function stepTimes(
  { timesteps, mode, windowUs, overlapUs = 0, overlap = 0 }: FittedBins,
  { firstUs, lastUs }: TimeRange,
  tUs: Float64Array,
  slices: FrameSlices | null,
): StepTimes {
  const durationUs = lastUs - firstUs;
  const each = (timeOf: (step: number) => number): Float64Array =>
    Float64Array.from({ length: timesteps }, (_, step) => timeOf(step));
  const evenly = (startUs: number, strideUs: number, lengthUs: number) => ({
    stepStartsUs: each((step) => startUs + step * strideUs),
    stepEndsUs: each((step) => startUs + step * strideUs + lengthUs),
  });
  if (mode === 'window') return evenly(-firstUs, windowUs, windowUs);
  if (mode === 'span') return evenly(0, (durationUs + 1) / timesteps, (durationUs + 1) / timesteps);
  if (mode === 'time_window') return evenly(0, windowUs - overlapUs, windowUs);
  if (mode === 'n_time_bins') {
    const binUs = Math.floor(durationUs / timesteps) * (1 + overlap);
    return evenly(0, binUs * (1 - overlap), binUs);
  }
  const [starts, ends] = [slices?.starts ?? [], slices?.ends ?? []];
  const isFilled = (step: number): boolean => starts[step] < ends[step];
  return {
    stepStartsUs: each((step) => (isFilled(step) ? tUs[starts[step]] - firstUs : NaN)),
    stepEndsUs: each((step) => (isFilled(step) ? (tUs[ends[step]] ?? lastUs + 1) - firstUs : NaN)),
  };
}
