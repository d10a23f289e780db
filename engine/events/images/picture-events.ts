/**
 * A picture as spikes without a camera: every pixel fires ON from the start for a time in proportion to its grey value
 * (a thermometer code), so that over T equal steps its mean rate is the grey value in T + 1 levels, rounded up. Networks
 * that read mean rates (direct and rate coding) are so trained on pictures themselves. Pictures smaller than the sensor
 * lie in its middle. 60 events per pixel at most, 1 ms apart: T = 4 steps are 15 ms each, T = 12 are 5 ms.
 * Left out: colour (grey by BT.601), finer levels than 60.
 */
import type { EventStream } from '../../contract/index.ts';
import type { Sensor } from '../sensor.ts';
import type { GreyImage } from './image-set.ts';

const LEVELS = 60;
const LEVEL_US = 1000;
/** What every picture lasts. */
export const PICTURE_US = LEVELS * LEVEL_US;

/** In order of time. */
export function pictureEvents({ width, height, grey }: GreyImage, sensor: Sensor): EventStream {
  const left = Math.floor((sensor.width - width) / 2);
  const top = Math.floor((sensor.height - height) / 2);
  const levels = Uint8Array.from(grey, (value) => Math.round(Math.min(1, Math.max(0, value)) * LEVELS));
  const count = levels.reduce((sum, level) => sum + level, 0);
  const x = new Uint16Array(count);
  const y = new Uint16Array(count);
  const tUs = new Float64Array(count);
  let at = 0;
  for (let level = 0; level < LEVELS; level++)
    for (let pixel = 0; pixel < levels.length; pixel++) {
      if (levels[pixel] <= level) continue;
      x[at] = left + (pixel % width);
      y[at] = top + Math.floor(pixel / width);
      tUs[at++] = level * LEVEL_US;
    }
  return { ...sensor, x, y, p: new Uint8Array(count).fill(1), tUs };
}
