/**
 * Cross-validation: samples in folds that hold every class in proportion, by a seeded shuffle within each class. Each fold
 * is held out once.
 */
import { Random } from '../math/random.ts';
import { packSamples, sampleAt, type SampleSet } from './sample-set.ts';

/** Fold number of every sample. */
export function foldNumbers(labels: ArrayLike<number>, folds: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const numbers = new Uint8Array(labels.length);
  const classes = Math.max(-1, ...Array.from(labels)) + 1;
  for (let label = 0; label < classes; label++) {
    const members = Array.from(labels, (_, i) => i).filter((i) => labels[i] === label);
    random.shuffle(members).forEach((sample, rank) => (numbers[sample] = rank % folds));
  }
  return numbers;
}

/** Training and held-out samples of one fold. */
export function foldOf(
  sets: readonly SampleSet[],
  numbers: Uint8Array,
  fold: number,
): { readonly train: SampleSet; readonly test: SampleSet } {
  const all = sets.flatMap((set) =>
    Array.from({ length: set.count }, (_, i) => ({ sample: sampleAt(set, i), label: set.labels[i] })),
  );
  const pack = (isHeldOut: boolean): SampleSet => {
    const chosen = all.filter((_, i) => (numbers[i] === fold) === isHeldOut);
    return packSamples(
      chosen.map(({ sample }) => sample),
      chosen.map(({ label }) => label),
    );
  };
  return { train: pack(false), test: pack(true) };
}
