/**
 * Double-buffered stages, replayed one by one: DRAM -> GLB, GLB -> local buffer and array are three units that each
 * work on one stage at a time, in order. A stage's data move on when they are complete, and each buffer has two
 * halves: the local buffer takes stage j when stage j-2 is integrated, the GLB takes stage j when stage j-2 has left
 * it. So the loads of the next stages overlap the compute of this one, and the first fill is exposed. Cycles.
 * The averaged formula of engine/sim/latency.ts (docs/model.md section 4) is never below this replay when every stage
 * loads the same; with real loads it may be off either way.
 * Left out: shares of a buffer that grow with what a stage needs, DRAM page effects, bank conflicts.
 */

/** One SP-MB on one row tile. */
export interface StageWork {
  readonly dramCycles: number;
  readonly glbCycles: number;
  readonly computeCycles: number;
  /** The array after integration, with nothing more to load: neuron update, last of a row tile. */
  readonly tailCycles: number;
}

export interface Replay {
  readonly cycles: number;
  /** Cycles in which the array waits for data, the first fill included. */
  readonly stallCycles: number;
}

export function replayStages(stages: readonly StageWork[]): Replay {
  let dramFree = 0;
  let glbFree = 0;
  let arrayFree = 0;
  let stallCycles = 0;
  const leftGlb: number[] = [];
  const integrated: number[] = [];
  stages.forEach(({ dramCycles, glbCycles, computeCycles, tailCycles }, j) => {
    dramFree = Math.max(dramFree, leftGlb[j - 2] ?? 0) + dramCycles;
    glbFree = Math.max(glbFree, dramFree, integrated[j - 2] ?? 0) + glbCycles;
    leftGlb.push(glbFree);
    stallCycles += Math.max(0, glbFree - arrayFree);
    integrated.push(Math.max(arrayFree, glbFree) + computeCycles);
    arrayFree = integrated[j] + tailCycles;
  });
  return { cycles: arrayFree, stallCycles };
}

/** The same work with every load spread evenly over the stages, as the averaged formula assumes. */
export function evenLoads(stages: readonly StageWork[]): StageWork[] {
  const mean = (of: (stage: StageWork) => number): number =>
    stages.reduce((sum, stage) => sum + of(stage), 0) / stages.length;
  const dramCycles = mean((stage) => stage.dramCycles);
  const glbCycles = mean((stage) => stage.glbCycles);
  return stages.map((stage) => ({ ...stage, dramCycles, glbCycles }));
}
