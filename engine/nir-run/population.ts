/**
 * The neurons of one node, one step at a time, in double precision from v = 0 and I = 0.
 *   I, IF:            v += r x                        (or dt r x, see options)
 *   LI, LIF:          v += a ((v_leak - v) + r x)     a = dt/tau or 1 - exp(-dt/tau)
 *   CubaLI, CubaLIF:  I += b (w_in x - I), then LI or LIF with the new I as x   (NIR: LI; Linear; LI)
 *   spikes:           v above v_threshold, then reset; one spike per step at most
 * IF neurons without bias are computed only where something came in or a spike is still due; all others every step.
 * Source: NIR primitives (neuromorphs/NIR, nir/ir/neuron.py).
 */
import type { Arena } from './arena.ts';
import type { Current } from './current.ts';
import type { NeuronValues } from './neuron-values.ts';
import { reserve, type Signal } from './signal.ts';
import { TouchedNeurons } from './touched-neurons.ts';

export class Population {
  readonly values: NeuronValues;
  private readonly potentials: Float64Array;
  private readonly synaptic: Float64Array;
  /** What comes in at every step, besides signals; null: nothing. */
  private readonly constant: Float64Array | null;
  /** Where only touched neurons are computed. */
  private readonly touched: TouchedNeurons | null;
  private isAtRest: boolean;
  private readonly startsAtRest: boolean;

  constructor(values: NeuronValues, constant: Float64Array | null, current: Current, arena: Arena) {
    this.values = values;
    this.constant = constant;
    this.potentials = new Float64Array(values.size);
    this.synaptic = new Float64Array(values.isCurrentBased ? values.size : 0);
    const fires = (v: number, threshold: number): boolean =>
      values.firesWhenReached ? v >= threshold : v > threshold;
    const isSilentAt = (potentials: Float64Array): boolean =>
      values.isSpiking && values.threshold.every((threshold, n) => !fires(potentials[n], threshold));
    const isQuiet = constant === null && isSilentAt(this.potentials);
    const resetsToSilence = values.resetBySubtraction || isSilentAt(values.resetTo);
    const isEventDriven = !values.isLeaky && isQuiet && resetsToSilence;
    this.touched = isEventDriven ? new TouchedNeurons(arena, values, current) : null;
    this.startsAtRest = isQuiet && values.rest.every((rest) => rest === 0);
    this.isAtRest = this.startsAtRest;
  }

  /** Potential per neuron. */
  get v(): Float64Array {
    return this.touched ? this.touched.potentials : this.potentials;
  }

  reset(): void {
    this.v.fill(0);
    this.synaptic.fill(0);
    this.isAtRest = this.startsAtRest;
  }

  /** Takes the sums, leaves them zero, and puts this step's output into `out`. */
  step(current: Current, out: Signal): void {
    out.count = 0;
    if (this.touched) {
      this.touched.step(out);
      return;
    }
    if (this.isAtRest && current.touchedCount === 0) return;
    this.isAtRest = false;
    if (this.values.isLeaky) this.leak(current.sum);
    else this.integrate(current.sum);
    current.clear();
    reserve(out, this.values.size);
    if (this.values.isSpiking) this.fire(out);
    else this.emitPotentials(out);
  }

  private integrate(sum: Float64Array): void {
    const { v, constant } = this;
    const { rate } = this.values;
    for (let n = 0; n < v.length; n++) v[n] += rate[n] * (constant ? sum[n] + constant[n] : sum[n]);
  }

  private leak(sum: Float64Array): void {
    const { v, constant, synaptic } = this;
    const { rate, r, rest, synapticRate, inputWeight, isCurrentBased } = this.values;
    for (let n = 0; n < v.length; n++) {
      let x = constant ? sum[n] + constant[n] : sum[n];
      if (isCurrentBased) x = synaptic[n] += synapticRate[n] * (inputWeight[n] * x - synaptic[n]);
      v[n] += rate[n] * (rest[n] - v[n] + r[n] * x);
    }
  }

  private fire(out: Signal): void {
    const { v } = this;
    const { threshold, resetTo, resetBySubtraction, firesWhenReached } = this.values;
    for (let n = 0; n < v.length; n++) {
      if (firesWhenReached ? !(v[n] >= threshold[n]) : !(v[n] > threshold[n])) continue;
      out.indices[out.count] = n;
      out.values[out.count++] = 1;
      if (resetBySubtraction) v[n] -= threshold[n] - resetTo[n];
      else v[n] = resetTo[n];
    }
  }

  private emitPotentials(out: Signal): void {
    const { v } = this;
    for (let n = 0; n < v.length; n++) {
      if (v[n] === 0) continue;
      out.indices[out.count] = n;
      out.values[out.count++] = v[n];
    }
  }
}
