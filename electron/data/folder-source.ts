/** A dataset folder, or a single recording, as a source of samples: index, sensor and format of the majority. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { accept, refuse } from '../../engine/contract/index.ts';
import type { EventFormat, Issue, Outcome } from '../../engine/contract/index.ts';
import { DATASET_DEPTH, indexDataset } from '../../engine/events/dataset-index.ts';
import type { DatasetIndex, FolderTexts, FolderTree, SampleFile } from '../../engine/events/dataset-index.ts';
import { commonSensor } from '../../engine/events/sensor.ts';
import type { Sensor } from '../../engine/events/sensor.ts';
import { decodeRecording } from './decode-recording.ts';
import { fileIssue } from './file-issues.ts';
import { anyPath, readFolderTree } from './folder-tree.ts';
import type { PathGuard } from './folder-tree.ts';
import { LargeRecordings } from './large-recordings.ts';
import { openPictures, pictureFiles } from './picture-source.ts';
import { readBytes } from './read-bytes.ts';
import { readAhead } from './read-ahead.ts';
import { RecordingReader } from './recording-reader.ts';
import type { DataOptions, SampleSource } from './sample-source.ts';
import { shortened } from './sample-source.ts';
import { openSpikeSets, spikeSetFiles } from './spike-set-source.ts';

/** Files looked at to learn sensor and format, spread over the whole set. */
const PEEKED_FILES = 64;
/** Long recordings, of one camera. */
const PEEKED_RECORDINGS = 2;

export async function openFolderSource(
  source: string,
  { guard = anyPath, shouldStop }: Pick<DataOptions, 'guard' | 'shouldStop'> = {},
  large = new LargeRecordings(shouldStop),
): Promise<Outcome<SampleSource>> {
  const path = resolve(source);
  const listed = await listingOf(path, guard);
  if (!listed.ok) return listed;
  const spikeSets = spikeSetFiles(listed.value ?? path);
  const opened = spikeSets.length ? await openSpikeSets(path, spikeSets) : null;
  if (opened) return opened;
  const pictures = pictureFiles(listed.value ?? path);
  const drawn = pictures.length ? await openPictures(path, pictures) : null;
  if (drawn) return drawn;
  const index = await indexOf(path, listed.value);
  if (!index.ok) return index;
  const { classes, samples, broken } = index.value;
  const majority = await majorityOf(path, samples, large);
  if (!majority.ok) return majority;
  const reader = new RecordingReader(majority.value.sensor, majority.value.format, large);
  return accept(
    {
      source: path,
      title: basename(path) || path,
      format: reader.format,
      sensor: reader.sensor,
      classes,
      samples,
      broken,
      warnings: index.warnings,
      generated: false,
      read: (sample) => reader.read(sample),
    },
    index.warnings,
  );
}

/** Class name of a recording that is opened alone. */
export const ALONE = 'recording';

/** Null for a single file. */
async function listingOf(path: string, guard: PathGuard): Promise<Outcome<FolderTree | null>> {
  try {
    return accept((await stat(path)).isDirectory() ? await readFolderTree(path, DATASET_DEPTH, guard) : null);
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
}

async function indexOf(path: string, tree: FolderTree | null): Promise<Outcome<DatasetIndex>> {
  try {
    if (!tree) return accept({ classes: [ALONE], samples: [{ path, label: 0, part: 'train' }], broken: [] });
    return indexDataset(tree, [dirname(path), dirname(dirname(path))], await textsOf(tree));
  } catch (error) {
    return refuse(fileIssue(error, path));
  }
}

/** Lists of files and labels; larger text files are recordings. */
const MOST_TEXT_BYTES = 2 ** 20;
const MOST_TEXTS = 2000;

async function textsOf({ path, files }: FolderTree): Promise<FolderTexts> {
  const names = files.filter((name) => /\.(txt|csv)$/i.test(name)).slice(0, MOST_TEXTS);
  const texts = new Map<string, Uint8Array>();
  for (const name of names) {
    const file = join(path, name);
    if ((await stat(file)).size <= MOST_TEXT_BYTES) texts.set(name, new Uint8Array(await readFile(file)));
  }
  return texts;
}

interface Majority {
  readonly sensor: Sensor;
  readonly format: EventFormat;
}

async function majorityOf(
  folder: string,
  samples: readonly SampleFile[],
  large: LargeRecordings,
): Promise<Outcome<Majority>> {
  const files = [...new Set(samples.map(({ path }) => path))];
  const peeks = samples.some(({ trial }) => trial) ? PEEKED_RECORDINGS : PEEKED_FILES;
  const every = Math.max(1, files.length / peeks);
  const peeked = Array.from(
    { length: Math.min(peeks, files.length) },
    (_, i) => files[Math.floor(i * every)],
  );
  const sensors: Sensor[] = [];
  const formats = new Map<EventFormat, number>();
  const issues: Issue[] = [];
  for await (const file of readAhead(peeked, (file) => peekedAt(file, large), 4)) {
    if (!file.ok) {
      issues.push(...file.issues);
      continue;
    }
    const { sensor, format } = file.value;
    sensors.push(sensor);
    formats.set(format, (formats.get(format) ?? 0) + 1);
  }
  const [most] = [...formats].sort((a, b) => b[1] - a[1]);
  if (!most) return refuse(...shortened(issues, folder));
  return accept({ sensor: commonSensor(sensors), format: most[0] });
}

async function peekedAt(path: string, recordings: LargeRecordings): Promise<Outcome<Majority>> {
  const large = await recordings.get(path);
  if (!large.ok) return large;
  if (large.value) return accept({ sensor: large.value.facts.size, format: large.value.format });
  const bytes = await readBytes(path);
  const file = bytes.ok ? await decodeRecording(bytes.value, path) : bytes;
  if (!file.ok) return file;
  const { width, height } = file.value.stream;
  return accept({ sensor: { width, height }, format: file.value.format });
}
