/** What the network and hardware editors ask and get: checked drafts, sizes, ways out, instant estimates. */
import type { ArchConfig, SystemName } from './arch.ts';
import type { Issue } from './issues.ts';
import type { NetworkSpec } from './network.ts';
import type { SpikeSource, SystemReport } from './simulation.ts';

export interface LayerSizes {
  readonly name: string;
  readonly weights: number;
  readonly neurons: number;
  /** Accumulations of one time step with every input firing. */
  readonly synapticOps: number;
}

/** A way out of an issue: the field that has the issue's `path` takes `value`. */
export interface DraftFix {
  /** Of the issue that it mends. */
  readonly path: string;
  /** The field to be set, as a dotted path into the draft: `layers[3].pad`. */
  readonly field: string;
  readonly value: number | string;
}

export interface NetworkCheck {
  /** The draft as JSON text, with the shapes that follow from the layers below filled in where that was asked. */
  readonly draft: string;
  /** The draft with everything filled in; null where it has errors. */
  readonly network: NetworkSpec | null;
  /** One per layer; empty where the draft has errors. */
  readonly sizes: readonly LayerSizes[];
  readonly issues: readonly Issue[];
  readonly fixes: readonly DraftFix[];
}

/** One configuration key of an accelerator, as `--set KEY=VALUE` takes it. */
export interface ArchKey {
  readonly key: string;
  /** One line with the unit. */
  readonly meaning: string;
  readonly fallback: string | number | boolean | null;
  readonly choices: readonly (string | number | boolean | null)[] | null;
  readonly integer: boolean;
  readonly least: number | null;
  readonly most: number | null;
}

/** Bytes of one half of each double-buffered share. */
export interface ArchCapacities {
  readonly glbWeightBytes: number;
  readonly glbSpikeBytes: number;
  readonly lbufWeightBytes: number;
  readonly lbufSpikeBytes: number;
}

export interface ArchCheck {
  readonly arch: ArchConfig | null;
  readonly capacities: ArchCapacities | null;
  readonly issues: readonly Issue[];
}

/** One inference of a draft network on a draft accelerator; writes no run. */
export interface PreviewSpec {
  /** JSON text of the network. */
  readonly network: string;
  /** JSON text of the accelerator. */
  readonly arch: string;
  /** Table name or file. */
  readonly energy: string;
  readonly systems: readonly SystemName[];
  /** One value for all layers or one per layer. */
  readonly tws: readonly number[];
  readonly spikes: SpikeSource;
}

/** What one layer asks of the buffers, to be held against `ArchCapacities`. Bytes may be fractions. */
export interface BufferNeeds {
  readonly name: string;
  /** All weights of the layer. */
  readonly glbWeightBytes: number;
  /** All its input spikes, one bit each. */
  readonly glbSpikeBytes: number;
  /** Weights that one pass streams: conv, one input channel for all rows; fc, one weight per row. */
  readonly lbufWeightBytes: number;
  /** Spikes of one full pass: every column, slot and time point of a window. */
  readonly lbufSpikeBytes: number;
  /** Passes over the output channels: ceil(M / rows). */
  readonly rowTiles: number;
  /** Rows that the last of them fills. */
  readonly lastRows: number;
}

export interface Preview {
  readonly systems: readonly SystemReport[];
  /** One per layer. */
  readonly needs: readonly BufferNeeds[];
  /** Wall time of the simulation alone. */
  readonly simulationMs: number;
}

/** Descriptions of the user's own beside the shipped ones. */
export type LibraryKind = 'network' | 'arch';
