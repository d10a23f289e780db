import { expect, it } from 'vitest';
import { parsePipeline, TRANSFORM_KINDS } from '../../../engine/events/transforms/index.ts';
import {
  fresh,
  KINDS,
  moved,
  paramsOf,
  placeOf,
  withParam,
  withRange,
  without,
} from '../../../renderer/src/components/transform-chain.ts';
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
  expect(paramsOf(fresh('CropTime'))[1]).toEqual({
    key: 'maxUs',
    value: null,
    optional: true,
    range: null,
  });
  expect(paramsOf(fresh('Downsample')).find(({ key }) => key === 'combine')?.words).toContain('or');
  expect(placeOf('transforms[2].p')).toBe(2);
  expect(placeOf('bins.timesteps')).toBeNull();
});

it('turns a number into a range and back where the host takes ranges', () => {
  const [chain] = [[fresh('DropEvent')]];
  const rangeOf = (list: typeof chain) => paramsOf(list[0])[0].range;
  expect(rangeOf(chain)).toEqual([0.1, null]);
  const ranged = withRange(chain, 0, 'p', 0.1, 0.3);
  expect(ranged).toEqual([{ kind: 'DropEvent', p: [0.1, 0.3] }]);
  expect(parsePipeline(ranged, 'transforms').ok).toBe(true);
  expect(paramsOf(ranged[0])[0].range).toEqual([0.1, 0.3]);
  expect(withRange(ranged, 0, 'p', 0.2, null)).toEqual([{ kind: 'DropEvent', p: 0.2 }]);
  expect(paramsOf(fresh('RandomFlipLR'))[0].range).toBeNull();
});
