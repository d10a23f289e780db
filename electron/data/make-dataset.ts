/** Writes a synthetic set, or pictures seen by the simulated event camera, as a folder like N-MNIST: Train|Test/<class>/<id>.bin. It appears whole or not at all. */
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { accept, EMBEDDED_DATASETS, errorAt, refuse } from '../../engine/contract/index.ts';
import type { EventStream, Issue, Outcome } from '../../engine/contract/index.ts';
import { encodeNmnistBin } from '../../engine/events/formats/nmnist-bin.ts';
import { errorCode, fileIssue } from './file-issues.ts';
import { openFilmedImages } from './film-images.ts';
import type { ImageFilming } from './film-images.ts';
import { cancelledIssue } from './sample-source.ts';
import type { DataOptions } from './sample-source.ts';
import { motionMaker } from './motion-maker.ts';
import { SYNTHETIC_SETS } from './synthetic-sets.ts';

/** Embedded sets, patterns in known motion, and pictures of the user. */
export const MADE_KINDS = [...EMBEDDED_DATASETS, 'synthetic-motion', 'images'] as const;
export type MadeKind = (typeof MADE_KINDS)[number];

export interface MakeDatasetSpec {
  readonly kind: MadeKind;
  /** Of kind `images`. */
  readonly images?: ImageFilming;
  /** A folder that does not exist yet, or an empty one. */
  readonly out: string;
  readonly trainSamples: number;
  readonly testSamples: number;
  readonly seed: number;
}

export interface MadeDataset {
  readonly path: string;
  readonly samples: number;
  readonly classes: number;
  readonly events: number;
  readonly bytes: number;
}

/** N-MNIST has no more either; ids keep five digits. */
const MOST_SAMPLES = 99_999;

export async function makeDataset(
  spec: MakeDatasetSpec,
  options: DataOptions = {},
): Promise<Outcome<MadeDataset>> {
  const out = resolve(spec.out);
  const issues = [...countIssues(spec), ...(await placeIssues(out))];
  if (issues.length) return refuse(...issues);
  const set = await setOf(spec);
  if (!set.ok) return set;
  const partial = `${out}.part-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(out), { recursive: true });
    const made = await writeSamples(spec, set.value, partial, options);
    if (!made) {
      await rm(partial, { recursive: true, force: true });
      return refuse(cancelledIssue(out));
    }
    await rmdir(out).catch(ignoreMissing);
    await rename(partial, out);
    return accept({ ...made, path: out });
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    return refuse(fileIssue(error, out));
  }
}

export interface SampleMaker {
  readonly classes: readonly string[];
  /** What dataset.json says of it. */
  readonly origin: object;
  sample(index: number): MadeSample;
  /** A table of what is known of the samples, one row each, and its columns. */
  readonly table?: { readonly name: string; readonly columns: readonly string[] };
}

export interface MadeSample {
  readonly stream: EventStream;
  readonly label: number;
  /** Of the table, behind file and class. */
  readonly row?: readonly (string | number)[];
}

async function setOf(spec: MakeDatasetSpec): Promise<Outcome<SampleMaker>> {
  const samples = spec.trainSamples + spec.testSamples;
  if (spec.kind === 'images') return openFilmedImages(spec.images, samples, spec.seed);
  if (spec.kind === 'synthetic-motion') return accept(motionMaker(spec.seed));
  const { classes, version, make } = SYNTHETIC_SETS[spec.kind];
  const set = make(spec.seed);
  return accept({ classes, origin: { version }, sample: (index) => set.sample(index) });
}

/** Null where the caller asked to stop. */
async function writeSamples(
  spec: MakeDatasetSpec,
  { classes, origin, sample, table }: SampleMaker,
  folder: string,
  options: DataOptions,
): Promise<Omit<MadeDataset, 'path'> | null> {
  const samples = spec.trainSamples + spec.testSamples;
  const folders = new Set<string>();
  let events = 0;
  let bytes = 0;
  const rows: string[] = table ? [['file', 'class', ...table.columns].join(',')] : [];
  await mkdir(folder);
  for (let index = 0; index < samples; index++) {
    if (options.shouldStop?.()) return null;
    const { stream, label, row } = sample(index);
    const encoded = encodeNmnistBin(stream, folder);
    if (!encoded.ok) throw new Error('makeDataset: a generated sample does not fit the format');
    const part = index < spec.trainSamples ? 'Train' : 'Test';
    const classFolder = join(folder, part, classes[label]);
    if (!folders.has(classFolder)) await mkdir(classFolder, { recursive: true });
    folders.add(classFolder);
    const id = (part === 'Train' ? index : index - spec.trainSamples) + 1;
    const name = `${String(id).padStart(5, '0')}.bin`;
    await writeFile(join(classFolder, name), encoded.value, { flag: 'wx' });
    if (row) rows.push([`${part}/${classes[label]}/${name}`, classes[label], ...row].join(','));
    events += stream.x.length;
    bytes += encoded.value.length;
    options.onProgress?.(index + 1, samples);
  }
  if (table) await writeFile(join(folder, table.name), `${rows.join('\n')}\n`);
  const facts = { made: spec.kind, ...origin, seed: spec.seed, samples };
  await writeFile(join(folder, 'dataset.json'), `${JSON.stringify(facts, null, 1)}\n`);
  return { samples, classes: Math.min(samples, classes.length), events, bytes };
}

function countIssues({ trainSamples, testSamples, seed }: MakeDatasetSpec): Issue[] {
  const issues: Issue[] = [];
  const check = (name: string, value: number, least: number, most: number): void => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    issues.push(
      errorAt(
        name,
        'dataset/count',
        `must be a whole number of ${least}..${most} (got ${value}); choose one of them`,
      ),
    );
  };
  check('samples', trainSamples, 1, MOST_SAMPLES);
  check('testSamples', testSamples, 0, MOST_SAMPLES);
  check('seed', seed, 0, 2 ** 32 - 1);
  return issues;
}

async function placeIssues(out: string): Promise<Issue[]> {
  try {
    if ((await readdir(out)).length === 0) return [];
    return [
      errorAt(
        out,
        'dataset/not-empty',
        'must be a new or an empty folder (got one with content); choose another name',
      ),
    ];
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? [] : [fileIssue(error, out)];
  }
}

function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}
