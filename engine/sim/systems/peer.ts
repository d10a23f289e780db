/**
 * What a system with a machine of its own is to the simulator. It gets a whole network at once, as its layers may
 * share cores, a step or a budget; it returns integer counters and cycles, which become the same reports as those of
 * the array systems (layer-report.ts). One step is one time window: these systems have no TWS.
 */
import type {
  ArchConfig,
  Counters,
  DispatchMode,
  Issue,
  LayerReport,
  LayerSpec,
  NetworkSpec,
  PeerSystem,
  SpikeTensor,
} from '../../contract/index.ts';
import type { MemoryPart } from '../../cost/silicon.ts';

export interface PeerModel {
  readonly system: PeerSystem;
  /** Layers that it cannot hold, by name, and settings that contradict each other. */
  check(network: NetworkSpec, config: ArchConfig): Issue[];
  /** Activity that it cannot work on; missing: any. */
  checkActivity?(network: NetworkSpec, inputs: readonly SpikeTensor[], config: ArchConfig): Issue[];
  /** One inference. inputs: the spikes that enter each layer; checked before. */
  run(work: PeerWork): PeerLayer[];
  /** Accumulations per cycle when every unit adds in every cycle. */
  peakOpsPerCycle(layer: LayerSpec, config: ArchConfig): number;
  memories(network: NetworkSpec, config: ArchConfig): MemoryPart[];
}

export interface PeerWork {
  readonly network: NetworkSpec;
  readonly inputs: readonly SpikeTensor[];
  readonly config: ArchConfig;
  /** Input spikes, gated additions and active points of each layer. */
  readonly activity: readonly LayerActivityCounts[];
}

/** What the spikes of a layer cause, per output channel; of pooling, over all channels, each of which reads its own. */
export interface LayerActivityCounts {
  readonly spikes: number;
  /** Accumulations: spikes times the output positions that see them. */
  readonly gatedAdds: number;
  /** (output position, step) pairs with at least one spike in the field. */
  readonly activePoints: number;
  /** Output positions with a spike in the field at any step. */
  readonly activePositions: number;
}

/** Everything that a report needs and that does not follow from counters, clock and energy table. */
export interface PeerLayer {
  readonly mode: DispatchMode;
  readonly counts: Counters;
  readonly cycles: number;
  readonly computeCycles: number;
  readonly dramCycles: number;
  readonly glbCycles: number;
  readonly passes: number;
  readonly units: number;
  readonly utilization: number;
  readonly operations: number;
  readonly events: Readonly<Record<string, number>>;
  readonly own?: LayerReport['own'];
  readonly reuse?: LayerReport['reuse'];
  readonly notes: readonly string[];
}
