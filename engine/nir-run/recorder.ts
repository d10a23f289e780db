/** Keeps what one node gives in every step, and turns it into spikes for the simulator or into plain lists. */
import type { SpikeTensor } from '../contract/index.ts';
import { sizeOf } from '../exchange/nir/graph.ts';
import type { Shape } from '../exchange/nir/shapes.ts';
import { inverse, placesOf, type Signal } from './signal.ts';

export interface Recorded {
  /** Step and C-order element of each entry, in order of step. */
  readonly steps: readonly number[];
  readonly elements: readonly number[];
  readonly values: readonly number[];
}

export class Recorder {
  readonly shape: Shape;
  private readonly order: Int32Array;
  private readonly steps: number[] = [];
  private readonly elements: number[] = [];
  private readonly values: number[] = [];

  constructor(shape: Shape) {
    this.shape = shape;
    this.order = inverse(placesOf(shape));
  }

  add(step: number, { indices, values, count }: Signal): void {
    for (let i = 0; i < count; i++) {
      this.steps.push(step);
      this.elements.push(this.order[indices[i]]);
      this.values.push(values[i]);
    }
  }

  get recorded(): Recorded {
    return { steps: this.steps, elements: this.elements, values: this.values };
  }

  clear(): void {
    this.steps.length = this.elements.length = this.values.length = 0;
  }
}

export interface BinaryRecording {
  readonly tensor: SpikeTensor;
  /** Entries that were not 1 and count as one spike. */
  readonly clipped: number;
}

/** Any entry above 0 is one spike; shapes of other than three axes lie at one position. */
export function spikesOf(
  { steps, elements, values }: Recorded,
  shape: Shape,
  timesteps: number,
): BinaryRecording {
  const [channels, height, width] = shape.length === 3 ? shape : [sizeOf(shape), 1, 1];
  const positions = height * width;
  const keys = new Set<number>();
  let clipped = 0;
  for (let i = 0; i < steps.length; i++) {
    if (values[i] <= 0) continue;
    if (values[i] !== 1) clipped++;
    const channel = Math.floor(elements[i] / positions);
    keys.add(((elements[i] % positions) * timesteps + steps[i]) * channels + channel);
  }
  const sorted = Float64Array.from(keys).sort();
  const ptr = new Uint32Array(positions + 1);
  const events = new Uint32Array(sorted.length);
  sorted.forEach((key, i) => {
    const channel = key % channels;
    const at = (key - channel) / channels;
    events[i] = (((at % timesteps) << 16) | channel) >>> 0;
    ptr[Math.floor(at / timesteps) + 1]++;
  });
  for (let p = 0; p < positions; p++) ptr[p + 1] += ptr[p];
  return { tensor: { channels, height, width, timesteps, ptr, events }, clipped };
}

/** The inputs of a recurrent layer: what comes in, and behind it the layer's own spikes one step later. */
export function withOwnSpikes(input: Recorded, size: number, own: Recorded, timesteps: number): Recorded {
  const kept = own.steps.map((step, i) => ({ step: step + 1, i })).filter(({ step }) => step < timesteps);
  return {
    steps: [...input.steps, ...kept.map(({ step }) => step)],
    elements: [...input.elements, ...kept.map(({ i }) => size + own.elements[i])],
    values: [...input.values, ...kept.map(({ i }) => own.values[i])],
  };
}
