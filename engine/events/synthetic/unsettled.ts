/** The pixels whose light changes or has changed so lately that the low-pass is still moving. Times in steps. */
export class Unsettled {
  private readonly settleSteps: number;
  private readonly lastChange: Int32Array;
  private readonly listed: Uint32Array;
  private readonly isListed: Uint8Array;
  private count = 0;

  constructor(pixels: number, settleSteps: number) {
    this.settleSteps = settleSteps;
    this.lastChange = new Int32Array(pixels);
    this.listed = new Uint32Array(pixels);
    this.isListed = new Uint8Array(pixels);
  }

  /** The pixels to follow in this step, valid until the next call. */
  after(step: number, changed: Uint32Array): Uint32Array {
    const { listed, isListed, lastChange } = this;
    for (const pixel of changed) {
      lastChange[pixel] = step;
      if (isListed[pixel]) continue;
      isListed[pixel] = 1;
      listed[this.count++] = pixel;
    }
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      const pixel = listed[k];
      if (step - lastChange[pixel] < this.settleSteps) listed[kept++] = pixel;
      else isListed[pixel] = 0;
    }
    this.count = kept;
    return listed.subarray(0, kept);
  }
}
