// The defaults on real N-MNIST recordings, several seeds. Long: runs in `npm run soak` with SPIKEX_TEST_DATA.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAIN } from '../../engine/contract/index.ts';
import { train } from '../../electron/jobs/kinds/train.ts';
import { dataPlaces, MEMORY_DATABASE } from '../../electron/host/paths.ts';
import { isSoak } from '../support/soak.ts';

const data = process.env['SPIKEX_TEST_DATA'];

describe.skipIf(!isSoak || !data)('the defaults on real N-MNIST (npm run soak with SPIKEX_TEST_DATA)', () => {
  it.each([1, 2, 3])('reach 93 % held out with seed %i', async (seed) => {
    const trained = await train(
      {
        runId: `soak-${seed}`,
        spec: {
          ...DEFAULT_TRAIN,
          seed,
          data: { ...DEFAULT_TRAIN.data, source: join(data ?? '', 'nmnist') },
        },
        resume: false,
        limits: null,
      },
      {
        paths: dataPlaces(MEMORY_DATABASE).paths,
        report: () => {},
        progress: () => {},
        shouldStop: () => false,
        stopFlag: new Int32Array(new SharedArrayBuffer(4)),
      },
    );
    if (!trained.ok) throw new Error(trained.issues[0].message);
    expect(trained.value.evaluation.accuracy).toBeGreaterThanOrEqual(0.93);
  });
});
