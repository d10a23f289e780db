/**
 * Which core holds which neurons: layer after layer, position after position with all output channels of a position
 * together, as many positions per core as neurons, synapse memory and input axons allow; a position whose channels do
 * not fit one core is split evenly. Cores fill tiles in order, tiles the mesh row by row. Limits of a Loihi core:
 * 1024 neurons, 128 KB of synapses, 4096 axons (Davies et al., IEEE Micro 38(1), 2018). Synapses take their weight
 * bits only **[choice]**. Left out: better mappings, sharing of kernels between the neurons of a core.
 */
import { errorAt } from '../../../contract/index.ts';
import type { ArchConfig, Issue, LayerSpec, NetworkSpec } from '../../../contract/index.ts';
import { capacities } from '../../../arch/arch.ts';
import { fieldRanges } from '../../../schedule/receptive-field.ts';

export interface LayerPlacement {
  readonly firstCore: number;
  readonly cores: number;
  readonly positionsPerCore: number;
  /** Cores that share the channels of one position; above 1 only with one position per core. */
  readonly parts: number;
  readonly channelsPerPart: number;
}

/** Core of an output neuron, within the layer. */
export function coreOf(placement: LayerPlacement, position: number, channel: number): number {
  const { positionsPerCore, parts, channelsPerPart } = placement;
  if (parts === 1) return Math.floor(position / positionsPerCore);
  return position * parts + Math.floor(channel / channelsPerPart);
}

/** Neurons of one core of the layer. */
export function neuronsOf(placement: LayerPlacement, layer: LayerSpec, core: number): number {
  const { positionsPerCore, parts, channelsPerPart } = placement;
  if (parts === 1) {
    const positions = layer.R * layer.R;
    return layer.M * Math.min(positionsPerCore, positions - core * positionsPerCore);
  }
  return Math.min(channelsPerPart, layer.M - (core % parts) * channelsPerPart);
}

const known = new WeakMap<NetworkSpec, WeakMap<ArchConfig, readonly LayerPlacement[]>>();

/** Placements of a network that `checkPlacement` accepts; computed once per network and accelerator. */
export function placementOf(network: NetworkSpec, config: ArchConfig): readonly LayerPlacement[] {
  let byConfig = known.get(network);
  if (!byConfig) known.set(network, (byConfig = new WeakMap()));
  let placements = byConfig.get(config);
  if (!placements) byConfig.set(config, (placements = place(network, config)));
  return placements;
}

function place(network: NetworkSpec, config: ArchConfig): LayerPlacement[] {
  let firstCore = 0;
  return network.layers.map((layer) => {
    const placement = { ...placeLayer(layer, config), firstCore };
    firstCore += placement.cores;
    return placement;
  });
}

function placeLayer(layer: LayerSpec, config: ArchConfig): Omit<LayerPlacement, 'firstCore'> {
  const fits = neuronsThatFit(layer, config);
  const positions = layer.R * layer.R;
  if (layer.M > fits) {
    const parts = Math.ceil(layer.M / Math.max(1, fits));
    const channelsPerPart = Math.ceil(layer.M / parts);
    return { cores: positions * parts, positionsPerCore: 1, parts, channelsPerPart };
  }
  const most = Math.min(positions, Math.floor(fits / layer.M));
  const positionsPerCore = withinAxons(layer, most, config.manycore.axonsPerCore);
  return {
    cores: Math.ceil(positions / positionsPerCore),
    positionsPerCore,
    parts: 1,
    channelsPerPart: layer.M,
  };
}

/** Inputs of one neuron; a pooling neuron sees its own channel only. */
const fanIn = ({ kind, E, C }: LayerSpec): number => E * E * (kind === 'pool' ? 1 : C);

function neuronsThatFit(layer: LayerSpec, config: ArchConfig): number {
  const { neuronsPerCore, synapseBytes } = config.manycore;
  const bytes = fanIn(layer) * capacities(config, layer).weightBytes;
  return Math.min(neuronsPerCore, Math.floor(synapseBytes / bytes));
}

/** The most positions per core, up to `most`, that see no more than `axons` different inputs. */
function withinAxons(layer: LayerSpec, most: number, axons: number): number {
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (mostInputs(layer, middle) <= axons) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Different inputs of the core that sees most of them. */
function mostInputs(layer: LayerSpec, positionsPerCore: number): number {
  const { R, H, C } = layer;
  const { from, to } = fieldRanges(layer);
  const seenBy = new Int32Array(H * H).fill(-1);
  let most = 0;
  let inputs = 0;
  for (let p = 0, core = -1; p < R * R; p++) {
    if (p % positionsPerCore === 0) {
      core++;
      inputs = 0;
    }
    const [y, x] = [Math.floor(p / R), p % R];
    for (let i = from[y]; i < to[y]; i++)
      for (let j = from[x]; j < to[x]; j++)
        if (seenBy[i * H + j] !== core) {
          seenBy[i * H + j] = core;
          inputs++;
        }
    most = Math.max(most, inputs);
  }
  return most * C;
}

/** Layers that no core can hold a neuron of, and the first layer for which the chip has no cores left. */
export function checkPlacement(network: NetworkSpec, config: ArchConfig): Issue[] {
  const { synapseBytes, axonsPerCore, cores } = config.manycore;
  const issues = network.layers.flatMap((layer, i): Issue[] => {
    const path = `network.layers[${i}]`;
    const inputs = fanIn(layer);
    const bytes = Math.ceil(inputs * capacities(config, layer).weightBytes);
    if (inputs > axonsPerCore) {
      const message = `must have at most ${axonsPerCore} inputs per neuron for the many-core system (got ${inputs} in ${layer.name}); raise manycore.axonsPerCore or leave the system out`;
      return [errorAt(path, 'manycore/axons', message)];
    }
    const fits = neuronsThatFit(layer, config);
    if (layer.kind === 'pool' && layer.M > fits) {
      const message = `must have at most ${fits} channels to pool in a core of the many-core system (got ${layer.M} in ${layer.name}); raise manycore.neuronsPerCore or leave the system out`;
      return [errorAt(path, 'manycore/pool-channels', message)];
    }
    if (bytes <= synapseBytes) return [];
    const message = `must have synapses of one neuron that fit a core of the many-core system: ${layer.name} needs ${bytes} B (got ${synapseBytes} B); raise manycore.synapseBytes or leave the system out`;
    return [errorAt(path, 'manycore/synapses', message)];
  });
  if (issues.length) return issues;
  const placements = placementOf(network, config);
  const beyond = placements.findIndex((one) => one.firstCore + one.cores > cores);
  if (beyond < 0) return [];
  const last = placements[placements.length - 1];
  const needed = last.firstCore + last.cores;
  const message = `must fit the ${cores} cores of the many-core system: ${network.layers[beyond].name} has none left (got a network of ${needed} cores); raise manycore.cores or leave the system out`;
  return [errorAt(`network.layers[${beyond}]`, 'manycore/cores', message)];
}
