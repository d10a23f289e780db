/**
 * When each stage of a layer starts: the latency formula that the report uses (engine/sim/latency.ts, docs/model.md
 * section 4), laid out stage by stage. A stage works, drains, and waits where the load of the next one takes longer. The
 * averaged formula gives every stage the same load; `stalls=rowtile` gives each row tile its own and lets the update of
 * the neurons hide the first load of the next row tile. The last cycle equals the report's latency. Cycles.
 */
import type { ArchConfig, LayerSpec } from '../../contract/index.ts';
import type { AccessCounts } from '../access-counts.ts';
import { tileLoads } from '../latency.ts';
import type { Latency, StageTimes } from '../latency.ts';

export class Timeline {
  readonly firstFill: number;
  readonly cycles: number;
  readonly #times: StageTimes;
  readonly #loadOf: (tile: number) => number;
  /** Whether the last stage waits after the update instead of before it. */
  readonly #waitsLast: boolean;
  readonly #tileStarts: Float64Array;
  readonly #stageStarts = new Map<number, Float64Array>();

  /** loadOf: cycles that one stage of a row tile loads, at least those of a stage. */
  constructor(times: StageTimes, firstFill: number, loadOf: (tile: number) => number, waitsLast: boolean) {
    this.#times = times;
    this.#loadOf = loadOf;
    this.#waitsLast = waitsLast;
    this.firstFill = firstFill;
    this.#tileStarts = new Float64Array(times.rowTiles + 1);
    this.#tileStarts[0] = firstFill;
    const last = times.compute.length - 1;
    for (let tile = 0; tile < times.rowTiles; tile++) {
      const body = this.#startsOf(tile)[last] + times.compute[last] + this.waitAfterStage(tile, last);
      this.#tileStarts[tile + 1] = this.#tileStarts[tile] + body + times.tail + this.waitAfterUpdate(tile);
    }
    this.cycles = this.#tileStarts[times.rowTiles];
  }

  tileStart(tile: number): number {
    return this.#tileStarts[tile];
  }

  stageStart(tile: number, stage: number): number {
    return this.#tileStarts[tile] + this.#startsOf(tile)[stage];
  }

  updateStart(tile: number): number {
    const last = this.#times.compute.length - 1;
    const { compute, tileDrain } = this.#times;
    return this.stageStart(tile, last) + compute[last] + tileDrain + this.waitAfterStage(tile, last);
  }

  waitAfterStage(tile: number, stage: number): number {
    const isLast = stage === this.#times.compute.length - 1;
    if (isLast && this.#waitsLast) return 0;
    return Math.max(0, this.#loadOf(tile) - this.#times.compute[stage]);
  }

  waitAfterUpdate(tile: number): number {
    const { compute, tail, rowTiles } = this.#times;
    if (!this.#waitsLast || tile + 1 >= rowTiles) return 0;
    return Math.max(0, this.#loadOf(tile + 1) - compute[compute.length - 1] - tail);
  }

  /** The row tile and stage that a cycle lies in; the last stage also stands for the update after it. */
  at(cycle: number): { readonly tile: number; readonly stage: number } {
    const tile = lastNotAbove(this.#tileStarts.subarray(0, this.#times.rowTiles), cycle);
    return { tile, stage: lastNotAbove(this.#startsOf(tile), cycle - this.#tileStarts[tile]) };
  }

  /** From the start of the row tile. Row tiles with equal loads share one list. */
  #startsOf(tile: number): Float64Array {
    const load = this.#loadOf(tile);
    let starts = this.#stageStarts.get(load);
    if (!starts) {
      const { compute } = this.#times;
      starts = new Float64Array(compute.length);
      for (let stage = 1; stage < compute.length; stage++)
        starts[stage] = starts[stage - 1] + Math.max(compute[stage - 1], load);
      this.#stageStarts.set(load, starts);
    }
    return starts;
  }
}

/** A silent layer has no row tile: it waits for its loads from start to end. */
export function timelineOf(
  layer: LayerSpec,
  times: StageTimes,
  latency: Latency,
  access: AccessCounts,
  config: ArchConfig,
): Timeline {
  const stages = times.compute.length;
  if (stages === 0) return new Timeline({ ...times, rowTiles: 0 }, latency.cycles, () => 0, false);
  if (config.stalls === 'rowtile') {
    const loads = tileLoads(stages, times.rowTiles, layer.M, access, config);
    return new Timeline(times, loads.first, loads.of, true);
  }
  const count = stages * times.rowTiles;
  const load = Math.max(latency.glbCycles, latency.dramCycles) / count;
  return new Timeline(times, (latency.glbCycles + latency.dramCycles) / count, () => load, false);
}

/** Index of the last of ascending values that is not above the given one; 0 where all are. */
export function lastNotAbove(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (values[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
