import { accept, type NetworkSpec, type Outcome } from '../../engine/contract/index.ts';
import { decodeCheckpoint } from '../../engine/train/index.ts';
import { readBytes } from '../data/read-bytes.ts';

/** The network that a checkpoint file holds the weights of. */
export async function networkOfCheckpoint(file: string): Promise<Outcome<NetworkSpec>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const decoded = decodeCheckpoint(bytes.value, file);
  return decoded.ok ? accept(decoded.value.network) : decoded;
}
