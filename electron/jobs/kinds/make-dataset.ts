/** Job `make-dataset`: writes a synthetic event-camera set as a folder of event files. */
import type { Outcome } from '../../../engine/contract/index.ts';
import { makeDataset as writeDataset, type MadeDataset, type MadeKind } from '../../data/make-dataset.ts';
import type { ImageFilming } from '../../data/film-images.ts';
import type { JobContext } from '../context.ts';

export interface MakeDatasetAsk {
  readonly kind: MadeKind;
  readonly images?: ImageFilming;
  readonly out: string;
  /** In all; a fifth of them become the Test part. */
  readonly samples: number;
  readonly seed: number;
}

const TEST_SHARE = 0.2;

export function makeDataset(ask: MakeDatasetAsk, context: JobContext): Promise<Outcome<MadeDataset>> {
  const testSamples = Math.round(ask.samples * TEST_SHARE);
  return writeDataset(
    {
      kind: ask.kind,
      images: ask.images,
      out: ask.out,
      trainSamples: ask.samples - testSamples,
      testSamples,
      seed: ask.seed,
    },
    {
      shouldStop: context.shouldStop,
      onProgress: (done, total) =>
        context.progress({ done, total, unit: 'samples', message: 'writing samples', secondsLeft: null }),
    },
  );
}
