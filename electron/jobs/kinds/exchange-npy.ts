/**
 * Quick work `exchange.npy`: the spikes that enter each layer in the first inference as NumPy arrays and, where they come
 * from a training, the weights that it runs with (folded, quantised): `LAYER.npy` and `LAYER.weight.npy`.
 */
import { accept, refuse, type ExchangeFile, type Outcome } from '../../../engine/contract/index.ts';
import { spikesToNpy } from '../../../engine/exchange/npy.ts';
import { weightShape, weightsToNpy } from '../../../engine/exchange/npy-weights.ts';
import { decodeCheckpoint, deployedLayers } from '../../../engine/train/index.ts';
import { checkInputs } from '../../../engine/workload/spikes.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { Catalog } from '../../resources/catalog.ts';
import type { QuickContext } from '../context.ts';
import { activityOf } from './activity.ts';
import type { SimulationAsk } from './one-simulation.ts';

export async function exchangeNpy(
  { spec, recorded, limits }: SimulationAsk,
  { paths, shouldStop }: Pick<QuickContext, 'paths' | 'shouldStop'>,
): Promise<Outcome<readonly ExchangeFile[]>> {
  const found = await new Catalog(paths).networks.find(spec.network, 'network');
  if (!found.ok) return found;
  const network = found.value;
  const inputs = await activityOf({ network, spikes: spec.spikes, recorded, limits }, { paths, shouldStop });
  if (!inputs.ok) return inputs;
  const misfits = checkInputs(network, inputs.value, 'spikes');
  if (misfits.length) return refuse(...misfits);
  const files: ExchangeFile[] = inputs.value.map((spikes, i) => ({
    name: `${network.layers[i].name}.npy`,
    content: spikesToNpy(spikes),
  }));
  const file = recorded?.checkpoint?.file;
  if (file === undefined) return accept(files, inputs.warnings);
  const weights = await weightFiles(file);
  return weights.ok ? accept([...files, ...weights.value], inputs.warnings) : weights;
}

async function weightFiles(file: string): Promise<Outcome<ExchangeFile[]>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const checkpoint = decodeCheckpoint(bytes.value, file);
  if (!checkpoint.ok) return checkpoint;
  const { layers } = checkpoint.value.network;
  return accept(
    deployedLayers(checkpoint.value).flatMap(({ weights }, i) =>
      weights.length === 0
        ? []
        : [{ name: `${layers[i].name}.weight.npy`, content: weightsToNpy(weights, weightShape(layers[i])) }],
    ),
  );
}
