/** An embedded, generated dataset as a source of samples, always the same ones. */
import { accept } from '../../engine/contract/index.ts';
import type { EmbeddedDataset } from '../../engine/contract/index.ts';
import { encodeNmnistBin } from '../../engine/events/formats/nmnist-bin.ts';
import { SYNTHETIC_SEED } from '../../engine/events/synthetic/synthetic-nmnist.ts';
import type { SampleRef, SampleSource } from './sample-source.ts';
import { SYNTHETIC_SETS } from './synthetic-sets.ts';

export function syntheticSource(name: EmbeddedDataset): SampleSource {
  const { title, sensor, classes, trainSamples, testSamples, labelOf, make } = SYNTHETIC_SETS[name];
  const set = make(SYNTHETIC_SEED);
  const samples: SampleRef[] = Array.from({ length: trainSamples + testSamples }, (_, index) => ({
    path: `${name}/${index}`,
    label: labelOf(index),
    part: index < trainSamples ? 'train' : 'test',
  }));
  return {
    source: name,
    title,
    format: 'synthetic',
    sensor,
    classes,
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
