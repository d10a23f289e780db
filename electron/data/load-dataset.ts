/** Loads what a DataSpec names: split, binned and packed on shared memory, with a hash of what was loaded. */
import { createHash } from 'node:crypto';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type {
  DatasetPart,
  DatasetSummary,
  DataSpec,
  EventStream,
  InputSpec,
  Issue,
  Outcome,
  SpikeTensor,
} from '../../engine/contract/index.ts';
import { givesAnySteps } from '../../engine/events/bin-frames.ts';
import type { FittedBins } from '../../engine/events/bin.ts';
import { draws, withoutDrawing } from '../../engine/events/drawing.ts';
import type { KeptRecordings } from '../../engine/events/redrawing.ts';
import { SampleBinner } from '../../engine/events/sample-binner.ts';
import { SampleSetBuilder } from '../../engine/events/sample-set-builder.ts';
import { checkDataSpec, splitSamples } from '../../engine/events/split.ts';
import type { SampleSet } from '../../engine/workload/sample-set.ts';
import { openSource } from './dataset.ts';
import { RecordingKeeper } from './recording-keeper.ts';
import { readAhead } from './read-ahead.ts';
import { TensorCache } from './tensor-cache.ts';
import { cancelledIssue, partsOf, shortened } from './sample-source.ts';
import type { DataOptions, SampleContent, SampleRef, SampleSource } from './sample-source.ts';

export interface LoadOptions extends DataOptions {
  /** Chooses the held-out samples, what a cap keeps, and what random transforms draw. */
  readonly seed: number;
  /** Of the network that will be given the samples; null = as recorded. */
  readonly input: InputSpec | null;
  /**
   * Classes of that network. Where they hold every class of the dataset by its name, samples are labelled by them, so that a
   * dataset without some class does not shift the others. Absent: the classes of the dataset, in its order.
   */
  readonly classes?: readonly string[];
  /** Where prepared samples are kept; null = nowhere. The result is the same. */
  readonly cache: TensorCache | null;
  /** Keeps training recordings for drawing them anew in every epoch, in so much memory at most. Absent: drawn once. */
  readonly redrawnBytes?: number;
  /** Random transforms are done to held-out recordings, too, once. */
  readonly drawHeldOut?: boolean;
}

export interface LoadedDataset {
  readonly train: SampleSet;
  readonly test: SampleSet;
  /** The training part before the first transform that draws, in the order of `train`; null where nothing is redrawn. */
  readonly recordings: KeptRecordings | null;
  /** The parts as loaded: `train` is trained on, `test` is held out, whatever their folders are called. */
  readonly summary: DatasetSummary;
  /** SHA-256 over content and class of every loaded sample, in hexadecimal; independent of their order. */
  readonly dataHash: string;
  readonly warnings: readonly Issue[];
}

export async function loadDataset(spec: DataSpec, options: LoadOptions): Promise<Outcome<LoadedDataset>> {
  const checked = checkDataSpec(spec);
  if (!checked.ok) return checked;
  const opened = await openSource(spec.source, options);
  if (!opened.ok) return opened;
  const source = opened.value;
  const split = splitSamples(source.samples, spec, options.seed);
  if (!split.ok) return split;
  const { seed, input, redrawnBytes } = options;
  const binnerOf = (transforms: DataSpec['transforms']): Outcome<SampleBinner> =>
    SampleBinner.create(source.sensor, { ...spec, transforms }, { input, seed, path: 'data.' });
  const { transforms } = spec;
  const binner = binnerOf(transforms);
  if (!binner.ok) return binner;
  const heldOut = options.drawHeldOut ? binner : binnerOf(withoutDrawing(transforms));
  if (!heldOut.ok) return heldOut;
  const { bins } = binner.value;
  const keeper =
    redrawnBytes !== undefined && draws(transforms)
      ? new RecordingKeeper({ sensor: source.sensor, transforms, bins, seed }, redrawnBytes)
      : null;
  const total = split.value.train.length + split.value.test.length;
  const loader = new Loader(source, bins, options, total);
  const train = await loader.load('train', split.value.train, binner.value, keeper);
  const test = train && (await loader.load('test', split.value.test, heldOut.value, null));
  if (keeper?.refusal) return refuse(keeper.refusal);
  if (!train || !test) return refuse(cancelledIssue(source.source));
  if (train.count === 0 || test.count === 0) return refuse(...shortened(loader.broken, source.source));
  if (loader.silent === train.count + test.count) return refuse(loader.silentIssue());
  const short = loader.shortIssue();
  if (short) return refuse(short);
  const silent = loader.silent > 0 ? [loader.silentIssue()] : [];
  const warnings = [...opened.warnings, ...asWarnings([...loader.broken, ...silent])];
  const recordings = keeper?.finish() ?? null;
  const [summary, dataHash] = [loader.summary(), loader.dataHash()];
  return accept({ train, test, recordings, summary, dataHash, warnings }, warnings);
}

class Loader {
  readonly broken: Issue[];
  /** Samples without a single spike after binning. */
  silent = 0;
  /** Steps up to the last spike, of the longest sample. */
  private mostSteps = 0;
  private readonly source: SampleSource;
  private readonly bins: FittedBins;
  private readonly options: LoadOptions;
  private readonly total: number;
  private readonly loaded: SampleRef[] = [];
  private readonly digests: string[] = [];
  private readonly sizes = new Map<string, number>();
  private done = 0;
  private readonly classes: readonly string[];

  constructor(source: SampleSource, bins: FittedBins, options: LoadOptions, total: number) {
    this.source = source;
    this.broken = [...source.broken];
    this.bins = bins;
    this.options = options;
    this.total = total;
    const { classes = [] } = options;
    this.classes = source.classes.every((name) => classes.includes(name)) ? classes : source.classes;
  }

  /** Null where the caller asked to stop, or the keeper cannot take more. */
  async load(
    part: DatasetPart['name'],
    indices: readonly number[],
    binner: SampleBinner,
    keeper: RecordingKeeper | null,
  ): Promise<SampleSet | null> {
    const { source } = this;
    const samples = indices.map((i) => source.samples[i]);
    const waiting = new InOrder(new SampleSetBuilder(binner.shape, samples.length), keeper);
    const order = readingOrder(samples);
    let next = 0;
    const contents = readAhead(order, (at) => this.source.read(samples[at]), READ_AHEAD);
    for await (const content of contents) {
      if (this.options.shouldStop?.()) return null;
      const at = order[next++];
      const ready = content.ok ? await this.prepared(content.value, binner, keeper !== null) : content;
      if (content.ok && ready.ok) {
        const { tensor } = ready.value;
        if (tensor.events.length === 0) this.silent++;
        if (givesAnySteps(this.bins)) this.mostSteps = Math.max(this.mostSteps, usedSteps(tensor));
        const label = this.classes.indexOf(source.classes[samples[at].label]);
        const sample = { ...samples[at], part, label };
        this.note(sample, content.value);
        waiting.put(at, { ...ready.value, sample });
      } else {
        this.broken.push(...(ready.ok ? [] : ready.issues));
        waiting.put(at, null);
      }
      this.options.onProgress?.(++this.done, this.total);
      if (keeper?.refusal) return null;
    }
    this.loaded.push(...waiting.added);
    return waiting.builder.finish();
  }

  /** What the network will be given, and how random transforms are seeded: by the first bits of the content's hash. */
  private async prepared(
    { digest, events }: SampleContent,
    binner: SampleBinner,
    withStream: boolean,
  ): Promise<Outcome<Prepared>> {
    const cache = withStream ? null : this.options.cache;
    const name = TensorCache.key(binner.preparation, digest);
    const key = Number.parseInt(digest.slice(0, 8), 16);
    const kept = await cache?.get(name, binner.shape);
    if (kept) return accept({ tensor: kept, stream: null, key });
    const startMs = performance.now();
    const file = await events();
    if (!file.ok) return file;
    const { stream } = file.value;
    const { tensor } = binner.prepare(stream, key);
    if (performance.now() - startMs >= WORTH_KEEPING_MS) await cache?.put(name, tensor);
    return accept({ tensor, stream: withStream ? stream : null, key });
  }

  summary(): DatasetSummary {
    const { classes } = this;
    const { source, title, format, sensor } = this.source;
    return {
      source,
      title,
      format,
      width: sensor.width,
      height: sensor.height,
      classes,
      parts: partsOf(this.loaded, classes.length),
      bytes: [...this.sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
      broken: shortened(this.broken, source),
      labels: Uint16Array.from(this.loaded, ({ label }) => label),
    };
  }

  dataHash(): string {
    const hash = createHash('sha256');
    for (const digest of [...this.digests].sort()) hash.update(digest);
    return hash.digest('hex');
  }

  /** Recordings with absolute times lie behind the last window; training on nothing must not look like training. */
  silentIssue(): Issue {
    const got = `(got ${this.silent} of ${this.loaded.length} samples without any)`;
    return errorAt(this.source.source, 'data/silent-samples', silentMessage(this.bins, got));
  }

  /** Steps that depend on the recording and never reach the network's T would train it on silence. Null: they do. */
  shortIssue(): Issue | null {
    const { bins } = this;
    if (!givesAnySteps(bins) || this.mostSteps >= bins.timesteps) return null;
    const step = bins.mode === 'time_window' ? `${bins.windowUs} µs` : `${bins.eventCount} events`;
    return errorAt(
      'data.bins',
      'data/too-few-steps',
      `must give the ${bins.timesteps} steps of the network in at least one recording (got ${this.mostSteps} of ${step} ` +
        `at most); take shorter steps, or n_time_bins or n_event_bins, which give ${bins.timesteps} of any recording`,
    );
  }

  private note({ path, label }: SampleRef, { bytes, digest }: SampleContent): void {
    this.sizes.set(path, bytes);
    const labelled = `${this.classes[label]}\n${digest}`;
    this.digests.push(createHash('sha256').update(labelled).digest('hex'));
  }
}

function silentMessage({ timesteps, mode, windowUs }: FittedBins, got: string): string {
  if (mode === 'window')
    return (
      `must have events in the first ${timesteps * windowUs} µs, ${timesteps} steps of ${windowUs} µs from time 0 ` +
      `${got}; bin from first to last event instead (mode "span")`
    );
  if (mode === 'n_event_bins' || mode === 'n_time_bins')
    return (
      `must have at least ${timesteps} ${mode === 'n_event_bins' ? 'events' : 'µs'}, one for each step ${got}; ` +
      'leave the short recordings out, or take mode "span"'
    );
  return `must have events ${got}; leave the empty recordings out`;
}

/** Steps up to the one of the last spike. */
const usedSteps = ({ events }: SpikeTensor): number =>
  events.reduce((most, event) => Math.max(most, (event >>> 16) + 1), 0);

const asWarnings = (issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, severity: 'warning' }));

/** Reading a kept sample takes some tenths of a millisecond; what is prepared as fast is not kept. */
const WORTH_KEEPING_MS = 1;
/** Files read ahead of the one that is prepared. */
const READ_AHEAD = 16;

/** Trials of one recording one after the other, so that it is decoded once; everything else as it comes. */
function readingOrder(samples: readonly SampleRef[]): readonly number[] {
  const order = samples.map((_, at) => at);
  if (!samples.some(({ trial }) => trial)) return order;
  return order.sort((a, b) =>
    samples[a].path === samples[b].path ? a - b : samples[a].path < samples[b].path ? -1 : 1,
  );
}

interface Prepared {
  readonly tensor: SpikeTensor;
  /** The recording as decoded, where it will be drawn anew. */
  readonly stream: EventStream | null;
  /** Seeds what is drawn. */
  readonly key: number;
}

interface Ready extends Prepared {
  readonly sample: SampleRef;
}

/** Takes samples in any order and adds them to the set in the order of their places; null = left out. */
class InOrder {
  readonly builder: SampleSetBuilder;
  readonly added: SampleRef[] = [];
  private readonly keeper: RecordingKeeper | null;
  private readonly early = new Map<number, Ready | null>();
  private next = 0;

  constructor(builder: SampleSetBuilder, keeper: RecordingKeeper | null) {
    this.builder = builder;
    this.keeper = keeper;
  }

  put(at: number, ready: Ready | null): void {
    this.early.set(at, ready);
    for (let first = this.early.get(this.next); first !== undefined; first = this.early.get(this.next)) {
      this.early.delete(this.next++);
      if (!first) continue;
      this.builder.add(first.tensor, first.sample.label);
      if (first.stream) this.keeper?.take(first.stream, first.key, first.sample.path);
      this.added.push(first.sample);
    }
  }
}
