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
import { eventFileInfo, scannedFileInfo } from '../../engine/events/file-info.ts';
import type { FileFacts } from '../../engine/events/file-info.ts';
import { binnedView } from '../../engine/events/binned-view.ts';
import { polarityFrame, recordingView, sliceOf, wholePicture } from '../../engine/events/recording-view.ts';
import { SampleBinner } from '../../engine/events/sample-binner.ts';
import { sortedByTime } from '../../engine/events/transforms/time-order.ts';
import type { LargeRecording } from './large-recording.ts';
import { heldEvents, largeTensor, needsEvents } from './large-view.ts';
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

/** Answers questions about stretches of the recording that is shown. */
interface Shown {
  readonly id: number;
  slice(slice: number): Outcome<EventStream> | Promise<Outcome<EventStream>>;
  frame(startUs: number, lengthUs: number): Outcome<PolarityFrame> | Promise<Outcome<PolarityFrame>>;
}

type ViewAsk = Pick<Ask<'data.sample'>, 'index' | 'transforms' | 'bins'>;

export class SampleViewer {
  private readonly dataset: OpenDataset;
  /** Kept while transforms and bins are tried on it. */
  private decoded: Decoded | null = null;
  private shown: Shown | null = null;

  constructor(dataset: OpenDataset) {
    this.dataset = dataset;
  }

  async view(ask: ViewAsk, id: number): Promise<Outcome<SampleView>> {
    const binner = SampleBinner.create(this.dataset.source.sensor, ask, {
      input: null,
      seed: PREVIEW_SEED,
      path: '',
    });
    if (!binner.ok) return binner;
    const sample = this.dataset.samples[ask.index];
    if (!sample) return refuse(noSuchSample(ask.index, this.dataset.samples.length));
    const content =
      this.decoded?.sample === sample ? accept(this.decoded.content) : await this.dataset.source.read(sample);
    if (!content.ok) return content;
    const { large } = content.value;
    if (!large) {
      const decoded = await this.decode(sample, content.value);
      return decoded.ok ? this.ofEvents(ask, id, binner.value, decoded.value) : decoded;
    }
    if (!needsEvents(ask.transforms, binner.value.binner))
      return this.ofPieces(ask, id, binner.value, { sample, content: content.value, large });
    const stream = await heldEvents(large, ask.transforms);
    if (!stream.ok) return stream;
    const file = { format: large.format, stream: stream.value };
    return this.ofEvents(ask, id, binner.value, {
      sample,
      content: content.value,
      file,
      warnings: large.warnings,
    });
  }

  private ofEvents(
    { index }: ViewAsk,
    id: number,
    binner: SampleBinner,
    { sample, content, file, warnings }: Decoded,
  ): Outcome<SampleView> {
    const prepared = binner.prepare(file.stream, Number.parseInt(content.digest.slice(0, 8), 16));
    const stream = sortedByTime(prepared.stream);
    this.shown = {
      id,
      slice: (slice) => accept(sliceOf(stream, slice)),
      frame: (startUs, lengthUs) => accept(polarityFrame(stream, startUs, lengthUs)),
    };
    const facts = this.factsOf(sample, content, warnings);
    return accept({
      index,
      label: sample.label,
      part: sample.part,
      info: content.large
        ? scannedFileInfo(file.format, content.large.facts, facts)
        : eventFileInfo(file, facts),
      recording: recordingView(stream, id),
      stages: prepared.stages,
      binned: binnedView(prepared.tensor, prepared.stream, binner.bins),
    });
  }

  private async ofPieces(
    { index }: ViewAsk,
    id: number,
    { binner }: SampleBinner,
    { sample, content, large }: { sample: SampleRef; content: SampleContent; large: LargeRecording },
  ): Promise<Outcome<SampleView>> {
    const binned = await largeTensor(large, binner);
    if (!binned.ok) return binned;
    this.shown = {
      id,
      slice: (slice) => large.slice(slice),
      frame: (startUs, lengthUs) => large.frame(startUs, lengthUs),
    };
    return accept({
      index,
      label: sample.label,
      part: sample.part,
      info: scannedFileInfo(large.format, large.facts, this.factsOf(sample, content, large.warnings)),
      recording: large.view(id),
      stages: [],
      binned: binned.value,
    });
  }

  private factsOf(
    { path, label }: SampleRef,
    { bytes }: SampleContent,
    warnings: readonly Issue[],
  ): FileFacts {
    return { path, bytes, label: this.dataset.source.classes[label], warnings };
  }

  async slice({ view, slice }: Ask<'data.slice'>): Promise<Outcome<EventStream>> {
    return this.shown?.id === view ? this.shown.slice(slice) : refuse(staleIssue());
  }

  async frame({ view, startUs, lengthUs }: Ask<'data.frame'>): Promise<Outcome<PolarityFrame>> {
    return this.shown?.id === view ? this.shown.frame(startUs, lengthUs) : refuse(staleIssue());
  }

  async picture(index: number): Promise<Outcome<PolarityFrame>> {
    const sample = this.dataset.samples[index];
    if (!sample) return refuse(noSuchSample(index, this.dataset.samples.length));
    const content = await this.dataset.source.read(sample);
    if (content.ok && content.value.large) return accept(content.value.large.picture());
    const file = content.ok ? await content.value.events() : content;
    return file.ok ? accept(wholePicture(file.value.stream)) : file;
  }

  private async decode(sample: SampleRef, content: SampleContent): Promise<Outcome<Decoded>> {
    if (this.decoded?.sample === sample) return accept(this.decoded);
    const file = await content.events();
    if (!file.ok) return file;
    this.decoded = { sample, content, file: file.value, warnings: file.warnings };
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
