/** Quick work on datasets: open one (kept open for its samples), show a sample. Runs in the service's worker. */
import type { BinSpec, DatasetSummary, Outcome, SampleView } from '../../../engine/contract/index.ts';
import { accept } from '../../../engine/contract/index.ts';
import { openDataset, sampleView, type OpenDataset } from '../../data/dataset.ts';

/** The dataset looked at last: stepping through samples does not read the folder again. */
let current: OpenDataset | null = null;

async function opened(source: string, again: boolean): Promise<Outcome<OpenDataset>> {
  if (current && !again && current.summary.source === source) return accept(current);
  const dataset = await openDataset(source);
  if (dataset.ok) current = dataset.value;
  return dataset;
}

export async function openData({ source }: { readonly source: string }): Promise<Outcome<DatasetSummary>> {
  const dataset = await opened(source, true);
  return dataset.ok ? accept(dataset.value.summary, dataset.warnings) : dataset;
}

export async function viewSample(ask: {
  readonly source: string;
  readonly index: number;
  readonly bins: BinSpec;
}): Promise<Outcome<SampleView>> {
  const dataset = await opened(ask.source, false);
  return dataset.ok ? sampleView(dataset.value, ask.index, ask.bins) : dataset;
}
