/**
 * Dropout (Srivastava et al. 2014) of the inputs of fully connected layers: per training sample each input neuron is
 * silenced for all its steps with probability `share`; the weights above count 1 / (1 - share) times meanwhile, so that
 * the trained weights are used as they are afterwards.
 */
import type { NetworkGeometry } from '../kernels/geometry.ts';
import type { NetworkKernels } from '../kernels/kernels.ts';
import type { Random } from '../math/random.ts';

const UINT32_RANGE = 4_294_967_296;

export class Dropout {
  private readonly share: number;
  /** thins[l]: the outputs of layer l feed a fully connected layer. */
  private readonly thins: readonly boolean[];
  private readonly geometry: NetworkGeometry;

  constructor(geometry: NetworkGeometry, share: number) {
    this.share = share;
    this.geometry = geometry;
    this.thins = geometry.layers.map((_, l) => share > 0 && (geometry.layers[l + 1]?.full ?? false));
  }

  /** Training pass of the sample that the kernels hold. */
  forward(kernels: NetworkKernels, random: Random): void {
    const dropBelow = Math.floor(this.share * UINT32_RANGE);
    kernels.forwardThinned((layer, keep) => {
      if (!this.thins[layer]) return false;
      for (let i = 0; i < keep.length; i++) keep[i] = random.uint32() < dropBelow ? 0 : 1;
      return true;
    });
  }

  /** Multiplies the part of a packed vector that belongs to the layers above thinned outputs. */
  scale(packed: Float32Array): void {
    const gain = 1 / (1 - this.share);
    this.geometry.layers.forEach(({ packedOffset, packedLength }, l) => {
      if (l === 0 || !this.thins[l - 1]) return;
      for (let i = packedOffset; i < packedOffset + packedLength; i++) packed[i] *= gain;
    });
  }
}
