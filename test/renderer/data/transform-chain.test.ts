import { expect, it } from 'vitest';
import { parsePipeline, TRANSFORM_KINDS } from '../../../engine/events/transforms/index.ts';
import {
  fresh,
  KINDS,
  moved,
  paramsOf,
  placeOf,
  withParam,
  without,
} from '../../../renderer/src/views/data/transform-chain.ts';
import { dataTexts } from '../../../renderer/src/texts/data.ts';

it('offers every transform, with defaults that the host takes and a label for every parameter', () => {
  expect([...KINDS].sort()).toEqual([...TRANSFORM_KINDS].sort());
  for (const kind of KINDS) {
    expect(parsePipeline([fresh(kind)], 'transforms')).toMatchObject({ ok: true, value: [fresh(kind)] });
    for (const { key } of paramsOf(fresh(kind))) expect(Object.keys(dataTexts.params)).toContain(key);
  }
});

it('edits by making new lists', () => {
  const chain = [fresh('Denoise'), fresh('DropEvent')];
  expect(withParam(chain, 0, 'filterTimeUs', 5)).toEqual([{ kind: 'Denoise', filterTimeUs: 5 }, chain[1]]);
  expect(moved(chain, 0, 1)).toEqual([chain[1], chain[0]]);
  expect(moved(chain, 1, 1)).toBe(chain);
  expect(without(chain, 0)).toEqual([chain[1]]);
  expect(chain).toEqual([fresh('Denoise'), fresh('DropEvent')]);
});

it('knows words, optional numbers and the place of an issue', () => {
  expect(paramsOf(fresh('CropTime'))[1]).toEqual({ key: 'maxUs', value: null, optional: true });
  expect(paramsOf(fresh('Downsample')).find(({ key }) => key === 'combine')?.words).toContain('or');
  expect(placeOf('transforms[2].p')).toBe(2);
  expect(placeOf('bins.timesteps')).toBeNull();
});
