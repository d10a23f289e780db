/**
 * RandomFlipLR, RandomFlipUD, RandomFlipPolarity, MergePolarities (Tonic: transforms.py). Each flip concerns a whole
 * recording and happens with probability p: x' = width - 1 - x, y' = height - 1 - y, p' = 1 - p. Tonic's text says
 * of RandomFlipPolarity that single events flip; its code flips all or none, and so does this. Merging makes every
 * event OFF, so that channel 1 of a binned tensor stays empty. Different from Tonic: p = 0 never flips, for certain.
 */
import { TRANSFORM_DEFAULTS } from '../../contract/index.ts';
import type { FieldReader } from '../../math/field-reader.ts';
import { PROBABILITY } from './definition.ts';
import type { TransformDefinition } from './definition.ts';

const read = (fields: FieldReader): { p: number } => ({
  p: fields.number('p', PROBABILITY, TRANSFORM_DEFAULTS.RandomFlipLR.p, true),
});

export const RANDOM_FLIP_LR: TransformDefinition<'RandomFlipLR'> = {
  read,
  apply: (stream, { p }, random) =>
    random.uniform() < p ? { ...stream, x: stream.x.map((x) => stream.width - 1 - x) } : stream,
};

export const RANDOM_FLIP_UD: TransformDefinition<'RandomFlipUD'> = {
  read,
  apply: (stream, { p }, random) =>
    random.uniform() < p ? { ...stream, y: stream.y.map((y) => stream.height - 1 - y) } : stream,
};

export const RANDOM_FLIP_POLARITY: TransformDefinition<'RandomFlipPolarity'> = {
  read,
  apply: (stream, { p }, random) =>
    random.uniform() < p ? { ...stream, p: stream.p.map((polarity) => 1 - polarity) } : stream,
};

export const MERGE_POLARITIES: TransformDefinition<'MergePolarities'> = {
  read: () => ({}),
  apply: (stream) => ({ ...stream, p: new Uint8Array(stream.p.length) }),
};
