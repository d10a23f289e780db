/** Quick work on datasets: open one (kept open for its samples), show a sample. Runs in the service's worker. */
import type { BinSpec, DatasetSummary, Outcome, SampleView } from '../../../engine/contract/index.ts';
import { accept } from '../../../engine/contract/index.ts';
import { guardFor } from '../../data/path-guard.ts';
import { openDataset, sampleView, type OpenDataset } from '../../data/dataset.ts';

/** The dataset looked at last: stepping through samples does not read the folder again. */
let current: { readonly source: string; readonly dataset: OpenDataset } | null = null;

interface SourceAsk {
  readonly source: string;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

async function opened({ source, limits }: SourceAsk, again: boolean): Promise<Outcome<OpenDataset>> {
  const isSame = current?.source === source || current?.dataset.summary.source === source;
  if (current && isSame && !again) return accept(current.dataset);
  const dataset = await openDataset(source, { guard: await guardFor(limits) });
  if (dataset.ok) current = { source, dataset: dataset.value };
  return dataset;
}

export async function openData(ask: SourceAsk): Promise<Outcome<DatasetSummary>> {
  const dataset = await opened(ask, true);
  return dataset.ok ? accept(dataset.value.summary, dataset.warnings) : dataset;
}

interface SampleAsk extends SourceAsk {
  readonly index: number;
  readonly bins: BinSpec;
}

export async function viewSample(ask: SampleAsk): Promise<Outcome<SampleView>> {
  const dataset = await opened(ask, false);
  return dataset.ok ? sampleView(dataset.value, ask.index, ask.bins) : dataset;
}
