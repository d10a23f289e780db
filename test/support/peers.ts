/** Small networks on the systems with a machine of their own, for tests. */
import * as fc from 'fast-check';
import { DEFAULT_ARCH_CONFIG } from '../../engine/arch/arch.ts';
import type {
  ArchConfig,
  LayerReport,
  LayerSpec,
  NetworkSpec,
  PeerSystem,
  SpikeTensor,
} from '../../engine/contract/index.ts';
import { Scratch } from '../../engine/schedule/scratch.ts';
import { PEER_MODELS, simulatePeers } from '../../engine/sim/systems/index.ts';
import { spikesFromDense } from '../../engine/workload/spikes.ts';
import { build, smallCase } from './layers.ts';
import type { SmallCase } from './layers.ts';
import { UNIT_TABLE } from './tables.ts';

export const networkOf = (layers: readonly LayerSpec[], timesteps: number): NetworkSpec => ({
  schema: 'spikex-network/1',
  name: 'test',
  title: 'Test',
  description: '',
  source: 'test',
  timesteps,
  input: { width: layers[0].H, height: layers[0].H, channels: layers[0].C },
  neuron: { model: 'lif', leak: 0.9, threshold: 1, reset: 'zero' },
  classes: [],
  layers,
});

/** Spikes as (t, c, y, x). */
export function spikesAt(
  layer: LayerSpec,
  timesteps: number,
  at: readonly (readonly [t: number, c: number, y: number, x: number])[],
): SpikeTensor {
  const { C, H } = layer;
  const dense = new Uint8Array(timesteps * C * H * H);
  for (const [t, c, y, x] of at) dense[((t * C + c) * H + y) * H + x] = 1;
  return spikesFromDense(dense, { timesteps, channels: C, height: H, width: H });
}

/** Reports of a network on a peer, every access and accumulation priced at 1 pJ. */
export function runPeer(
  system: PeerSystem,
  layers: readonly LayerSpec[],
  inputs: readonly SpikeTensor[],
  change: Partial<ArchConfig> = {},
): LayerReport[] {
  const arch = { ...DEFAULT_ARCH_CONFIG, ...change };
  const network = networkOf(layers, inputs[0].timesteps);
  return simulatePeers([system], { network, arch, energy: UNIT_TABLE }, inputs, new Scratch())[0];
}

export const holds = (system: PeerSystem, layers: readonly LayerSpec[], arch: ArchConfig): boolean =>
  PEER_MODELS[system].check(networkOf(layers, 1), arch).length === 0;

/** A case, and the same with some spikes more. */
export const growingCase = fc.record({
  one: smallCase,
  more: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
});

export function grown(one: SmallCase, more: readonly number[]): { fewer: SpikeTensor; more: SpikeTensor } {
  const { dense, spikes } = build(one);
  const fuller = dense.slice();
  for (const place of more) fuller[place % fuller.length] = 1;
  const { channels, height, width, timesteps } = spikes;
  return { fewer: spikes, more: spikesFromDense(fuller, { channels, height, width, timesteps }) };
}
