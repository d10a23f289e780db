/** Quick work on recordings: open a dataset, show a sample and any stretch of it. Runs in a worker of its own. */
import type {
  Ask,
  DatasetSummary,
  EventStream,
  Outcome,
  PolarityFrame,
  SampleView,
} from '../../../engine/contract/index.ts';
import { accept, errorAt, refuse } from '../../../engine/contract/index.ts';
import { guardFor } from '../../data/path-guard.ts';
import { openDataset, type OpenDataset } from '../../data/dataset.ts';
import { SampleViewer } from '../../data/sample-viewer.ts';
import type { QuickContext } from '../context.ts';

interface Current {
  readonly dataset: OpenDataset;
  readonly viewer: SampleViewer;
}

/** Datasets looked at lately, the latest last: stepping through samples does not read the folder again. */
const kept = new Map<string, Current>();
/** The first screen shows pictures of one dataset while the Data page shows another. */
const MOST_KEPT = 3;
/** Holds the recording that slices are asked of, whatever else is looked at meanwhile. */
let shown: SampleViewer | null = null;
let lastView = 0;

interface Limits {
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

async function opened(
  { source, limits }: Limits & { readonly source: string },
  context: QuickContext,
  again: boolean,
): Promise<Outcome<Current>> {
  const known = kept.get(source);
  if (known && !again) return accept(known);
  const dataset = await openDataset(source, {
    guard: await guardFor(limits),
    onProgress: context.progress,
    shouldStop: context.shouldStop,
  });
  if (!dataset.ok) return dataset;
  const current = { dataset: dataset.value, viewer: new SampleViewer(dataset.value) };
  // Asked for by the name that was typed, later by the full path.
  for (const name of new Set([source, dataset.value.summary.source])) {
    kept.delete(name);
    kept.set(name, current);
  }
  for (const name of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(name);
  return accept(current, dataset.warnings);
}

export async function openData(
  ask: Limits & Ask<'data.open'>,
  context: QuickContext,
): Promise<Outcome<DatasetSummary>> {
  const now = await opened(ask, context, true);
  return now.ok ? accept(now.value.dataset.summary, now.warnings) : now;
}

export async function viewSample(
  ask: Limits & Ask<'data.sample'>,
  context: QuickContext,
): Promise<Outcome<SampleView>> {
  const now = await opened(ask, context, false);
  if (!now.ok) return now;
  shown = now.value.viewer;
  return shown.view(ask, ++lastView);
}

export async function viewPicture(
  ask: Limits & Ask<'data.picture'>,
  context: QuickContext,
): Promise<Outcome<PolarityFrame>> {
  const now = await opened(ask, context, false);
  return now.ok ? now.value.viewer.picture(ask.index) : now;
}

export const viewSlice = async (ask: Ask<'data.slice'>): Promise<Outcome<EventStream>> =>
  shown ? shown.slice(ask) : refuse(nothingShown());

export const viewFrame = async (ask: Ask<'data.frame'>): Promise<Outcome<PolarityFrame>> =>
  shown ? shown.frame(ask) : refuse(nothingShown());

const nothingShown = () =>
  errorAt('view', 'data/stale-view', 'must be a recording that is shown (got none); open one first');
