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
  readonly source: string;
  readonly dataset: OpenDataset;
  readonly viewer: SampleViewer;
}

/** The dataset looked at last: stepping through samples does not read the folder again. */
let current: Current | null = null;
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
  const isSame = current?.source === source || current?.dataset.summary.source === source;
  if (current && isSame && !again) return accept(current);
  const dataset = await openDataset(source, {
    guard: await guardFor(limits),
    onProgress: context.progress,
    shouldStop: context.shouldStop,
  });
  if (!dataset.ok) return dataset;
  current = { source, dataset: dataset.value, viewer: new SampleViewer(dataset.value) };
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
  return now.ok ? now.value.viewer.view(ask, ++lastView) : now;
}

export async function viewPicture(
  ask: Limits & Ask<'data.picture'>,
  context: QuickContext,
): Promise<Outcome<PolarityFrame>> {
  const now = await opened(ask, context, false);
  return now.ok ? now.value.viewer.picture(ask.index) : now;
}

export const viewSlice = (ask: Ask<'data.slice'>): Outcome<EventStream> =>
  current ? current.viewer.slice(ask) : refuse(nothingShown());

export const viewFrame = (ask: Ask<'data.frame'>): Outcome<PolarityFrame> =>
  current ? current.viewer.frame(ask) : refuse(nothingShown());

const nothingShown = () =>
  errorAt('view', 'data/stale-view', 'must be a recording that is shown (got none); open one first');
