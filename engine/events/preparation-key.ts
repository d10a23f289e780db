/**
 * What a prepared sample depends on, as text: the recording's content, the sensor, transforms, bins, and the seed where a
 * transform draws. Equal texts mean equal tensors. PREPARATION_VERSION is raised with every change of a decoder, a
 * transform or the binning that yields other tensors for the same files.
 */
import type { TransformSpec } from '../contract/index.ts';
import { frameSpecOf } from './bin-frames.ts';
import type { FittedBins } from './bin.ts';
import { draws } from './drawing.ts';
import type { Sensor } from './sensor.ts';

export const PREPARATION_VERSION = 1;

export function preparationText(
  sensor: Sensor,
  transforms: readonly TransformSpec[],
  bins: FittedBins,
  seed: number,
): string {
  const { timesteps, mode, windowUs, factor, channels } = bins;
  const frames = frameSpecOf(bins);
  return JSON.stringify([
    PREPARATION_VERSION,
    [sensor.width, sensor.height],
    transforms.map((spec) => Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1))),
    [timesteps, mode, mode === 'window' ? windowUs : 0, factor, channels],
    draws(transforms) ? seed : null,
    ...(frames ? [frames] : []),
  ]);
}
