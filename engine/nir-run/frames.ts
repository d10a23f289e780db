/**
 * Input of one run: for each step the elements that are not 0, in C order of the Input's shape, with their values (event
 * counts of a step; more than one event of a pixel in a step counts fully). Events become frames by step =
 * floor(t / dt) from time 0; channel 0 = OFF, 1 = ON, rows = y. Events behind the last step are cropped.
 */
import type { EventStream } from '../contract/index.ts';

export interface NirFrames {
  readonly timesteps: number;
  /** Elements of step t: [ptr[t], ptr[t + 1]). */
  readonly ptr: Uint32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

export interface FrameShape {
  /** 2: OFF and ON; 1: both merged. */
  readonly channels: 1 | 2;
  readonly height: number;
  readonly width: number;
}

/** The stream must lie within the shape; events beyond it are a caller's bug. */
export function countFrames(
  stream: EventStream,
  { channels, height, width }: FrameShape,
  timesteps: number,
  stepUs: number,
): NirFrames {
  const keys: number[] = [];
  const area = height * width;
  const size = channels * area;
  for (let i = 0; i < stream.x.length; i++) {
    const step = Math.floor(stream.tUs[i] / stepUs);
    if (step < 0 || step >= timesteps) continue;
    const channel = channels === 2 ? stream.p[i] : 0;
    keys.push(step * size + channel * area + stream.y[i] * width + stream.x[i]);
  }
  const sorted = Float64Array.from(keys).sort();
  const ptr = new Uint32Array(timesteps + 1);
  const indices = new Int32Array(sorted.length);
  const values = new Float64Array(sorted.length);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) {
      values[count - 1]++;
      continue;
    }
    const step = Math.floor(sorted[i] / size);
    indices[count] = sorted[i] - step * size;
    values[count++] = 1;
    ptr[step + 1]++;
  }
  for (let t = 0; t < timesteps; t++) ptr[t + 1] += ptr[t];
  return { timesteps, ptr, indices: indices.slice(0, count), values: values.slice(0, count) };
}

/** A dense (T, size) array, the last index fastest. */
export function framesFromDense(dense: ArrayLike<number>, timesteps: number): NirFrames {
  const size = dense.length / timesteps;
  const ptr = new Uint32Array(timesteps + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let t = 0; t < timesteps; t++) {
    for (let i = 0; i < size; i++) {
      const value = dense[t * size + i];
      if (value === 0) continue;
      indices.push(i);
      values.push(value);
    }
    ptr[t + 1] = indices.length;
  }
  return { timesteps, ptr, indices: Int32Array.from(indices), values: Float64Array.from(values) };
}

/** Events of NIRData: step = floor(time / dt), values of one element and step add. A time on a step's edge belongs to it. */
export function framesFromEvents(
  events: readonly { readonly neuron: number; readonly timeS: number; readonly value: number }[],
  timesteps: number,
  dtS: number,
): NirFrames {
  const perStep: Map<number, number>[] = Array.from({ length: timesteps }, () => new Map());
  for (const { neuron, timeS, value } of events) {
    const step = perStep[stepOf(timeS, dtS)];
    step?.set(neuron, (step.get(neuron) ?? 0) + value);
  }
  const ptr = new Uint32Array(timesteps + 1);
  const indices: number[] = [];
  const values: number[] = [];
  perStep.forEach((step, t) => {
    for (const [index, value] of step) {
      indices.push(index);
      values.push(value);
    }
    ptr[t + 1] = indices.length;
  });
  return { timesteps, ptr, indices: Int32Array.from(indices), values: Float64Array.from(values) };
}

/** k dt / dt may come out just below k; a billionth of a step is no time. */
const stepOf = (timeS: number, dtS: number): number => Math.floor(timeS / dtS + 1e-9);
