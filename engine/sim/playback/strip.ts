/**
 * A stretch of a trace in equal parts, for the strips under the array: what the array does, how full its columns and the
 * buffers are, and what weights stream. Where a part is shorter than a stage its passes are looked at one by one; where it
 * is longer, a stage counts with its mean, so a whole layer of any length costs one look at each of its stages.
 * Buffers: what the present stage holds and what the next one has brought, each at most its half of its share; in the GLB
 * also the spikes that came with the first row tile.
 */
import type { PlaybackStrip } from '../../contract/index.ts';
import type { LayerTrace } from './layer-trace.ts';
import type { Schedule } from './schedule.ts';

/** Parts that a stage must span to be looked at pass by pass. */
const FINE_PARTS = 4;

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly kind: 'integrate' | 'update' | 'drain' | 'wait';
  /** Occupied columns, 0..1. */
  readonly busy: number;
  readonly weightBytes: number;
}

export function stripOf(trace: LayerTrace, fromCycle: number, toCycle: number, bins: number): PlaybackStrip {
  const { schedule } = trace;
  const { timeline } = schedule;
  const width = (toCycle - fromCycle) / bins;
  const field = (): Float32Array => new Float32Array(bins);
  const sums = {
    busy: new Float64Array(bins),
    integrate: new Float64Array(bins),
    update: new Float64Array(bins),
    drain: new Float64Array(bins),
    wait: new Float64Array(bins),
    weights: new Float64Array(bins),
  };
  const add = ({ from, to, kind, busy, weightBytes }: Segment): void => {
    if (to <= from || to <= fromCycle || from >= toCycle) return;
    const first = Math.max(0, Math.floor((from - fromCycle) / width));
    const last = Math.min(bins - 1, Math.floor((to - fromCycle) / width));
    for (let bin = first; bin <= last; bin++) {
      const start = fromCycle + bin * width;
      const share = (Math.min(to, start + width) - Math.max(from, start)) / width;
      if (share <= 0) continue;
      sums[kind][bin] += share;
      sums.busy[bin] += share * busy;
      sums.weights[bin] += (share * weightBytes) / (to - from);
    }
  };
  add({ from: 0, to: timeline.firstFill, kind: 'wait', busy: 0, weightBytes: 0 });
  if (trace.steps > 0) {
    const begin = timeline.at(fromCycle);
    for (let tile = begin.tile; tile < schedule.rowTiles && timeline.tileStart(tile) < toCycle; tile++) {
      const firstStage = tile === begin.tile ? begin.stage : 0;
      for (let stage = firstStage; stage < schedule.stages.length; stage++) {
        if (timeline.stageStart(tile, stage) >= toCycle) break;
        addStage(trace, tile, stage, width, add);
      }
      addUpdates(schedule, tile, add);
    }
  }
  const strip = {
    busy: field(),
    integrate: field(),
    update: field(),
    drain: field(),
    wait: field(),
    lbufBytes: field(),
    glbBytes: field(),
    weightBytesPerCycle: field(),
  };
  const fill = new Fill(schedule);
  for (let bin = 0; bin < bins; bin++) {
    for (const key of ['busy', 'integrate', 'update', 'drain', 'wait'] as const)
      strip[key][bin] = sums[key][bin];
    strip.weightBytesPerCycle[bin] = sums.weights[bin];
    const end = Math.min(timeline.cycles, fromCycle + (bin + 1) * width);
    [strip.lbufBytes[bin], strip.glbBytes[bin]] = fill.at(end);
  }
  return { fromCycle, toCycle, bins, ...strip };
}

function addStage(
  trace: LayerTrace,
  tile: number,
  stage: number,
  width: number,
  add: (segment: Segment) => void,
): void {
  const { schedule } = trace;
  const { cols, passCycles, stageDrain, tileDrain, timeline } = schedule;
  const { passes, units, streamedBytes } = schedule.stages[stage];
  const weightBytes = streamedBytes * schedule.rowsOf(tile);
  const start = timeline.stageStart(tile, stage);
  const end = start + passes * passCycles;
  if (end - start > FINE_PARTS * width) {
    const { unit } = trace.columnsOf(stage);
    for (let pass = 0, from = start; pass < passes; pass++, from += passCycles) {
      let busy = 0;
      for (let col = 0; col < cols; col++) if (unit[pass * cols + col] >= 0) busy++;
      add({ from, to: from + passCycles, kind: 'integrate', busy: busy / cols, weightBytes });
    }
  } else {
    const busy = units / (passes * cols);
    add({ from: start, to: end, kind: 'integrate', busy, weightBytes: weightBytes * passes });
  }
  const drained = end + stageDrain + (stage === schedule.stages.length - 1 ? tileDrain : 0);
  add({ from: end, to: drained, kind: 'drain', busy: 0, weightBytes: 0 });
  const waited = drained + timeline.waitAfterStage(tile, stage);
  add({ from: drained, to: waited, kind: 'wait', busy: 0, weightBytes: 0 });
}

function addUpdates(schedule: Schedule, tile: number, add: (segment: Segment) => void): void {
  const { timeline, updates, updateCycles } = schedule;
  const from = timeline.updateStart(tile);
  const to = from + updates * updateCycles;
  add({ from, to, kind: 'update', busy: 0, weightBytes: 0 });
  add({ from: to, to: to + timeline.waitAfterUpdate(tile), kind: 'wait', busy: 0, weightBytes: 0 });
}

/** Bytes in the local and the global buffer. */
class Fill {
  readonly #schedule: Schedule;
  /** DRAM spikes that have come with the first row tile, before each stage. */
  readonly #spikesBefore: Float64Array;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#spikesBefore = new Float64Array(schedule.stages.length + 1);
    schedule.stages.forEach(({ dramSpikeBytes }, i) => {
      this.#spikesBefore[i + 1] = this.#spikesBefore[i] + dramSpikeBytes;
    });
  }

  at(cycle: number): [number, number] {
    const { stages, timeline, capacity, rowTiles } = this.#schedule;
    if (stages.length === 0 || cycle < timeline.firstFill) return [0, 0];
    const { tile, stage } = timeline.at(cycle);
    const isLast = stage === stages.length - 1;
    const nextTile = isLast ? tile + 1 : tile;
    const next = nextTile < rowTiles ? { tile: nextTile, stage: isLast ? 0 : stage + 1 } : null;
    const from = timeline.stageStart(tile, stage);
    const to = next ? timeline.stageStart(next.tile, next.stage) : timeline.cycles;
    const progress = to > from ? (cycle - from) / (to - from) : 1;
    const held = this.#held(tile, stage);
    const coming = next ? this.#held(next.tile, next.stage) : { weights: 0, spikes: 0 };
    const lbuf = (weights: number, spikes: number): number =>
      Math.min(weights, capacity.lbufWeights) + Math.min(spikes, capacity.lbufSpikes);
    const glbSpikes = tile > 0 ? this.#spikesBefore[stages.length] : this.#spikesBefore[stage + 1];
    const glbComing = next?.tile === 0 ? stages[next.stage].dramSpikeBytes * progress : 0;
    return [
      lbuf(held.weights, held.spikes) + progress * lbuf(coming.weights, coming.spikes),
      Math.min(held.weights, capacity.glbWeights) +
        progress * Math.min(coming.weights, capacity.glbWeights) +
        Math.min(glbSpikes + glbComing, 2 * capacity.glbSpikes),
    ];
  }

  #held(tile: number, stage: number): { weights: number; spikes: number } {
    const { kernelBytes, spikeBytes } = this.#schedule.stages[stage];
    return { weights: kernelBytes * this.#schedule.rowsOf(tile), spikes: spikeBytes };
  }
}
