/** What is left after a removal of units: as two files to train on, and in the words of the report. */
import {
  accept,
  type HardwareLossSpec,
  type NetworkSpec,
  type Outcome,
  type ShrinkReport,
  type ShrinkSpec,
} from '../../../engine/contract/index.ts';
import {
  indices,
  removableLayers,
  type ChosenUnits,
  type TrainedNetwork,
} from '../../../engine/shrink/index.ts';
import { checkpointBits, type Checkpoint } from '../../../engine/train/index.ts';
import { freeNetworkName, keepNetwork, keepWeights, networkNameFrom } from './kept-network.ts';

const NO_HARDWARE_LOSS: HardwareLossSpec = { mode: 'off', beta: 0, objective: 'network' };

type Files = Pick<ShrinkReport, 'name' | 'network' | 'checkpoint'>;

export function keepShrunk(
  { spec, folder }: { readonly spec: Pick<ShrinkSpec, 'name'>; readonly folder: string },
  { settings, ...old }: Checkpoint,
  trained: TrainedNetwork,
): Outcome<Files> {
  const { layers } = trained.network;
  const sizes = (network: NetworkSpec) => removableLayers(network).map((l) => network.layers[l].M);
  const suggested = networkNameFrom([old.network.name, ...sizes(trained.network)].join('-'), 'shrunk');
  const name = spec.name ?? freeNetworkName(folder, suggested);
  const network: NetworkSpec = {
    ...trained.network,
    name,
    title: `${old.network.title}, fewer units`,
    description: `${old.network.name} without the units that cost most for least: ${sizes(old.network).join(', ')} of them became ${sizes(trained.network).join(', ')}.`,
    layers: layers.map(({ weightBits: _stored, ...layer }) => layer),
  };
  const kept = keepNetwork(folder, network);
  if (!kept.ok) return kept;
  const bits = checkpointBits({ settings, ...old });
  const plain = { ...settings, bits, pretrainEpochs: 0, hardwareLoss: NO_HARDWARE_LOSS };
  const weights = keepWeights(folder, { network, settings: plain, weights: trained.weights });
  return weights.ok ? accept({ name, network: kept.value, checkpoint: weights.value }) : weights;
}

export function shrunkOf(
  network: NetworkSpec,
  { trained, kept, before, after, rounds }: ChosenUnits,
): Pick<ShrinkReport, 'layers' | 'before' | 'after' | 'steps'> {
  const layers = removableLayers(network).map((l) => {
    const { name, kind, M } = network.layers[l];
    return { name, kind, before: M, after: trained.network.layers[l].M, kept: kept[l] ?? indices(M) };
  });
  const steps = rounds.map(({ layer, units, figures }) => ({
    layer: network.layers[layer].name,
    units,
    figures,
  }));
  return { layers, before, after, steps };
}
