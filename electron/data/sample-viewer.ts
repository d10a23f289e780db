/**
 * The recording that the window looks at: decoded, transformed, in order of time, and ready for questions about any
 * stretch of it. One at a time; a newer one replaces it, and questions about an older one are refused.
 */
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type {
  Ask,
  EventStream,
  Issue,
  Outcome,
  PolarityFrame,
  SampleView,
} from '../../engine/contract/index.ts';
import type { DecodedFile } from '../../engine/events/decode.ts';
import { eventFileInfo } from '../../engine/events/file-info.ts';
import { binnedView } from '../../engine/events/binned-view.ts';
import { polarityFrame, recordingView, sliceOf, wholePicture } from '../../engine/events/recording-view.ts';
import { SampleBinner } from '../../engine/events/sample-binner.ts';
import { sortedByTime } from '../../engine/events/transforms/time-order.ts';
import type { OpenDataset } from './dataset.ts';
import type { SampleContent, SampleRef } from './sample-source.ts';

/** A preview draws as a run with this seed does. */
const PREVIEW_SEED = 1;

interface Decoded {
  readonly sample: SampleRef;
  readonly content: SampleContent;
  readonly file: DecodedFile;
  readonly warnings: readonly Issue[];
}

export class SampleViewer {
  private readonly dataset: OpenDataset;
  /** Kept while transforms and bins are tried on it. */
  private decoded: Decoded | null = null;
  private shown: { readonly id: number; readonly stream: EventStream } | null = null;

  constructor(dataset: OpenDataset) {
    this.dataset = dataset;
  }

  async view(
    { index, transforms, bins }: Pick<Ask<'data.sample'>, 'index' | 'transforms' | 'bins'>,
    id: number,
  ): Promise<Outcome<SampleView>> {
    const { source } = this.dataset;
    const binner = SampleBinner.create(
      source.sensor,
      { transforms, bins },
      { input: null, seed: PREVIEW_SEED, path: '' },
    );
    if (!binner.ok) return binner;
    const decoded = await this.decode(index);
    if (!decoded.ok) return decoded;
    const { sample, content, file, warnings } = decoded.value;
    const key = Number.parseInt(content.digest.slice(0, 8), 16);
    const prepared = binner.value.prepare(file.stream, key);
    this.shown = { id, stream: sortedByTime(prepared.stream) };
    return accept({
      index,
      label: sample.label,
      part: sample.part,
      info: eventFileInfo(file, {
        path: sample.path,
        bytes: content.bytes,
        label: source.classes[sample.label],
        warnings,
      }),
      recording: recordingView(this.shown.stream, id),
      stages: prepared.stages,
      binned: binnedView(prepared.tensor, prepared.stream, binner.value.bins),
    });
  }

  slice({ view, slice }: Ask<'data.slice'>): Outcome<EventStream> {
    return this.shown?.id === view ? accept(sliceOf(this.shown.stream, slice)) : refuse(staleIssue());
  }

  frame({ view, startUs, lengthUs }: Ask<'data.frame'>): Outcome<PolarityFrame> {
    return this.shown?.id === view
      ? accept(polarityFrame(this.shown.stream, startUs, lengthUs))
      : refuse(staleIssue());
  }

  async picture(index: number): Promise<Outcome<PolarityFrame>> {
    const sample = this.dataset.samples[index];
    if (!sample) return refuse(noSuchSample(index, this.dataset.samples.length));
    const content = await this.dataset.source.read(sample);
    const file = content.ok ? await content.value.events() : content;
    return file.ok ? accept(wholePicture(file.value.stream)) : file;
  }

  private async decode(index: number): Promise<Outcome<Decoded>> {
    const sample = this.dataset.samples[index];
    if (!sample) return refuse(noSuchSample(index, this.dataset.samples.length));
    if (this.decoded?.sample === sample) return accept(this.decoded);
    const content = await this.dataset.source.read(sample);
    if (!content.ok) return content;
    const file = await content.value.events();
    if (!file.ok) return file;
    this.decoded = { sample, content: content.value, file: file.value, warnings: file.warnings };
    return accept(this.decoded);
  }
}

const staleIssue = (): Issue =>
  errorAt(
    'view',
    'data/stale-view',
    'must be the recording that is shown now (got an earlier one); ask again',
  );

function noSuchSample(index: number, count: number): Issue {
  return errorAt(
    'index',
    'data/sample-index',
    `must be a sample of the dataset, 0..${count - 1} (got ${index}); choose one of them`,
  );
}
