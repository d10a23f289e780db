/**
 * Accesses of the two cores of the hybrid system (docs/systems.md). Memories are priced by their size: weights of one
 * neural core, potentials of one map, spikes of one layer. Dense core: a column of C*E*E PEs per output channel keeps
 * its weights for all steps; every step of a group takes (R*R + 1) cycles to take the pixels in and (C*E*E + 1) to run
 * dry (conv_dense_nc.sv). Event core: one weight read and one potential read and written per synaptic operation.
 */
import type { ArchConfig, LayerSpec, SpikeTensor } from '../../../contract/index.ts';
import { capacities } from '../../../arch/arch.ts';
import { dramBytesPerCycle } from '../../latency.ts';
import { Tally } from '../memory-class.ts';
import type { LayerActivityCounts, PeerLayer } from '../peer.ts';
import { cyclesOf } from './unroll.ts';
import type { EventTime } from './event-core.ts';

/** Bits of one pixel value of a direct-coded input. */
const PIXEL_BYTES = 1;
/** Bytes of one spike address in the list of the event control unit. */
const ADDRESS_BYTES = 2;

/** Pooling has none: its one weight is a constant of the core. */
export const weightBytesOf = (layer: LayerSpec, config: ArchConfig): number =>
  layer.kind === 'pool' ? 0 : layer.E * layer.E * layer.C * layer.M * capacities(config, layer).weightBytes;

export const mapBytes = (layer: LayerSpec, config: ArchConfig): number =>
  layer.R * layer.R * capacities(config).psumBytes;

export function denseLayer(layer: LayerSpec, timesteps: number, config: ArchConfig): PeerLayer {
  const { M, R, C, E, H } = layer;
  const { weightBytes, psumBytes } = capacities(config, layer);
  const { denseCols } = config.hybrid;
  const rows = C * E * E;
  const positions = R * R;
  const groups = Math.ceil(M / denseCols);
  const macs = positions * rows * M * timesteps;
  const updates = positions * M * timesteps;
  const pixels = C * H * H * PIXEL_BYTES;
  const weights = weightBytesOf(layer, config);
  const tally = new Tally();
  tally.add('ALU.alu', macs * config.alu.mac + updates * config.alu.accumulate);
  tally.access(rows * groups * weightBytes, 'weight', weights, config);
  tally.add('RF.weight', weights + macs * weightBytes);
  tally.add('RF.psum', 2 * psumBytes * macs);
  tally.access(pixels, 'spike', pixels + positions * rows * PIXEL_BYTES * groups * timesteps, config);
  tally.add('RF.spike', 2 * PIXEL_BYTES * macs);
  tally.access(mapBytes(layer, config), 'psum', 2 * psumBytes * updates, config);
  outputs(tally, layer, timesteps, config);
  tally.add('DRAM.spike', pixels);
  const computeCycles = timesteps * groups * (positions + 1 + rows + 1);
  return finish(tally, layer, pixels, computeCycles, config, {
    mode: 'hybrid-dense',
    passes: timesteps * groups,
    units: positions,
    utilization: macs / (rows * denseCols * computeCycles),
    operations: macs + updates,
    events: { macs, neuronUpdates: updates, denseGroups: groups },
    notes: [
      `dense core of ${rows} x ${denseCols} PEs on pixel values; the spikes of this layer are not used`,
    ],
  });
}

export function eventLayer(
  layer: LayerSpec,
  spikes: SpikeTensor,
  activity: LayerActivityCounts,
  { time, unroll, isFirst }: { readonly time: EventTime; readonly unroll: number; readonly isFirst: boolean },
  config: ArchConfig,
): PeerLayer {
  const { M, R } = layer;
  const { psumBytes } = capacities(config);
  const { timesteps } = spikes;
  const pools = layer.kind === 'pool';
  const weightBytes = pools ? 0 : capacities(config, layer).weightBytes;
  const groups = pools ? 1 : M / unroll;
  const scans = layer.kind === 'fc' ? 1 : groups;
  const synapticOps = (pools ? 1 : M) * activity.gatedAdds;
  const updates = M * R * R * timesteps;
  const spikeBytes = (layer.C * layer.H * layer.H * timesteps) / 8;
  const tally = new Tally();
  tally.add('ALU.alu', (synapticOps + updates) * config.alu.accumulate);
  tally.access(weightBytesOf(layer, config) / unroll, 'weight', synapticOps * weightBytes, config);
  tally.access(mapBytes(layer, config), 'psum', 2 * psumBytes * (synapticOps + updates), config);
  tally.access(spikeBytes, 'spike', spikeBytes * scans, config);
  tally.add('RF.spike', 2 * ADDRESS_BYTES * activity.spikes * scans);
  outputs(tally, layer, timesteps, config);
  const inputBytes = isFirst ? spikeBytes : 0;
  tally.add('DRAM.spike', inputBytes);
  const computeCycles = cyclesOf(layer, time, unroll);
  return finish(tally, layer, inputBytes, computeCycles, config, {
    mode: 'hybrid-event',
    passes: time.lists * groups,
    units: activity.activePoints,
    utilization: Math.min(1, (synapticOps + updates) / (unroll * computeCycles)),
    operations: synapticOps + updates,
    events: { unroll, groups, synapticOps, neuronUpdates: updates, spikesScanned: activity.spikes * scans },
    notes: [
      pools
        ? 'pooling: one neural core, channel after channel; no weight moves'
        : `${unroll} neural cores for ${M} output channels`,
    ],
  });
}

/** Output spikes written for the next layer, one bit per neuron and step. */
function outputs(tally: Tally, layer: LayerSpec, timesteps: number, config: ArchConfig): void {
  const bytes = (layer.M * layer.R * layer.R * timesteps) / 8;
  tally.access(bytes, 'spike', bytes, config);
}

type Rest = Omit<PeerLayer, 'counts' | 'cycles' | 'computeCycles' | 'dramCycles' | 'glbCycles'>;

function finish(
  tally: Tally,
  layer: LayerSpec,
  inputBytes: number,
  computeCycles: number,
  config: ArchConfig,
  rest: Rest,
): PeerLayer {
  const weights = config.hybrid.weights === 'dram' ? weightBytesOf(layer, config) / config.batch : 0;
  tally.add('DRAM.weight', weights);
  tally.add('GLB.weight', weights);
  const dramCycles = (weights + inputBytes) / dramBytesPerCycle(config);
  const cycles = Math.max(computeCycles, dramCycles);
  return { counts: tally.counts, cycles, computeCycles, dramCycles, glbCycles: 0, ...rest };
}
