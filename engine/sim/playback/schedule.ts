/**
 * What a trace reads: the order of work on the array, row tile by row tile, stage by stage, pass by pass. Row tiles repeat
 * the same passes for other output channels; after the last stage of each the neurons are updated.
 */
import type { Timeline } from './timeline.ts';

/** The passes of one stage, or the updates of one row tile, column by column. */
export interface Columns {
  readonly count: number;
  /** [pass]: input channel whose weights stream; -1 = all. */
  readonly channel: Int32Array;
  /** [pass * cols + column]: position * windows + window; -1 = idle. */
  readonly unit: Int32Array;
  /** The same: spikes that a PE of the column adds. */
  readonly adds: Int32Array;
}

export interface StagePlan {
  readonly passes: number;
  /** Occupied columns over its passes. */
  readonly units: number;
  readonly firstChannel: number;
  readonly channels: number;
  /** Of one PE row: the kernels of the stage, and what streams into the row in one pass. */
  readonly kernelBytes: number;
  readonly streamedBytes: number;
  /** Spike words that come into the local buffer; spikes that come from DRAM with the first row tile. */
  readonly spikeBytes: number;
  readonly dramSpikeBytes: number;
}

export interface Schedule {
  readonly cols: number;
  readonly windows: number;
  readonly rowTiles: number;
  readonly rowsOf: (tile: number) => number;
  readonly stages: readonly StagePlan[];
  /** Cycles of one pass, but for its drain. */
  readonly passCycles: number;
  /** Fill and drain after each stage, and after the last one of a row tile. */
  readonly stageDrain: number;
  readonly tileDrain: number;
  readonly updates: number;
  readonly updateCycles: number;
  readonly timeline: Timeline;
  readonly columnsOf: (stage: number) => Columns;
  readonly updateColumns: () => Columns;
  /** Capacities of one half of each share (double buffering), bytes. */
  readonly capacity: {
    readonly lbufWeights: number;
    readonly lbufSpikes: number;
    readonly glbWeights: number;
    readonly glbSpikes: number;
  };
}

export const stepsPerTile = ({ stages, updates }: Schedule): number =>
  stages.reduce((sum, { passes }) => sum + passes, 0) + updates;
