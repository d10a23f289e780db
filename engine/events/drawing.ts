/**
 * Which transforms draw, and what stands for them on recordings that a network is tested on: the same recording in every
 * epoch, untouched by chance. A random crop becomes the middle one, a range its middle, jitter none; flips, drops and noise
 * are left out. What draws with certainty (a flip with p = 1) stays.
 */
import type { NumberOrRange, TransformSpec } from '../contract/index.ts';

const isRange = (value: NumberOrRange): value is readonly [number, number] => typeof value !== 'number';

export function isDrawn(spec: TransformSpec): boolean {
  switch (spec.kind) {
    case 'RandomFlipLR':
    case 'RandomFlipUD':
    case 'RandomFlipPolarity':
      return spec.p > 0 && spec.p < 1;
    case 'RefractoryPeriod':
      return isRange(spec.deltaUs);
    case 'TimeJitter':
      return spec.stdUs > 0;
    case 'DropEvent':
    case 'UniformNoise':
    case 'RandomCrop':
    case 'SpatialJitter':
      return true;
    default:
      return false;
  }
}

export const draws = (transforms: readonly TransformSpec[]): boolean => transforms.some(isDrawn);

/** For recordings that are held out. The sensor after it is the same. */
export const withoutDrawing = (transforms: readonly TransformSpec[]): readonly TransformSpec[] =>
  transforms.flatMap((spec): readonly TransformSpec[] => {
    if (!isDrawn(spec)) return [spec];
    if (spec.kind === 'RandomCrop') return [{ ...spec, kind: 'CenterCrop' }];
    if (spec.kind === 'TimeJitter') return [{ ...spec, stdUs: 0 }];
    if (spec.kind === 'RefractoryPeriod' && isRange(spec.deltaUs))
      return [{ ...spec, deltaUs: (spec.deltaUs[0] + spec.deltaUs[1]) / 2 }];
    return [];
  });
