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
} from '../../engine/contract/index.ts';
import { SampleBinner } from '../../engine/events/sample-binner.ts';
import { SampleSetBuilder } from '../../engine/events/sample-set-builder.ts';
import { checkDataSpec, splitSamples } from '../../engine/events/split.ts';
import type { SampleSet } from '../../engine/workload/sample-set.ts';
import { openSource } from './dataset.ts';
import { readAhead } from './read-ahead.ts';
import { cancelledIssue, partsOf, shortened } from './sample-source.ts';
import type { DataOptions, SampleContent, SampleRef, SampleSource } from './sample-source.ts';

export interface LoadOptions extends DataOptions {
  /** Chooses the held-out samples, what a cap keeps, and what random transforms draw. */
  readonly seed: number;
  /** Of the network that will be given the samples; null = as recorded. */
  readonly input: InputSpec | null;
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
  const silent = loader.silent > 0 ? [loader.silentIssue()] : [];
  const warnings = [...opened.warnings, ...asWarnings([...loader.broken, ...silent])];
  return accept({ train, test, summary: loader.summary(), dataHash: loader.dataHash(), warnings }, warnings);
}

class Loader {
  readonly broken: Issue[] = [];
  /** Samples without a single spike after binning. */
  silent = 0;
  private readonly source: SampleSource;
  private readonly binner: SampleBinner;
  private readonly options: LoadOptions;
  private readonly total: number;
  private readonly loaded: SampleRef[] = [];
  private readonly digests: string[] = [];
  private bytes = 0;
  private done = 0;

  constructor(source: SampleSource, binner: SampleBinner, options: LoadOptions, total: number) {
    this.source = source;
    this.binner = binner;
    this.options = options;
    this.total = total;
  }

  /** Null where the caller asked to stop. */
  async load(part: DatasetPart['name'], indices: readonly number[]): Promise<SampleSet | null> {
    const builder = new SampleSetBuilder(this.binner.shape, indices.length);
    const samples = indices.map((i) => this.source.samples[i]);
    let next = 0;
    for await (const content of readAhead(samples, (sample) => this.source.read(sample))) {
      if (this.options.shouldStop?.()) return null;
      const sample = samples[next++];
      if (content.ok) {
        const digest = this.note({ ...sample, part }, content.value);
        const { tensor } = this.binner.prepare(content.value.file.stream, digest.readUInt32BE());
        if (tensor.events.length === 0) this.silent++;
        builder.add(tensor, sample.label);
      } else this.broken.push(...content.issues);
      this.options.onProgress?.(++this.done, this.total);
    }
    return builder.finish();
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
      bytes: this.bytes,
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
    const { timesteps, mode, windowUs } = this.binner.bins;
    const got = `(got ${this.silent} of ${this.loaded.length} samples without any)`;
    const message =
      mode === 'window'
        ? `must have events in the first ${timesteps * windowUs} µs, ${timesteps} steps of ${windowUs} µs from time 0 ` +
          `${got}; bin from first to last event instead (mode "span")`
        : `must have events ${got}; leave the empty recordings out`;
    return errorAt(this.source.source, 'data/silent-samples', message);
  }

  /** SHA-256 of class and content. */
  private note(sample: SampleRef, { bytes }: SampleContent): Buffer {
    this.loaded.push(sample);
    this.bytes += bytes.length;
    const label = `${this.source.classes[sample.label]}\n`;
    const digest = createHash('sha256').update(label).update(bytes).digest();
    this.digests.push(digest.toString('hex'));
    return digest;
  }
}

const asWarnings = (issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, severity: 'warning' }));
