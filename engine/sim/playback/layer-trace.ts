/**
 * A layer's schedule as a stream of steps with random access: any stretch of steps, the step at a cycle, and the whole in
 * equal parts. The explicit passes of a few stages are kept; memory does not grow with the length of the layer.
 */
import { MOST_PLAYBACK_STEPS, STEP_PASS, STEP_UPDATE } from '../../contract/index.ts';
import type { PlaybackSteps } from '../../contract/index.ts';
import { stepsPerTile } from './schedule.ts';
import type { Columns, Schedule } from './schedule.ts';
import { lastNotAbove } from './timeline.ts';

/** Entries (columns of passes) that are kept at once, about 16 MB. */
const MOST_KEPT = 2 ** 21;

export class LayerTrace {
  readonly schedule: Schedule;
  readonly steps: number;
  /** First step of each stage within a row tile; the last entry is that of the updates. */
  readonly firstStep: Float64Array;
  readonly stepsPerTile: number;
  readonly #kept = new Map<number, Columns>();
  #keptEntries = 0;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    this.stepsPerTile = stepsPerTile(schedule);
    this.steps = this.stepsPerTile * schedule.rowTiles;
    this.firstStep = new Float64Array(schedule.stages.length + 1);
    schedule.stages.forEach(({ passes }, i) => {
      this.firstStep[i + 1] = this.firstStep[i] + passes;
    });
  }

  /** At most MOST_PLAYBACK_STEPS of them, fewer at the end. */
  stepsFrom(first: number, most: number): PlaybackSteps {
    const { cols, windows } = this.schedule;
    const count = Math.max(0, Math.min(most, MOST_PLAYBACK_STEPS, this.steps - first));
    const page: PlaybackSteps = {
      first,
      count,
      kind: new Uint8Array(count),
      startCycle: new Float64Array(count),
      workCycles: new Float64Array(count),
      drainCycles: new Float64Array(count),
      waitCycles: new Float64Array(count),
      rowTile: new Int32Array(count),
      stage: new Int32Array(count),
      channel: new Int32Array(count),
      position: new Int32Array(count * cols),
      window: new Int32Array(count * cols),
      adds: new Int32Array(count * cols),
    };
    for (let i = 0; i < count; i++) {
      const { tile, stage, pass, isUpdate } = this.#place(first + i);
      const columns = this.columnsOf(isUpdate ? UPDATES : stage);
      const time = this.#timeOf(tile, stage, pass, isUpdate);
      page.kind[i] = isUpdate ? STEP_UPDATE : STEP_PASS;
      page.startCycle[i] = time.start;
      page.workCycles[i] = time.work;
      page.drainCycles[i] = time.drain;
      page.waitCycles[i] = time.wait;
      page.rowTile[i] = tile;
      page.stage[i] = stage;
      page.channel[i] = columns.channel[pass];
      for (let col = 0; col < cols; col++) {
        const unit = columns.unit[pass * cols + col];
        const at = i * cols + col;
        page.position[at] = unit < 0 ? -1 : Math.floor(unit / windows);
        page.window[at] = unit < 0 ? 0 : unit % windows;
        page.adds[at] = columns.adds[pass * cols + col];
      }
    }
    return page;
  }

  /** The step that a cycle lies in, its drain and wait included; the first one before it starts. */
  stepAt(cycle: number): number {
    const { timeline, stages, passCycles, updates, updateCycles } = this.schedule;
    if (this.steps === 0) return 0;
    const { tile, stage } = timeline.at(cycle);
    const start = tile * this.stepsPerTile;
    const intoUpdates = cycle - timeline.updateStart(tile);
    if (stage === stages.length - 1 && updates > 0 && intoUpdates >= 0)
      return start + this.firstStep[stages.length] + within(intoUpdates / updateCycles, updates);
    const pass = within((cycle - timeline.stageStart(tile, stage)) / passCycles, stages[stage].passes);
    return start + this.firstStep[stage] + pass;
  }

  columnsOf(stage: number): Columns {
    const known = this.#kept.get(stage);
    if (known) return known;
    const columns = stage === UPDATES ? this.schedule.updateColumns() : this.schedule.columnsOf(stage);
    if (this.#keptEntries + columns.unit.length > MOST_KEPT) {
      this.#kept.clear();
      this.#keptEntries = 0;
    }
    this.#kept.set(stage, columns);
    this.#keptEntries += columns.unit.length;
    return columns;
  }

  #place(step: number): { tile: number; stage: number; pass: number; isUpdate: boolean } {
    const { stages } = this.schedule;
    const tile = Math.floor(step / this.stepsPerTile);
    const inTile = step - tile * this.stepsPerTile;
    const found = lastNotAbove(this.firstStep, inTile);
    const isUpdate = found === stages.length;
    const pass = inTile - this.firstStep[found];
    return { tile, stage: Math.min(found, stages.length - 1), pass, isUpdate };
  }

  #timeOf(tile: number, stage: number, pass: number, isUpdate: boolean): StepTime {
    const { timeline, stages, passCycles, updates, updateCycles, stageDrain, tileDrain } = this.schedule;
    if (isUpdate) {
      const start = timeline.updateStart(tile) + pass * updateCycles;
      const wait = pass === updates - 1 ? timeline.waitAfterUpdate(tile) : 0;
      return { start, work: updateCycles, drain: 0, wait };
    }
    const start = timeline.stageStart(tile, stage) + pass * passCycles;
    if (pass < stages[stage].passes - 1) return { start, work: passCycles, drain: 0, wait: 0 };
    const isLast = stage === stages.length - 1;
    return {
      start,
      work: passCycles,
      drain: stageDrain + (isLast ? tileDrain : 0),
      wait:
        timeline.waitAfterStage(tile, stage) + (isLast && updates === 0 ? timeline.waitAfterUpdate(tile) : 0),
    };
  }
}

export const UPDATES = -1;

interface StepTime {
  readonly start: number;
  readonly work: number;
  readonly drain: number;
  readonly wait: number;
}

const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(place)));
