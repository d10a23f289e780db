/**
 * How recordings of one sensor become the input of a network: the OR over k x k pixels (DVS Gesture at 128 x 128 feeds
 * networks of 64 x 64 with k = 2 and of 32 x 32 with k = 4), and both polarities merged where the network has one
 * channel. Sides that are no multiple of k keep their last, smaller blocks. Units: pixels, µs.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { BinSpec, InputSpec, Outcome } from '../contract/index.ts';
import { EVENT_CHANNELS, MOST_FACTOR } from './bin.ts';
import type { FittedBins } from './bin.ts';
import { sensorText } from './sensor.ts';
import type { Sensor } from './sensor.ts';

/** `sensor`: after the transforms. `input` null: no network is asked for, as recorded unless the bins say otherwise. */
export function fitBins(
  sensor: Sensor,
  bins: BinSpec,
  input: InputSpec | null,
  path: string,
): Outcome<FittedBins> {
  const channels = input?.channels === 1 ? 1 : EVENT_CHANNELS;
  if (!input) return accept({ ...bins, factor: bins.factor ?? 1, channels });
  const factor = bins.factor ?? fittingFactor(sensor, input) ?? 1;
  const got = reduced(sensor, factor);
  if (got.width === input.width && got.height === input.height) return accept({ ...bins, factor, channels });
  const how =
    factor === 1 ? sensorText(sensor) : `${sensorText(sensor)}, ${sensorText(got)} by factor ${factor}`;
  const fits = fittingFactor(sensor, input);
  const advice = fits
    ? `factor ${fits} fits`
    : 'choose another network or dataset, or crop the recordings (CenterCrop, Downsample)';
  const message = `must give pictures of ${sensorText(input)}, the input of the network (got ${how}); ${advice}`;
  return refuse(errorAt(path, 'data/sensor', message));
}

export const reduced = ({ width, height }: Sensor, factor: number): Sensor => ({
  width: Math.ceil(width / factor),
  height: Math.ceil(height / factor),
});

function fittingFactor(sensor: Sensor, input: Sensor): number | null {
  const factor = Math.ceil(sensor.width / input.width);
  const { width, height } = reduced(sensor, factor);
  return factor <= MOST_FACTOR && width === input.width && height === input.height ? factor : null;
}
