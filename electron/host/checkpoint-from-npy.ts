/** Weights that another tool trained, one NumPy file per layer, as a checkpoint: to go on training, to evaluate. */
import { join } from 'node:path';
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  type Issue,
  type NetworkSpec,
  type Outcome,
} from '../../engine/contract/index.ts';
import { weightsFromNpy } from '../../engine/exchange/npy-weights.ts';
import { geometryOf } from '../../engine/kernels/geometry.ts';
import { encodeCheckpoint } from '../../engine/train/index.ts';
import { settingsOf } from '../../engine/train/settings.ts';
import { readBytes } from '../data/read-bytes.ts';

/** folder: holds LAYER.weight.npy for every layer with weights. */
export async function checkpointFromNpy(network: NetworkSpec, folder: string): Promise<Outcome<Uint8Array>> {
  const geometry = geometryOf(network);
  const weights = new Float32Array(geometry.canonicalLength);
  const issues: Issue[] = [];
  for (const [i, layer] of network.layers.entries()) {
    const { groups, canonicalOffset, canonicalLength } = geometry.layers[i];
    if (groups.length > 1) {
      const more = groups.slice(1).map(({ kind }) => kind);
      const message = `must hold nothing but weights (got ${layer.name} with ${more.join(', ')}); fold them into the weights or train the network here`;
      issues.push(errorAt('network', 'npy/parameters', message));
      continue;
    }
    if (canonicalLength === 0) continue;
    const file = join(folder, `${layer.name}.weight.npy`);
    const bytes = await readBytes(file);
    const read = bytes.ok ? weightsFromNpy(bytes.value, layer, file) : bytes;
    if (read.ok) weights.set(read.value, canonicalOffset);
    else issues.push(...read.issues);
  }
  if (issues.length) return refuse(...issues);
  return accept(
    encodeCheckpoint({
      network,
      settings: settingsOf(DEFAULT_TRAIN),
      epoch: 0,
      best: { epoch: 0, accuracy: 0 },
      weights,
      optimiser: null,
      hardware: null,
    }),
  );
}
