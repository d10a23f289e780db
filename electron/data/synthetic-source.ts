/** The embedded, generated dataset as a source of samples: 2,000 to train on, 500 to test on, always the same. */
import { accept } from '../../engine/contract/index.ts';
import type { EmbeddedDataset } from '../../engine/contract/index.ts';
import { encodeNmnistBin } from '../../engine/events/formats/nmnist-bin.ts';
import { NMNIST_SENSOR } from '../../engine/events/sensor.ts';
import {
  SYNTHETIC_CLASSES,
  SYNTHETIC_SEED,
  syntheticLabel,
  SyntheticNmnist,
} from '../../engine/events/synthetic/synthetic-nmnist.ts';
import type { SampleRef, SampleSource } from './sample-source.ts';

export const SYNTHETIC_TRAIN_SAMPLES = 2000;
export const SYNTHETIC_TEST_SAMPLES = 500;

export function syntheticSource(name: EmbeddedDataset): SampleSource {
  const set = new SyntheticNmnist(SYNTHETIC_SEED);
  const samples: SampleRef[] = Array.from(
    { length: SYNTHETIC_TRAIN_SAMPLES + SYNTHETIC_TEST_SAMPLES },
    (_, index) => ({
      path: `${name}/${index}`,
      label: syntheticLabel(index),
      part: index < SYNTHETIC_TRAIN_SAMPLES ? 'train' : 'test',
    }),
  );
  return {
    source: name,
    title: 'Synthetic N-MNIST',
    format: 'synthetic',
    sensor: NMNIST_SENSOR,
    classes: SYNTHETIC_CLASSES,
    samples,
    warnings: [],
    generated: true,
    async read({ path }) {
      const { stream } = set.sample(Number(path.slice(name.length + 1)));
      const bytes = encodeNmnistBin(stream, path);
      return bytes.ok ? accept({ file: { format: 'nmnist-bin', stream }, bytes: bytes.value }) : bytes;
    },
  };
}
