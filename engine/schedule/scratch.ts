/**
 * Memory that measurements use again and again, so that simulating a sample allocates next to nothing. One per
 * thread; a measurement owns it from start to end. Arrays only grow.
 */
export class Scratch {
  private readonly arrays = new Map<string, Int32Array>();

  /** An array of at least `length` numbers; what it holds is arbitrary. */
  raw(name: string, length: number): Int32Array {
    let array = this.arrays.get(name);
    if (!array || array.length < length) {
      array = new Int32Array(Math.max(64, length));
      this.arrays.set(name, array);
    }
    return array;
  }

  /** The same, with the first `length` numbers set to 0. */
  zeros(name: string, length: number): Int32Array {
    const array = this.raw(name, length);
    array.fill(0, 0, length);
    return array;
  }
}
