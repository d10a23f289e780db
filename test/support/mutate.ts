// Damages bytes as disks, networks and wrong programs do.
import type { Random } from '../../engine/math/random.ts';

export function mutated(original: Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = original.slice();
  for (let times = 1 + random.below(4); times > 0; times--) {
    switch (random.below(6)) {
      case 0: // cut off
        bytes = bytes.slice(0, random.below(bytes.length + 1));
        break;
      case 1: // some bytes changed
        for (let k = random.below(8); k >= 0 && bytes.length; k--) {
          bytes[random.below(bytes.length)] = random.below(256);
        }
        break;
      case 2: // one bit flipped
        if (bytes.length) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
        break;
      case 3: // a piece in the middle lost
        bytes = spliced(bytes, random.below(bytes.length + 1), random.below(9), new Uint8Array(0));
        break;
      case 4: // a piece added
        bytes = spliced(bytes, random.below(bytes.length + 1), 0, noise(1 + random.below(20), random));
        break;
      default: // the head overwritten
        bytes.set(noise(Math.min(bytes.length, 1 + random.below(16)), random));
    }
  }
  return bytes;
}

function noise(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

function spliced(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  const head = bytes.subarray(0, at);
  const tail = bytes.subarray(Math.min(bytes.length, at + remove));
  const result = new Uint8Array(head.length + insert.length + tail.length);
  result.set(head);
  result.set(insert, head.length);
  result.set(tail, head.length + insert.length);
  return result;
}
