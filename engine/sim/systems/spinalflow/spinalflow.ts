/**
 * SpinalFlow (Narayanan et al., ISCA 2020), from its abstract and from two public re-implementations of its dataflow
 * (docs/systems.md). A tile is one output position and up to `pes` output channels; the spikes of its receptive field
 * come sorted by time, one per cycle, and each reads one burst of `pes` weights. Potentials stay in the PEs until all
 * steps of the tile are done.
 *   cycles = tiles per position * sum over positions of the spikes in the field = ceil(M / pes) * gatedAdds
 * A spike is one entry: time, and channel within its position. Entries are read once per tile that sees them, pass the
 * spine buffer (written, read) and the merge (written, read), and were written once, sorted, by the layer below.
 * Pooling: a spike works in the PE of its own channel alone, without a weight **[choice: a constant of the PE]**.
 * Left out: stalls of the merge, empty spines, the output queue; output spikes are counted where they are read.
 */
import { errorAt } from '../../../contract/index.ts';
import type { ArchConfig, Issue, LayerSpec, NetworkSpec, SpikeTensor } from '../../../contract/index.ts';
import { capacities } from '../../../arch/arch.ts';
import { dramBytesPerCycle } from '../../latency.ts';
import { rowOf } from '../../own-channel.ts';
import { Tally } from '../memory-class.ts';
import type { LayerActivityCounts, PeerLayer, PeerModel } from '../peer.ts';
import { neuronsThatRepeat } from './repeats.ts';

export const spinalflow: PeerModel = {
  system: 'spinalflow',
  check(network, config) {
    return network.layers.flatMap((layer, i) => checkFilters(layer, `network.layers[${i}]`, config));
  },
  checkActivity(network, inputs, config) {
    return config.spinalflow.repeat === 'refuse' ? refuseRepeats(network, inputs) : [];
  },
  run({ network, inputs, activity, config }) {
    return network.layers.map((layer, i) => runLayer(layer, inputs[i], activity[i], config));
  },
  peakOpsPerCycle: (_layer, config) => config.spinalflow.pes,
  memories(_network, config) {
    const { psumBytes } = capacities(config);
    return [
      { part: 'GLB', count: 1, bytes: config.spinalflow.filterBytes },
      { part: 'GLB', count: 1, bytes: config.glb.bytes },
      { part: 'LBUF', count: 1, bytes: config.lbuf.bytes },
      { part: 'RF', count: config.spinalflow.pes, bytes: psumBytes },
    ];
  },
};

/** Weights of one tile: every input of the field for its output channels. */
const filterBytes = (layer: LayerSpec, config: ArchConfig): number =>
  layer.E *
  layer.E *
  layer.C *
  Math.min(layer.M, config.spinalflow.pes) *
  capacities(config, layer).weightBytes;

function checkFilters(layer: LayerSpec, path: string, config: ArchConfig): Issue[] {
  const bytes = layer.kind === 'pool' ? 0 : Math.ceil(filterBytes(layer, config));
  if (bytes <= config.spinalflow.filterBytes) return [];
  const outputs = Math.min(layer.M, config.spinalflow.pes);
  const message = `must have filters that fit SpinalFlow's filter buffer: ${layer.name} needs ${bytes} B for ${outputs} of its outputs (got ${config.spinalflow.filterBytes} B); enlarge spinalflow.filterBytes or leave the system out`;
  return [errorAt(path, 'spinalflow/filters', message)];
}

function refuseRepeats(network: NetworkSpec, inputs: readonly SpikeTensor[]): Issue[] {
  return network.layers.flatMap((layer, i) => {
    const repeats = neuronsThatRepeat(inputs[i]);
    if (repeats === 0) return [];
    const message = `must hold at most one spike per neuron for SpinalFlow (got ${repeats} input neurons of ${layer.name} with more); set spinalflow.repeat=count to work on every spike`;
    return [errorAt(`spikes[${i}]`, 'spinalflow/repeats', message)];
  });
}

function runLayer(
  layer: LayerSpec,
  spikes: SpikeTensor,
  { gatedAdds, activePoints, activePositions, ...activity }: LayerActivityCounts,
  config: ArchConfig,
): PeerLayer {
  const pools = layer.kind === 'pool';
  const { M, E, C } = pools ? rowOf(layer) : layer;
  const { pes } = config.spinalflow;
  const weightBytes = pools ? 0 : capacities(config, layer).weightBytes;
  const tiles = Math.ceil(M / pes);
  const tilesOfPosition = Math.ceil(layer.M / pes);
  const entryBytes = (bitsFor(spikes.timesteps) + bitsFor(C)) / 8;
  const entriesRead = tiles * gatedAdds;
  const synapticOps = M * gatedAdds;
  const updates = M * activePoints;
  const weights = E * E * C * M * weightBytes;
  const dramWeights = weights / config.batch;
  const dramSpikes = activity.spikes * entryBytes;

  const tally = new Tally();
  tally.add('ALU.alu', (synapticOps + updates) * config.alu.accumulate);
  // A burst is as wide as the outputs of its tile.
  tally.access(config.spinalflow.filterBytes, 'weight', synapticOps * weightBytes + dramWeights, config);
  tally.add('LBUF.spike', 4 * entriesRead * entryBytes);
  tally.add('GLB.spike', entriesRead * entryBytes + 2 * dramSpikes);
  tally.add('DRAM.weight', dramWeights);
  tally.add('DRAM.spike', dramSpikes);

  const dramCycles = (dramWeights + dramSpikes) / dramBytesPerCycle(config);
  const glbCycles = (entriesRead * entryBytes) / config.glb.bytesPerCycle;
  const busiest = Math.max(entriesRead, dramCycles, glbCycles);
  const repeats = neuronsThatRepeat(spikes);
  const notes = pools ? [POOLING] : [];
  if (repeats > 0)
    notes.push(
      `${repeats} input neurons fire more than once, which SpinalFlow's coding does not have; every spike is worked on`,
    );
  return {
    mode: 'spinalflow',
    counts: tally.counts,
    // The filters of the first tile are loaded before it starts.
    cycles: busiest + dramCycles / tiles,
    computeCycles: entriesRead,
    dramCycles,
    glbCycles,
    passes: tilesOfPosition * activePositions,
    units: activePositions,
    utilization: entriesRead > 0 ? M / (tiles * pes) : 0,
    operations: synapticOps + updates,
    events: {
      tiles: tilesOfPosition * activePositions,
      sortedSpikes: entriesRead,
      weightBursts: pools ? 0 : entriesRead,
      synapticOps,
      neuronUpdates: updates,
      repeatingNeurons: repeats,
    },
    notes,
  };
}

const POOLING = 'pooling: a spike works in one PE, the others of its tile wait; no weight moves';

/** Bits that tell `values` things apart. */
const bitsFor = (values: number): number => Math.max(1, Math.ceil(Math.log2(values)));
