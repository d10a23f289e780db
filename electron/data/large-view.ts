/** What the window shows of a large recording: its slices, frames and tensor are decoded as they are asked for. */
import { accept, refuse } from '../../engine/contract/index.ts';
import type { BinnedView, EventStream, Issue, Outcome, TransformSpec } from '../../engine/contract/index.ts';
import { frameSpecOf } from '../../engine/events/bin-frames.ts';
import type { Binner } from '../../engine/events/bin.ts';
import { piecesView } from '../../engine/events/binned-view.ts';
import type { LargeRecording } from './large-recording.ts';

/** What transforms and steps by events need at once: 13 bytes each, and as much for the result. */
const MOST_HELD = 2 ** 24;

/** True where the events have to be held: transforms and ToFrame's steps look at all of them. */
export const needsEvents = (transforms: readonly TransformSpec[], binner: Binner): boolean =>
  transforms.length > 0 || frameSpecOf(binner.bins) !== null;

/** The events that a chain begins with: all of them, or the stretch that a CropTime at its head leaves. */
export function heldEvents(
  large: LargeRecording,
  [first]: readonly TransformSpec[],
): Promise<Outcome<EventStream>> {
  const crop = first?.kind === 'CropTime' ? first : null;
  const toUs = crop?.maxUs === null || !crop ? Infinity : crop.maxUs + 1;
  return large.between(crop?.minUs ?? -Infinity, toUs, MOST_HELD);
}

/** The tensor of a recording that goes into the network as it is. */
export async function largeTensor(large: LargeRecording, binner: Binner): Promise<Outcome<BinnedView>> {
  const { bins } = binner;
  const { firstUs, lastUs, events } = large.facts;
  const isWindow = bins.mode === 'window';
  const range = isWindow ? null : { firstUs, lastUs };
  const [fromUs, toUs] = isWindow ? [0, bins.timesteps * bins.windowUs] : [-Infinity, Infinity];
  const read = await large.eachWithin(fromUs, toUs, (columns) => binner.mark(columns, range));
  const tensor = binner.collect();
  if (!read.ok) return read;
  const before = await large.eventAt(fromUs);
  const until = await large.eventAt(toUs);
  if (!before.ok || !until.ok) return refuse(...issuesOf(before), ...issuesOf(until));
  const cropped = events > 0 ? 1 - (until.value - before.value) / events : 0;
  return accept(piecesView(tensor, bins, cropped, { firstUs, lastUs }));
}

const issuesOf = (outcome: Outcome<unknown>): readonly Issue[] => (outcome.ok ? [] : outcome.issues);
