/** Integrate-and-fire neurons in the kernels' memory, computed only where something came in or a spike is still due. */
import type { Arena } from './arena.ts';
import type { Current } from './current.ts';
import type { NeuronValues } from './neuron-values.ts';
import { reserve, type Signal } from './signal.ts';

export class TouchedNeurons {
  potentials = new Float64Array(0);
  private readonly kernels: Arena['kernels'];
  private readonly block: number;
  private fired = new Int32Array(0);

  constructor(arena: Arena, values: NeuronValues, { width, addresses }: Current) {
    const { size } = values;
    this.kernels = arena.kernels;
    const [potentials, factors, thresholds, resets] = [0, 1, 2, 3].map(() => arena.place(size * 8));
    const fired = arena.place(size * 4);
    const { sums, isTouched, touched } = addresses;
    const places = [width, sums, isTouched, touched, potentials, factors, thresholds, resets];
    const fields = [...places, Number(values.resetBySubtraction), Number(values.firesWhenReached), fired];
    const block = arena.place(fields.length * 4);
    this.block = block;
    arena.onOpen((buffer) => {
      this.potentials = new Float64Array(buffer, potentials, size);
      new Float64Array(buffer, factors, size).set(values.rate);
      new Float64Array(buffer, thresholds, size).set(values.threshold);
      new Float64Array(buffer, resets, size).set(values.resetTo);
      this.fired = new Int32Array(buffer, fired, size);
      new Int32Array(buffer, block, fields.length).set(fields);
    });
  }

  step(out: Signal): void {
    const count = this.kernels.fireTouched(this.block);
    reserve(out, count);
    for (let i = 0; i < count; i++) {
      out.indices[i] = this.fired[i];
      out.values[i] = 1;
    }
    out.count = count;
  }
}
