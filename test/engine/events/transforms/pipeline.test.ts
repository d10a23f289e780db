import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRANSFORM_DEFAULTS } from '../../../../engine/contract/index.ts';
import type { TransformKind, TransformSpec } from '../../../../engine/contract/index.ts';
import {
  applyPipeline,
  parsePipeline,
  pipelineSensor,
  TRANSFORM_KINDS,
} from '../../../../engine/events/transforms/index.ts';
import { rowsOf } from '../../../support/event-streams.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { anySeed, anyStream, asSet } from './streams.ts';

/** Every transform with the values a form starts from; sides that fit 6x6. */
const EVERY: readonly TransformSpec[] = valueOf(
  parsePipeline(
    TRANSFORM_KINDS.map((kind) => ({
      kind,
      ...TRANSFORM_DEFAULTS[kind],
      ...('widthPixels' in TRANSFORM_DEFAULTS[kind] ? { widthPixels: 4, heightPixels: 3 } : {}),
    })),
    'transforms',
  ),
);

const ON_ANY_SENSOR = EVERY.filter(({ kind }) => kind !== 'Stabilize');

describe('parsePipeline', () => {
  it('knows a starting value for every transform and reads back what it wrote', () => {
    expect(EVERY.map(({ kind }) => kind)).toEqual(Object.keys(TRANSFORM_DEFAULTS));
    expect(valueOf(parsePipeline(JSON.stringify(EVERY), 'transforms'))).toEqual(EVERY);
  });

  it('takes Tonic’s defaults where nothing stands, and ranges', () => {
    const source = [{ kind: 'RandomFlipLR' }, { kind: 'CropTime' }, { kind: 'DropEvent', p: [0, 0.5] }];
    expect(valueOf(parsePipeline(source, 'transforms'))).toEqual([
      { kind: 'RandomFlipLR', p: 0.5 },
      { kind: 'CropTime', minUs: 0, maxUs: null },
      { kind: 'DropEvent', p: [0, 0.5] },
    ]);
  });

  it('names every mistake at once', () => {
    const source = [
      { kind: 'Denois', filterTimeUs: 10 },
      { kind: 'Denoise', filterTime: 10 },
      { kind: 'DropEvent', p: [0.5, 0.2] },
      { kind: 'DropEvent', p: [0, 2] },
      { kind: 'CropTime', minUs: 10, maxUs: 5 },
      { kind: 'SpatialJitter', varXPixels2: 4, varYPixels2: 1, sigmaXYPixels2: 3 },
      'Denoise',
    ];
    expect(messagesOf(parsePipeline(source, 'transforms'))).toEqual([
      'transforms[0].kind: must be a known transform (got "Denois"); did you mean "Denoise"?',
      'transforms[1].filterTimeUs: must be a number above 0 (got nothing); write a time in µs, for example 10000',
      'transforms[1].filterTime: must be a known key (got "filterTime"); did you mean "filterTimeUs"?',
      'transforms[2].p: must be [least, most] in this order (got 0.5 and 0.2); or write one number',
      'transforms[3].p: each end must be a number of at least 0 and at most 1 (got 2); write a share of 0..1',
      'transforms[4].maxUs: must be at least minUs, 10 (got 5); or null for no end',
      'transforms[5].sigmaXYPixels2: must be at most 2 in size, the root of varX × varY (got 3); choose a smaller one',
      'transforms[6]: must be an object (got "Denoise"); write {"kind": "Denoise", …}',
    ]);
    expect(messagesOf(parsePipeline({ kind: 'Denoise' }, 'transforms'))).toEqual([
      'transforms: must be a list of transforms (got an object); start with [',
    ]);
    expect(messagesOf(parsePipeline('[', 'transforms'))[0]).toContain('transforms: must be JSON (');
  });
});

describe('pipelineSensor', () => {
  it('follows the sensor through the pipeline', () => {
    const specs = valueOf(
      parsePipeline(
        [
          { kind: 'CenterCrop', widthPixels: 32, heightPixels: 30 },
          { kind: 'Downsample', xFactor: 0.5, yFactor: 0.5 },
          { kind: 'RandomCrop', widthPixels: 10, heightPixels: 9 },
        ],
        'transforms',
      ),
    );
    expect(valueOf(pipelineSensor(specs, { width: 34, height: 34 }, 'transforms'))).toEqual({
      width: 10,
      height: 9,
    });
  });

  it('names each transform that does not fit', () => {
    const specs: TransformSpec[] = [
      { kind: 'RandomCrop', widthPixels: 40, heightPixels: 10 },
      { kind: 'Stabilize' },
    ];
    expect(messagesOf(pipelineSensor(specs, { width: 34, height: 20 }, 'transforms'))).toEqual([
      'transforms[0]: must fit into the sensor of 34×20 pixels (got 40×10); choose a smaller crop',
      "transforms[1]: must stand before crops, on N-MNIST's 34×34 pixels (got 34×20); leave it out",
    ]);
  });
});

describe('applyPipeline', () => {
  const pipelines = fc.array(fc.constantFrom(...ON_ANY_SENSOR), { maxLength: 4 });

  it('gives the same bits for one seed, leaves its input alone and stays inside the sensor', () => {
    fc.assert(
      fc.property(anyStream, pipelines, anySeed, (stream, specs, seed) => {
        const sensor = pipelineSensor(specs, stream, 'transforms');
        fc.pre(sensor.ok);
        const before = rowsOf(stream);
        const result = applyPipeline(stream, specs, seed);
        expect(applyPipeline(stream, specs, seed)).toEqual(result);
        expect(rowsOf(stream)).toEqual(before);
        expect({ width: result.width, height: result.height }).toEqual(valueOf(sensor));
        for (const [x, y, p, t] of rowsOf(result)) {
          expect(x < result.width && y < result.height && p <= 1 && Number.isFinite(t)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each<TransformKind>(['Denoise', 'CropTime', 'DropEvent', 'RefractoryPeriod', 'FirstSaccadeOnly'])(
    '%s only takes away',
    (kind) => {
      const spec = EVERY.find((candidate) => candidate.kind === kind);
      if (!spec) throw new Error(`no ${kind}`);
      fc.assert(
        fc.property(anyStream, anySeed, (stream, seed) => {
          const all = asSet(rowsOf(stream));
          for (const row of asSet(rowsOf(applyPipeline(stream, [spec], seed)))) expect(all).toContain(row);
        }),
        { numRuns: 30 },
      );
    },
  );

  it('draws for each place of the pipeline apart', () => {
    fc.assert(
      fc.property(anyStream, anySeed, (stream, seed) => {
        const drop: TransformSpec = { kind: 'DropEvent', p: 0.5 };
        const first = applyPipeline(stream, [drop], seed);
        // What comes later does not change what came before it: flipping back gives the first result.
        const flip: TransformSpec = { kind: 'RandomFlipLR', p: 1 };
        expect(rowsOf(applyPipeline(stream, [drop, flip, flip], seed))).toEqual(rowsOf(first));
      }),
      { numRuns: 30 },
    );
  });
});
