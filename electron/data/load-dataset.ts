/** Loads what a DataSpec names: split, binned and packed on shared memory, with a hash of what was loaded. */
import { createHash } from 'node:crypto';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type {
  DatasetPart,
  DatasetSummary,
  DataSpec,
  InputSpec,
  Issue,
  Outcome,
  SpikeTensor,
} from '../../engine/contract/index.ts';
import { givesAnySteps } from '../../engine/events/bin-frames.ts';
import type { FittedBins } from '../../engine/events/bin.ts';
import { SampleBinner } from '../../engine/events/sample-binner.ts';
import { SampleSetBuilder } from '../../engine/events/sample-set-builder.ts';
import { checkDataSpec, splitSamples } from '../../engine/events/split.ts';
import type { SampleSet } from '../../engine/workload/sample-set.ts';
import { openSource } from './dataset.ts';
import { readAhead } from './read-ahead.ts';
import { TensorCache } from './tensor-cache.ts';
import { cancelledIssue, partsOf, shortened } from './sample-source.ts';
import type { DataOptions, SampleContent, SampleRef, SampleSource } from './sample-source.ts';

export interface LoadOptions extends DataOptions {
  /** Chooses the held-out samples, what a cap keeps, and what random transforms draw. */
  readonly seed: number;
  /** Of the network that will be given the samples; null = as recorded. */
  readonly input: InputSpec | null;
  /** Where prepared samples are kept; null = nowhere. The result is the same. */
  readonly cache: TensorCache | null;
}

export interface LoadedDataset {
  readonly train: SampleSet;
  readonly test: SampleSet;
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
  const binner = SampleBinner.create(source.sensor, spec, {
    input: options.input,
    seed: options.seed,
    path: 'data.',
  });
  if (!binner.ok) return binner;
  const total = split.value.train.length + split.value.test.length;
  const loader = new Loader(source, binner.value, options, total);
  const train = await loader.load('train', split.value.train);
  const test = train && (await loader.load('test', split.value.test));
  if (!train || !test) return refuse(cancelledIssue(source.source));
  if (train.count === 0 || test.count === 0) return refuse(...shortened(loader.broken, source.source));
  if (loader.silent === train.count + test.count) return refuse(loader.silentIssue());
  const short = loader.shortIssue();
  if (short) return refuse(short);
  const silent = loader.silent > 0 ? [loader.silentIssue()] : [];
  const warnings = [...opened.warnings, ...asWarnings([...loader.broken, ...silent])];
  return accept({ train, test, summary: loader.summary(), dataHash: loader.dataHash(), warnings }, warnings);
}

class Loader {
  readonly broken: Issue[];
  /** Samples without a single spike after binning. */
  silent = 0;
  /** Steps up to the last spike, of the longest sample. */
  private mostSteps = 0;
  private readonly source: SampleSource;
  private readonly binner: SampleBinner;
  private readonly options: LoadOptions;
  private readonly total: number;
  private readonly loaded: SampleRef[] = [];
  private readonly digests: string[] = [];
  private readonly sizes = new Map<string, number>();
  private done = 0;

  constructor(source: SampleSource, binner: SampleBinner, options: LoadOptions, total: number) {
    this.source = source;
    this.broken = [...source.broken];
    this.binner = binner;
    this.options = options;
    this.total = total;
  }

  /** Null where the caller asked to stop. */
  async load(part: DatasetPart['name'], indices: readonly number[]): Promise<SampleSet | null> {
    const samples = indices.map((i) => this.source.samples[i]);
    const waiting = new InOrder(new SampleSetBuilder(this.binner.shape, samples.length));
    const order = readingOrder(samples);
    let next = 0;
    const contents = readAhead(order, (at) => this.source.read(samples[at]), READ_AHEAD);
    for await (const content of contents) {
      if (this.options.shouldStop?.()) return null;
      const at = order[next++];
      const tensor = content.ok ? await this.prepared(content.value) : content;
      if (content.ok && tensor.ok) {
        if (tensor.value.events.length === 0) this.silent++;
        if (givesAnySteps(this.binner.bins))
          this.mostSteps = Math.max(this.mostSteps, usedSteps(tensor.value));
        this.note({ ...samples[at], part }, content.value);
        waiting.put(at, { tensor: tensor.value, sample: { ...samples[at], part } });
      } else {
        this.broken.push(...(tensor.ok ? [] : tensor.issues));
        waiting.put(at, null);
      }
      this.options.onProgress?.(++this.done, this.total);
    }
    this.loaded.push(...waiting.added);
    return waiting.builder.finish();
  }

  /** What the network will be given, and how random transforms are seeded: by the first bits of the content's hash. */
  private async prepared({ digest, events }: SampleContent): Promise<Outcome<SpikeTensor>> {
    const { cache } = this.options;
    const key = TensorCache.key(this.binner.preparation, digest);
    const kept = await cache?.get(key, this.binner.shape);
    if (kept) return accept(kept);
    const startMs = performance.now();
    const file = await events();
    if (!file.ok) return file;
    const { tensor } = this.binner.prepare(file.value.stream, Number.parseInt(digest.slice(0, 8), 16));
    if (performance.now() - startMs >= WORTH_KEEPING_MS) await cache?.put(key, tensor);
    return accept(tensor);
  }

  summary(): DatasetSummary {
    const { source, title, format, sensor, classes } = this.source;
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
    return errorAt(this.source.source, 'data/silent-samples', silentMessage(this.binner.bins, got));
  }

  /** Steps that depend on the recording and never reach the network's T would train it on silence. Null: they do. */
  shortIssue(): Issue | null {
    const { bins } = this.binner;
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
    const labelled = `${this.source.classes[label]}\n${digest}`;
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

interface Ready {
  readonly tensor: SpikeTensor;
  readonly sample: SampleRef;
}

/** Takes samples in any order and adds them to the set in the order of their places; null = left out. */
class InOrder {
  readonly builder: SampleSetBuilder;
  readonly added: SampleRef[] = [];
  private readonly early = new Map<number, Ready | null>();
  private next = 0;

  constructor(builder: SampleSetBuilder) {
    this.builder = builder;
  }

  put(at: number, ready: Ready | null): void {
    this.early.set(at, ready);
    for (let first = this.early.get(this.next); first !== undefined; first = this.early.get(this.next)) {
      this.early.delete(this.next++);
      if (!first) continue;
      this.builder.add(first.tensor, first.sample.label);
      this.added.push(first.sample);
    }
  }
}
