/** SHA-256 over spikes: same activity, same text. */
import { createHash } from 'node:crypto';
import type { SpikeTensor } from '../../engine/contract/index.ts';

export function inputsHash(inputs: readonly SpikeTensor[]): string {
  const hash = createHash('sha256');
  for (const { ptr, events } of inputs) hash.update(ptr).update(events);
  return hash.digest('hex');
}
