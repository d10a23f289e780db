/**
 * Spike trains that lie all in one or two HDF5 files (Heidelberg sets: shd_train.h5, shd_test.h5) as a source of samples.
 * The spikes stay in memory, 6 bytes each. Sample 17 of a file is called `shd_train.h5#17`.
 */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { accept } from '../../engine/contract/index.ts';
import type { DatasetPart, Outcome } from '../../engine/contract/index.ts';
import { spikesOf } from '../../engine/events/formats/spike-set.ts';
import type { SpikeSet } from '../../engine/events/formats/spike-set.ts';
import type { FolderTree } from '../../engine/events/dataset-index.ts';
import { byClassName } from '../../engine/events/layouts/sample-file.ts';
import { runDecoder } from './decoders/run-decoder.ts';
import { readBytes } from './read-bytes.ts';
import type { SampleRef, SampleSource } from './sample-source.ts';

export interface SpikeSetFile {
  readonly path: string;
  readonly part: DatasetPart['name'];
}

const HDF5_NAME = /\.(h5|hdf5)$/i;
const PART_NAME = /(train|test|valid)\.(?:h5|hdf5)$/i;

/** The files that may be spike sets, going by their names: one file, or a folder of nothing but parts. */
export function spikeSetFiles(tree: FolderTree | string): readonly SpikeSetFile[] {
  if (typeof tree === 'string') return HDF5_NAME.test(tree) ? [{ path: tree, part: 'train' }] : [];
  const named = tree.files
    .filter((name) => HDF5_NAME.test(name))
    .map((name) => ({ name, part: PART_NAME.exec(name)?.[1].toLowerCase() }));
  if (!named.some(({ part }) => part === 'train') || named.some(({ part }) => part === undefined)) return [];
  return (['train', 'test'] as const).flatMap((part) =>
    named.filter((file) => file.part === part).map(({ name }) => ({ path: join(tree.path, name), part })),
  );
}

interface OpenSet extends SpikeSetFile {
  readonly set: SpikeSet;
  readonly digest: string;
}

/** Null where the first file is no spike set. */
export async function openSpikeSets(
  source: string,
  files: readonly SpikeSetFile[],
): Promise<Outcome<SampleSource> | null> {
  const sets: OpenSet[] = [];
  for (const file of files) {
    const bytes = await readBytes(file.path);
    if (!bytes.ok) return bytes;
    const set = await runDecoder('spike-set', { bytes: bytes.value }, file.path);
    if (!set.ok) return set;
    if (!set.value) return null;
    sets.push({ ...file, set: set.value, digest: createHash('sha256').update(bytes.value).digest('hex') });
  }
  return accept(sourceOf(source, sets));
}

function sourceOf(source: string, sets: readonly OpenSet[]): SampleSource {
  const sensor = sets.map(({ set }) => set.sensor).reduce((a, b) => (a.width >= b.width ? a : b));
  const nameOf = ({ keys }: SpikeSet, label: number): string => keys?.[label] ?? String(label);
  const every = sets.flatMap(({ set }) => Array.from(set.labels, (label) => nameOf(set, label)));
  const keys = sets[0].set.keys;
  const classes =
    keys && every.every((name) => keys.includes(name)) ? keys : [...new Set(every)].sort(byClassName);
  const samples: SampleRef[] = sets.flatMap(({ path, part, set }) =>
    Array.from(set.labels, (label, i) => ({
      path: `${path}#${i}`,
      label: classes.indexOf(nameOf(set, label)),
      part,
    })),
  );
  return {
    source,
    title: basename(source),
    format: 'hdf5',
    sensor,
    classes,
    samples,
    warnings: [],
    broken: [],
    generated: false,
    async read({ path }) {
      const at = path.lastIndexOf('#');
      const found = sets.find((file) => file.path === path.slice(0, at));
      if (!found) throw new Error(`spike set: ${path} is no sample of ${source}`);
      const i = Number(path.slice(at + 1));
      const spikes = found.set.starts[i + 1] - found.set.starts[i];
      return accept({
        bytes: spikes * SPIKE_BYTES,
        digest: createHash('sha256').update(`${found.digest} ${i}`).digest('hex'),
        events: async () => accept({ format: 'hdf5', stream: spikesOf(found.set, i, sensor) }),
      });
    },
  };
}

/** As the Heidelberg sets store them: 16 bits of time, 16 bits of unit. */
const SPIKE_BYTES = 4;
