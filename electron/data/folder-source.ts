/** A dataset folder as a source of samples: index, sensor and format of the majority, one file at a time. */
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { accept, errorAt, refuse } from '../../engine/contract/index.ts';
import type { EventFormat, Issue, Outcome } from '../../engine/contract/index.ts';
import { DATASET_DEPTH, indexDataset } from '../../engine/events/dataset-index.ts';
import type { FolderTree, SampleFile } from '../../engine/events/dataset-index.ts';
import { decodeEvents } from '../../engine/events/decode.ts';
import { commonSensor, sensorText } from '../../engine/events/sensor.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { fileIssue } from './file-issues.ts';
import { anyPath, readFolderTree } from './folder-tree.ts';
import type { PathGuard } from './folder-tree.ts';
import { readBytes } from './read-bytes.ts';
import { readAhead } from './read-ahead.ts';
import type { SampleContent, SampleRef, SampleSource } from './sample-source.ts';
import { shortened } from './sample-source.ts';

/** Files looked at to learn sensor and format, spread over the whole set. */
const PEEKED_FILES = 64;
export async function openFolderSource(
  source: string,
  guard: PathGuard = anyPath,
): Promise<Outcome<SampleSource>> {
  const folder = resolve(source);
  const listed = await listFolder(folder, guard);
  if (!listed.ok) return listed;
  const index = indexDataset(listed.value, [dirname(folder), dirname(dirname(folder))]);
  if (!index.ok) return index;
  const { classes, samples } = index.value;
  const majority = await majorityOf(folder, samples);
  if (!majority.ok) return majority;
  const { sensor, format } = majority.value;
  return accept(
    {
      source: folder,
      title: basename(folder) || folder,
      format,
      sensor,
      classes,
      samples,
      warnings: index.warnings,
      generated: false,
      read: (sample) => readSample(sample, sensor, format),
    },
    index.warnings,
  );
}

async function listFolder(folder: string, guard: PathGuard): Promise<Outcome<FolderTree>> {
  try {
    if (!(await stat(folder)).isDirectory()) {
      return refuse(
        errorAt(
          folder,
          'dataset/not-a-folder',
          'must be a folder (got a file); choose the folder in which Train and Test, or the class folders, lie',
        ),
      );
    }
    return accept(await readFolderTree(folder, DATASET_DEPTH, guard));
  } catch (error) {
    return refuse(fileIssue(error, folder));
  }
}

interface Majority {
  readonly sensor: Sensor;
  readonly format: EventFormat;
}

async function majorityOf(folder: string, samples: readonly SampleFile[]): Promise<Outcome<Majority>> {
  const every = Math.max(1, samples.length / PEEKED_FILES);
  const peeked = Array.from(
    { length: Math.min(PEEKED_FILES, samples.length) },
    (_, i) => samples[Math.floor(i * every)],
  );
  const sensors: Sensor[] = [];
  const formats = new Map<EventFormat, number>();
  const issues: Issue[] = [];
  for await (const content of readAhead(peeked, ({ path }) => readDecoded(path, null))) {
    if (!content.ok) {
      issues.push(...content.issues);
      continue;
    }
    const { stream, format } = content.value.file;
    sensors.push({ width: stream.width, height: stream.height });
    formats.set(format, (formats.get(format) ?? 0) + 1);
  }
  const [most] = [...formats].sort((a, b) => b[1] - a[1]);
  if (!most) return refuse(...shortened(issues, folder));
  return accept({ sensor: commonSensor(sensors), format: most[0] });
}

async function readDecoded(path: string, sensor: Sensor | null): Promise<Outcome<SampleContent>> {
  const bytes = await readBytes(path);
  if (!bytes.ok) return bytes;
  const file = decodeEvents(bytes.value, path, sensor);
  return file.ok ? accept({ file: file.value, bytes: bytes.value }, file.warnings) : file;
}

async function readSample(
  { path }: SampleRef,
  sensor: Sensor,
  format: EventFormat,
): Promise<Outcome<SampleContent>> {
  const content = await readDecoded(path, sensor);
  if (!content.ok) return content;
  const { stream } = content.value.file;
  if (content.value.file.format !== format) {
    return refuse(
      errorAt(
        path,
        'dataset/mixed-formats',
        `must be in the format of the other files, ${format} (got ${content.value.file.format}); convert it`,
      ),
    );
  }
  if (stream.width > sensor.width || stream.height > sensor.height) {
    return refuse(
      errorAt(
        path,
        'dataset/mixed-sensors',
        `must be at most ${sensorText(sensor)} like the other files (got ${sensorText(stream)}); leave it out`,
      ),
    );
  }
  return content;
}
