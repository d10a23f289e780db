/** NIR's Threshold: 1 where what comes in during the step is above the threshold (or has reached it); no state. */
import type { NirTensor } from '../exchange/nir/graph.ts';
import type { Shape } from '../exchange/nir/shapes.ts';
import type { Current } from './current.ts';
import type { NirRunOptions } from '../contract/index.ts';
import { inverse, placesOf, reserve, type Signal } from './signal.ts';

export class ThresholdGate {
  private readonly threshold: Float64Array;
  private readonly constant: Float64Array | null;
  private readonly firesWhenReached: boolean;

  constructor(
    { values }: NirTensor,
    shape: Shape,
    constant: Float64Array | null,
    firing: NirRunOptions['firing'],
  ) {
    const order = inverse(placesOf(shape));
    this.threshold = Float64Array.from(order, (index) => values[values.length === 1 ? 0 : index]);
    this.constant = constant;
    this.firesWhenReached = firing === 'reached';
  }

  step(current: Current, out: Signal): void {
    const { threshold, constant, firesWhenReached } = this;
    out.count = 0;
    reserve(out, threshold.length);
    for (let n = 0; n < threshold.length; n++) {
      const x = constant ? current.sum[n] + constant[n] : current.sum[n];
      if (firesWhenReached ? !(x >= threshold[n]) : !(x > threshold[n])) continue;
      out.indices[out.count] = n;
      out.values[out.count++] = 1;
    }
    current.clear();
  }
}
