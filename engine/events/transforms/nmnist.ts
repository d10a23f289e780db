/**
 * N-MNIST's own two (Tonic: datasets/nmnist.py; Orchard et al. 2015 for the saccades, about 105 ms each).
 * FirstSaccadeOnly keeps t < 100 ms. Stabilize moves each event back along the camera's path: with u = t / 105 ms,
 * dx = 4 - 3.5 u and dy = 2 - 7 u for t <= 105 ms; dx = 4 - 3.5 u and dy = 2 - 7 + 7 (u - 1) up to 210 ms;
 * dx = 4 - 7 + 7 (u - 2) and dy = 2 after it. Events whose place leaves 0..33 before rounding are dropped; halves round
 * to the even neighbour. Only for 34x34 recordings whose times start with the first saccade.
 */
import { NMNIST_SENSOR, sensorText } from '../sensor.ts';
import { keepBetween } from './crops.ts';
import type { TransformDefinition } from './definition.ts';
import { StreamWriter } from './stream-writer.ts';

const FIRST_SACCADE_US = 100_000;
const SACCADE_US = 105_000;
const LAST_PIXEL = NMNIST_SENSOR.width - 1;
const OFFSET_X = 4;
const OFFSET_Y = 2;

export const FIRST_SACCADE_ONLY: TransformDefinition<'FirstSaccadeOnly'> = {
  read: () => ({}),
  apply: (stream) =>
    keepBetween(stream, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, FIRST_SACCADE_US),
};

export const STABILIZE: TransformDefinition<'Stabilize'> = {
  read: () => ({}),
  apply: (stream) => {
    const { x, y, p, tUs } = stream;
    const writer = new StreamWriter(x.length);
    for (let i = 0; i < x.length; i++) {
      const t = tUs[i];
      const column = OFFSET_X + x[i] - cameraX(t);
      const row = OFFSET_Y + y[i] - cameraY(t);
      if (column >= 0 && row >= 0 && column <= LAST_PIXEL && row <= LAST_PIXEL) {
        writer.push(roundHalfEven(column), roundHalfEven(row), p[i], t);
      }
    }
    return writer.finish(stream);
  },
  sensorAfter: (_, sensor) =>
    sensor.width === NMNIST_SENSOR.width && sensor.height === NMNIST_SENSOR.height
      ? sensor
      : `must stand before crops, on N-MNIST's ${sensorText(NMNIST_SENSOR)} pixels (got ${sensorText(sensor)}); leave it out`,
};

function cameraX(tUs: number): number {
  return tUs <= 2 * SACCADE_US ? (3.5 * tUs) / SACCADE_US : 7 - (7 * (tUs - 2 * SACCADE_US)) / SACCADE_US;
}

function cameraY(tUs: number): number {
  if (tUs <= SACCADE_US) return (7 * tUs) / SACCADE_US;
  return tUs <= 2 * SACCADE_US ? 7 - (7 * (tUs - SACCADE_US)) / SACCADE_US : 0;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
