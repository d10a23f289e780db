/**
 * One layer by itself on any system. Systems that run all layers at once (many-core) or share a budget among them
 * (hybrid) treat it as a network of one layer, so a layer alone need not cost what it costs within its network.
 */
import type {
  ArchConfig,
  EnergyTable,
  LayerReport,
  LayerSpec,
  NetworkSpec,
  SystemName,
} from '../contract/index.ts';
import type { Scratch } from '../schedule/scratch.ts';
import { simulateLayer } from './simulate-layer.ts';
import type { UnitSource } from './simulate-layer.ts';
import { isPeer, simulatePeers } from './systems/index.ts';

export function simulateAlone(
  input: UnitSource,
  system: SystemName,
  tws: number,
  arch: ArchConfig,
  energy: EnergyTable,
  scratch: Scratch,
): LayerReport {
  if (!isPeer(system)) return simulateLayer(input, system, tws, arch, energy);
  const network = networkOf(input.layer, input.spikes.timesteps);
  const [[report]] = simulatePeers([system], { network, arch, energy }, [input.spikes], scratch);
  return report;
}

/** The frame that a network puts around its layers. */
export const networkOf = (layer: LayerSpec, timesteps: number): NetworkSpec => ({
  schema: 'spikex-network/1',
  name: 'single layer',
  title: 'Single layer',
  description: '',
  source: 'a layer alone',
  timesteps,
  input: { width: layer.H, height: layer.H, channels: layer.C },
  neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
  classes: [],
  layers: [layer],
});
