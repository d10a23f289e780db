// One small valid recording of every format, made by hand.
import { formatSeeds } from './format-seeds.ts';

export interface SeedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function seedFiles(): SeedFile[] {
  return [{ name: 'seed.bin', bytes: nmnistBytes(40) }, ...formatSeeds()];
}

/** N-MNIST records on a diagonal, 1 ms apart. */
function nmnistBytes(events: number): Uint8Array {
  return Uint8Array.from(
    Array.from({ length: events }, (_, i) => {
      const t = i * 1000;
      return [i % 34, (i * 3) % 34, ((i & 1) << 7) | (t >> 16), (t >> 8) & 255, t & 255];
    }).flat(),
  );
}
