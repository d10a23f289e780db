/** An embedded, generated dataset as a source of samples, always the same ones. */
import { createHash } from 'node:crypto';
import { accept } from '../../engine/contract/index.ts';
import type { EmbeddedDataset } from '../../engine/contract/index.ts';
import { SYNTHETIC_SEED } from '../../engine/events/synthetic/synthetic-nmnist.ts';
import type { SampleRef, SampleSource } from './sample-source.ts';
import { SYNTHETIC_SETS } from './synthetic-sets.ts';

export function syntheticSource(name: EmbeddedDataset): SampleSource {
  const { title, sensor, classes, version, trainSamples, testSamples, labelOf, make } = SYNTHETIC_SETS[name];
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
    broken: [],
    generated: true,
    async read({ path }) {
      const origin = `spikex/${path}/version ${version}/seed ${SYNTHETIC_SEED}`;
      return accept({
        bytes: 0,
        digest: createHash('sha256').update(origin).digest('hex'),
        events: async () => {
          const { stream } = set.sample(Number(path.slice(name.length + 1)));
          return accept({ format: 'nmnist-bin', stream });
        },
      });
    },
  };
}
