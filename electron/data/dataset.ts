/** Opens a dataset for looking at it: summary of every sample, broken files with their reason, single samples. */
import { accept, EMBEDDED_DATASETS, errorAt, refuse } from '../../engine/contract/index.ts';
import type {
  BinSpec,
  DatasetSummary,
  EventStream,
  Issue,
  Outcome,
  SampleView,
} from '../../engine/contract/index.ts';
import { SampleBinner } from '../../engine/events/sample-binner.ts';
import { stepCounts } from '../../engine/events/step-counts.ts';
import { eventFileInfo } from '../../engine/events/file-info.ts';
import { openFolderSource } from './folder-source.ts';
import { readAhead } from './read-ahead.ts';
import { cancelledIssue, partsOf, shortened } from './sample-source.ts';
import type { DataOptions, SampleRef, SampleSource } from './sample-source.ts';
import { syntheticSource } from './synthetic-source.ts';

/** Events of one sample that travel to the window. */
export const VIEWED_EVENTS = 200_000;

export interface OpenDataset {
  readonly summary: DatasetSummary;
  readonly warnings: readonly Issue[];
  readonly source: SampleSource;
  /** The readable samples, in the order of `summary.labels`. */
  readonly samples: readonly SampleRef[];
}

export async function openSource(source: string, options: DataOptions): Promise<Outcome<SampleSource>> {
  const embedded = EMBEDDED_DATASETS.find((name) => name === source);
  return embedded ? accept(syntheticSource(embedded)) : openFolderSource(source, options.guard);
}

/** Reads every sample once, so that broken files are known before anything is trained on them. */
export async function openDataset(source: string, options: DataOptions = {}): Promise<Outcome<OpenDataset>> {
  const opened = await openSource(source, options);
  if (!opened.ok) return opened;
  const checked = await checkSamples(opened.value, options);
  if (!checked.ok) return checked;
  const { samples, broken, bytes } = checked.value;
  const { classes, format, sensor, title } = opened.value;
  return accept(
    {
      summary: {
        source: opened.value.source,
        title,
        format,
        width: sensor.width,
        height: sensor.height,
        classes,
        parts: partsOf(samples, classes.length),
        bytes,
        broken: shortened(broken, opened.value.source),
        labels: Uint16Array.from(samples, ({ label }) => label),
      },
      warnings: opened.warnings,
      source: opened.value,
      samples,
    },
    opened.warnings,
  );
}

interface Checked {
  readonly samples: readonly SampleRef[];
  readonly broken: readonly Issue[];
  readonly bytes: number;
}

async function checkSamples(source: SampleSource, options: DataOptions): Promise<Outcome<Checked>> {
  if (source.generated) return accept({ samples: source.samples, broken: [], bytes: 0 });
  const samples: SampleRef[] = [];
  const broken: Issue[] = [...source.broken];
  const sizes = new Map<string, number>();
  let done = 0;
  for await (const content of readAhead(source.samples, (sample) => source.read(sample))) {
    if (options.shouldStop?.()) return refuse(cancelledIssue(source.source));
    const sample = source.samples[done++];
    const file = content.ok ? await content.value.events() : content;
    if (content.ok) sizes.set(sample.path, content.value.bytes);
    if (file.ok) samples.push(sample);
    else broken.push(...file.issues);
    options.onProgress?.(done, source.samples.length);
  }
  if (samples.length === 0) return refuse(...shortened(broken, source.source));
  const files = [...new Set(samples.map(({ path }) => path))];
  const bytes = files.reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0);
  return accept({ samples, broken, bytes });
}

export async function sampleView(
  dataset: OpenDataset,
  index: number,
  bins: BinSpec,
): Promise<Outcome<SampleView>> {
  const binner = SampleBinner.create(
    dataset.source.sensor,
    { transforms: [], bins },
    { input: null, seed: 1, path: '' },
  );
  if (!binner.ok) return binner;
  const sample = dataset.samples[index];
  if (!sample) return refuse(noSuchSample(index, dataset.samples.length));
  const content = await dataset.source.read(sample);
  if (!content.ok) return content;
  const decoded = await content.value.events();
  if (!decoded.ok) return decoded;
  const file = decoded.value;
  const info = eventFileInfo(file, {
    path: sample.path,
    bytes: content.value.bytes,
    label: dataset.source.classes[sample.label],
    warnings: decoded.warnings,
  });
  return accept({
    index,
    label: sample.label,
    part: sample.part,
    info,
    stream: firstEvents(file.stream, VIEWED_EVENTS),
    truncated: file.stream.x.length > VIEWED_EVENTS,
    binned: stepCounts(binner.value.prepare(file.stream, 0).tensor),
  });
}

function noSuchSample(index: number, count: number): Issue {
  return errorAt(
    'index',
    'data/sample-index',
    `must be a sample of the dataset, 0..${count - 1} (got ${index}); choose one of them`,
  );
}

function firstEvents(stream: EventStream, limit: number): EventStream {
  if (stream.x.length <= limit) return stream;
  const { x, y, p, tUs } = stream;
  return {
    ...stream,
    x: x.slice(0, limit),
    y: y.slice(0, limit),
    p: p.slice(0, limit),
    tUs: tUs.slice(0, limit),
  };
}
