/**
 * Augmentation of a binned sample while it is copied to the kernels: a small affine map (rotation and scale about the
 * centre, shear-free, then a whole-pixel shift per axis), and a share of events drawn uniformly from 0 .. dropEvents
 * dropped independently. Each pixel takes the events of the nearest source pixel; what leaves the frame is lost. The
 * random stream is the caller's (seed, epoch, sample), so the result does not depend on which worker does it.
 * Left out: time jitter, flips, polarity changes.
 */
import type { AugmentSpec, SpikeTensor } from '../contract/index.ts';
import type { Random } from '../math/random.ts';

const UINT32_RANGE = 4_294_967_296;

export function augmentInto(
  target: { readonly ptr: Uint32Array; readonly events: Uint32Array },
  sample: SpikeTensor,
  augment: AugmentSpec,
  random: Random,
): void {
  const span = 2 * augment.shiftPixels + 1;
  const dx = random.below(span) - augment.shiftPixels;
  const dy = random.below(span) - augment.shiftPixels;
  const angle = (random.uniform() * 2 - 1) * augment.rotateDegrees * (Math.PI / 180);
  const size = 1 + (random.uniform() * 2 - 1) * augment.scale;
  const dropBelow = Math.floor(random.uniform() * augment.dropEvents * UINT32_RANGE) >>> 0;
  // Inverse map, from target to source pixel, about the centre of the frame.
  const along = Math.cos(angle) / size;
  const across = Math.sin(angle) / size;
  const { width, height, ptr, events } = sample;
  const { ptr: toPtr, events: to } = target;
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const draws = new Uint32Array(sample.channels * sample.timesteps); // a pixel's events at most
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      toPtr[y * width + x] = at;
      const [rx, ry] = [x - dx - cx, y - dy - cy];
      const fromX = Math.round(along * rx + across * ry + cx);
      const fromY = Math.round(along * ry - across * rx + cy);
      if (fromX < 0 || fromX >= width || fromY < 0 || fromY >= height) continue;
      const from = fromY * width + fromX;
      const first = ptr[from];
      const count = ptr[from + 1] - first;
      if (dropBelow > 0) random.draw(draws, count);
      for (let e = 0; e < count; e++) {
        to[at] = events[first + e];
        at += draws[e] >= dropBelow ? 1 : 0;
      }
    }
  }
  toPtr[width * height] = at;
}
