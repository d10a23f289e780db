/** Opens a dataset for looking at it: summary of every sample, broken files with their reason. */
import { accept, EMBEDDED_DATASETS, refuse } from '../../engine/contract/index.ts';
import type { DatasetSummary, Issue, Outcome } from '../../engine/contract/index.ts';
import { openFolderSource } from './folder-source.ts';
import { readAhead } from './read-ahead.ts';
import { cancelledIssue, partsOf, shortened } from './sample-source.ts';
import type { DataOptions, SampleRef, SampleSource } from './sample-source.ts';
import { syntheticSource } from './synthetic-source.ts';

export interface OpenDataset {
  readonly summary: DatasetSummary;
  readonly warnings: readonly Issue[];
  readonly source: SampleSource;
  /** The readable samples, in the order of `summary.labels`. */
  readonly samples: readonly SampleRef[];
}

export async function openSource(source: string, options: DataOptions): Promise<Outcome<SampleSource>> {
  const embedded = EMBEDDED_DATASETS.find((name) => name === source);
  return embedded ? accept(syntheticSource(embedded)) : openFolderSource(source, options);
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
    const isRead = !content.ok || content.value.large !== undefined;
    const file = isRead ? content : await content.value.events();
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
