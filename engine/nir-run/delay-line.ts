/**
 * NIR's Delay, y(t) = x(t - delay), in whole steps: round(delay / dt) per element. Where every element waits at least
 * one step, the output of a step is known before its input, which lets a Delay close a cycle.
 */
import type { NirDelay } from '../exchange/nir/graph.ts';
import type { Shape } from '../exchange/nir/shapes.ts';
import { emptySignal, inverse, placesOf, reserve, type Signal } from './signal.ts';

/** Longest delay in steps. */
export const MOST_DELAY_STEPS = 1_000_000;

export const delaySteps = (seconds: number, dtS: number): number => Math.round(seconds / dtS);

export class DelayLine {
  private readonly steps: Int32Array;
  private readonly slots: Signal[];
  private now = 0;

  constructor(node: NirDelay, shape: Shape, dtS: number) {
    const { values } = node.delay;
    const order = inverse(placesOf(shape));
    this.steps = Int32Array.from(order, (index) => delaySteps(values[values.length === 1 ? 0 : index], dtS));
    const longest = this.steps.reduce((most, n) => Math.max(most, n), 0);
    this.slots = Array.from({ length: longest + 1 }, () => emptySignal(0));
  }

  reset(): void {
    for (const slot of this.slots) slot.count = 0;
    this.now = 0;
  }

  absorb(signal: Signal): void {
    for (let i = 0; i < signal.count; i++) {
      const index = signal.indices[i];
      const slot = this.slots[(this.now + this.steps[index]) % this.slots.length];
      reserve(slot, 1);
      slot.indices[slot.count] = index;
      slot.values[slot.count++] = signal.values[i];
    }
  }

  /** What is due in this step. */
  emit(out: Signal): void {
    const slot = this.slots[this.now];
    out.count = 0;
    reserve(out, slot.count);
    out.indices.set(slot.indices.subarray(0, slot.count));
    out.values.set(slot.values.subarray(0, slot.count));
    out.count = slot.count;
    slot.count = 0;
  }

  /** Once per step, after absorb and emit. */
  advance(): void {
    this.now = (this.now + 1) % this.slots.length;
  }
}
