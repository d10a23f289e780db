/** Accelerator descriptions (resources/arch). Keys are those of `--set KEY=VALUE` on the command line. */

/** Systems on SpikeX's array: same buffers, same rules (docs/model.md). */
export const ARRAY_SYSTEMS = ['spikex', 'ptb', 'serial', 'serial-dense'] as const;
export type ArraySystem = (typeof ARRAY_SYSTEMS)[number];
/** Systems with a machine of their own (docs/systems.md). */
export const PEER_SYSTEMS = ['spinalflow', 'manycore', 'hybrid', 'dense-os', 'dense-ws', 'dense-is'] as const;
export type PeerSystem = (typeof PEER_SYSTEMS)[number];
export const SYSTEM_NAMES = [...ARRAY_SYSTEMS, ...PEER_SYSTEMS] as const;
/** Systems that this version can simulate. */
export type SystemName = ArraySystem | PeerSystem;

/** What the user writes: any subset; the rest takes the defaults of `ArchConfig`. */
export type ArchSpec = {
  readonly [Group in keyof ArchConfig]?: ArchConfig[Group] extends object
    ? Partial<ArchConfig[Group]>
    : ArchConfig[Group];
} & { readonly schema?: 'spikex-arch/1' };

/** A complete, checked accelerator configuration. */
export interface ArchConfig {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** Processing elements: rows hold output channels, columns hold work units. */
  readonly array: { readonly rows: number; readonly cols: number };
  /** Global buffer. bytes: capacity; bytesPerCycle: GLB to LBUF bandwidth. */
  readonly glb: { readonly bytes: number; readonly bytesPerCycle: number };
  /** Local buffer. */
  readonly lbuf: { readonly bytes: number };
  /** Share of each buffer that holds weights (the rest holds spikes), 0..1; each share is double buffered. */
  readonly buffers: { readonly weightFraction: number };
  readonly clockMhz: number;
  readonly dram: { readonly gbPerSecond: number };
  readonly bits: { readonly weight: number; readonly psum: number };
  /** Time windows per time block (TB). */
  readonly tbWindows: number;
  /** Inferences that share one load of the weights. */
  readonly batch: number;
  readonly dispatch: { readonly unit: 'ic' | 'ntwu'; readonly mode: 'paper' | 'temporal' | 'spatial' };
  /** When the fill and drain of the array is charged. */
  readonly drain: 'stage' | 'rowtile' | 'none';
  /** Over which stages the time of the memories is spread: all of them, or those of each row tile. */
  readonly stalls: 'averaged' | 'rowtile';
  /** Partial sums that wait between channels and find the local buffer full: charged to it all the same, or moved on. */
  readonly psum: { readonly overflow: 'lbuf' | 'glb' };
  /** Activation-induced weight tailoring: null = each system's own default (SpikeX on, others off). */
  readonly tailoring: boolean | null;
  readonly ptb: { readonly packing: 'none' | 'adjacent' | 'first-fit'; readonly tws: 'net' | 'layer' };
  /** Cost of an operation in accumulations of the energy table: what the precision of the numbers costs. */
  readonly alu: { readonly accumulate: number; readonly mac: number };
  readonly spinalflow: SpinalflowConfig;
  readonly manycore: ManycoreConfig;
  readonly hybrid: HybridConfig;
  readonly dense: DenseConfig;
}

export interface SpinalflowConfig {
  /** Neurons of one tile. */
  readonly pes: number;
  /** Capacity of the filter buffer. */
  readonly filterBytes: number;
  /** Input neurons that fire more than once: work on every spike, or refuse. */
  readonly repeat: 'count' | 'refuse';
}

/** Core sizes, mesh, and what one event takes on the published chip. */
export interface ManycoreConfig {
  readonly neuronsPerCore: number;
  /** Synapse memory of one core. */
  readonly synapseBytes: number;
  /** Different input neurons that may reach one core. */
  readonly axonsPerCore: number;
  readonly cores: number;
  readonly coresPerTile: number;
  /** Tiles of one row of the mesh. */
  readonly meshWidth: number;
  /** Bits of one spike message. */
  readonly spikeBits: number;
  readonly synapseNs: number;
  readonly activeNs: number;
  readonly inactiveNs: number;
  readonly tileNs: number;
  readonly hopXNs: number;
  readonly hopYNs: number;
  readonly barrierNs: number;
  /** Least duration of a time step; 0 = as fast as the slowest core. */
  readonly tickUs: number;
  readonly synapsePj: number;
  readonly activePj: number;
  readonly inactivePj: number;
  readonly tilePj: number;
  readonly hopXPj: number;
  readonly hopYPj: number;
}

export interface HybridConfig {
  /** direct: the first layer gets pixel values and runs on the dense core; events: every layer is event-driven; auto: as
   * the network's input is coded. */
  readonly input: 'auto' | 'events' | 'direct';
  /** Neural cores per event-driven layer: auto, one number, or one per layer, separated by commas. */
  readonly unroll: string;
  /** Neural cores that `auto` may spend. */
  readonly cores: number;
  /** Columns (output channels at a time) of the dense core. */
  readonly denseCols: number;
  /** Parts of a spike map that the encoder takes in one by one. */
  readonly encoderChunks: number;
  /** Where the weights are when an inference starts. */
  readonly weights: 'onchip' | 'dram';
}

export interface DenseConfig {
  /** folded: all steps as one matrix product; step: one product per step; once: one product of multi-bit values. */
  readonly time: 'folded' | 'step' | 'once';
}
