/**
 * Which samples are trained on and which are held out: a seeded split per class, then seeded caps. The chosen
 * samples are interleaved so that any first k of them hold the classes in proportion; a smaller cap picks the
 * first of what a larger one picks. Everything follows from the labels, the DataSpec and the seed.
 * Left out: cross-validation folds and splits by person or session.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { DatasetPart, DataSpec, Issue, Outcome } from '../contract/index.ts';
import { Random, streamSeed } from '../math/random.ts';
import { checkBinSpec } from './bin.ts';

export interface LabelledSample {
  readonly label: number;
  readonly part: DatasetPart['name'];
}

/** Indices into the samples of the dataset. */
export interface Split {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

export function checkDataSpec(spec: DataSpec, path = 'data'): Outcome<DataSpec> {
  const issues: Issue[] = [];
  if (spec.source.trim() === '') {
    issues.push(
      errorAt(
        `${path}.source`,
        'data/source',
        'must be a dataset folder or the name of an embedded set (got nothing); choose one',
      ),
    );
  }
  if (spec.split !== null && !(spec.split > 0 && spec.split < 1)) {
    issues.push(
      errorAt(
        `${path}.split`,
        'data/split-fraction',
        `must lie between 0 and 1 (got ${spec.split}); 0.8 trains on 80 % of each class and holds out the rest`,
      ),
    );
  }
  for (const key of ['maxTrain', 'maxTest'] as const) {
    const cap = spec[key];
    if (cap !== null && !(Number.isInteger(cap) && cap > 0)) {
      issues.push(
        errorAt(
          `${path}.${key}`,
          'data/cap-positive',
          `must be a positive whole number or empty for all (got ${cap}); give the largest number of samples`,
        ),
      );
    }
  }
  const bins = checkBinSpec(spec.bins, `${path}.bins`);
  if (!bins.ok) issues.push(...bins.issues);
  return issues.length ? refuse(...issues) : accept(spec);
}

export function splitSamples(
  samples: readonly LabelledSample[],
  spec: DataSpec,
  seed: number,
): Outcome<Split> {
  const train = interleaved(samples, 'train', seed);
  const test = interleaved(samples, 'test', seed);
  const chosen = spec.split === null ? { train, test } : heldOut(samples, train, spec.split);
  if (chosen.test.length === 0) return refuse(nothingHeldOut(spec));
  return accept({
    train: chosen.train.slice(0, spec.maxTrain ?? undefined),
    test: chosen.test.slice(0, spec.maxTest ?? undefined),
  });
}

/** The first samples of each class are trained on, as many as its quota says. */
function heldOut(samples: readonly LabelledSample[], order: readonly number[], share: number): Split {
  const left = quotas(samples, order, share);
  const train: number[] = [];
  const test: number[] = [];
  for (const i of order) {
    const quota = left.get(samples[i].label) ?? 0;
    left.set(samples[i].label, quota - 1);
    (quota > 0 ? train : test).push(i);
  }
  return { train, test };
}

/**
 * Samples of each class to train on: whole numbers in proportion that add up to the share of all samples (largest
 * remainders), at least one per class, and of a class of two or more at least one held out.
 */
function quotas(
  samples: readonly LabelledSample[],
  order: readonly number[],
  share: number,
): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const i of order) sizes.set(samples[i].label, (sizes.get(samples[i].label) ?? 0) + 1);
  const classes = [...sizes].map(([label, size]) => {
    const quota = Math.max(1, Math.min(size - 1, Math.floor(size * share)));
    return { label, size, quota, remainder: size * share - quota };
  });
  classes.sort((a, b) => b.remainder - a.remainder || a.label - b.label);
  let missing = Math.round(order.length * share) - classes.reduce((sum, { quota }) => sum + quota, 0);
  for (const entry of classes) {
    if (missing <= 0) break;
    if (entry.quota >= entry.size - 1) continue;
    entry.quota++;
    missing--;
  }
  return new Map(classes.map(({ label, quota }) => [label, quota]));
}

/** Samples of a part, shuffled within their class, in order of their relative rank in it. */
function interleaved(
  samples: readonly LabelledSample[],
  part: LabelledSample['part'],
  seed: number,
): number[] {
  const byClass = new Map<number, number[]>();
  samples.forEach((sample, i) => {
    if (sample.part !== part) return;
    const members = byClass.get(sample.label);
    if (members) members.push(i);
    else byClass.set(sample.label, [i]);
  });
  const placed: { index: number; at: number; label: number }[] = [];
  for (const [label, members] of byClass) {
    new Random(streamSeed(seed, part === 'train' ? 0 : 1, label)).shuffle(members);
    members.forEach((index, rank) => placed.push({ index, at: (rank + 0.5) / members.length, label }));
  }
  placed.sort((a, b) => a.at - b.at || a.label - b.label);
  return placed.map(({ index }) => index);
}

function nothingHeldOut(spec: DataSpec): Issue {
  return spec.split === null
    ? errorAt(
        'data.split',
        'data/no-test-part',
        'must be a fraction where the dataset has no Test part (got none); 0.8 holds out 20 % of each class',
      )
    : errorAt(
        'data.split',
        'data/nothing-held-out',
        `must leave at least one sample to hold out (got ${spec.split} of too few samples); add samples`,
      );
}
