/** Runs a compiled NIR graph over the frames of one sample after another; every run starts from rest. */
import { placesOf, reserve, type Signal } from './signal.ts';
import type { NirFrames } from './frames.ts';
import type { NirProgram } from './compile.ts';

export class NirExecutor {
  readonly program: NirProgram;
  private readonly places: ReadonlyMap<string, Int32Array>;

  constructor(program: NirProgram) {
    this.program = program;
    const { graph } = program;
    this.places = new Map(graph.inputs.map((name) => [name, placesOf(graph.shapes.get(name)?.output ?? [])]));
  }

  /** Output of a node in the step just computed; indices as signal.ts numbers them. */
  signal(name: string): Signal {
    const signal = this.program.signals.get(name);
    if (!signal) throw new Error(`NirExecutor: no node ${name}`);
    return signal;
  }

  /** frames: by Input node; all of one length. afterStep sees the signals of each step. */
  run(frames: ReadonlyMap<string, NirFrames>, afterStep: (t: number) => void): void {
    for (const reset of this.program.resets) reset();
    const [first] = frames.values();
    const timesteps = first?.timesteps ?? 0;
    const { steps } = this.program;
    for (let t = 0; t < timesteps; t++) {
      for (const [name, input] of frames) this.feed(name, input, t);
      for (const step of steps) step();
      afterStep(t);
    }
  }

  private feed(name: string, { ptr, indices, values }: NirFrames, t: number): void {
    const signal = this.signal(name);
    const places = this.places.get(name);
    if (!places) throw new Error(`NirExecutor: ${name} is no input`);
    signal.count = 0;
    reserve(signal, ptr[t + 1] - ptr[t]);
    for (let i = ptr[t]; i < ptr[t + 1]; i++) {
      signal.indices[signal.count] = places[indices[i]];
      signal.values[signal.count++] = values[i];
    }
  }
}

/** Sums of an output's elements over all steps, in C order: spike counts, or summed potentials. */
export class OutputSums {
  private readonly sums: Float64Array;
  private readonly places: Int32Array;

  constructor(shape: readonly number[]) {
    this.places = placesOf(shape);
    this.sums = new Float64Array(this.places.length);
  }

  clear(): void {
    this.sums.fill(0);
  }

  add({ indices, values, count }: Signal): void {
    for (let i = 0; i < count; i++) this.sums[indices[i]] += values[i];
  }

  inOrder(): Float64Array {
    return Float64Array.from(this.places, (place) => this.sums[place]);
  }

  /** The largest; of equals the first. */
  largest(): number {
    const sums = this.inOrder();
    return sums.reduce((best, value, i) => (value > sums[best] ? i : best), 0);
  }
}
