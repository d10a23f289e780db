// The double-buffer replay: two schedules by hand, a tick-by-tick oracle, and the bounds that tie it to the averaged
// formula of the analytic model (docs/model.md section 4).
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenLoads, replayStages } from '../../../../engine/sim/reference/stage-replay.ts';
import type { StageWork } from '../../../../engine/sim/reference/stage-replay.ts';
import { times } from '../../../support/soak.ts';

const runs = { numRuns: times(1000, 20_000), seed: 41 };

const work = (dramCycles: number, glbCycles: number, computeCycles: number, tailCycles = 0): StageWork => ({
  dramCycles,
  glbCycles,
  computeCycles,
  tailCycles,
});

const total = (stages: readonly StageWork[], of: (stage: StageWork) => number): number =>
  stages.reduce((sum, stage) => sum + of(stage), 0);
const computeOf = (stages: readonly StageWork[]): number =>
  total(stages, (stage) => stage.computeCycles + stage.tailCycles);

const cycles = (min: number): fc.Arbitrary<number> => fc.integer({ min, max: 30 });
/** Every load and every integration takes at least a cycle, as the oracle needs. */
const tickedStages = fc.array(
  fc.record<StageWork>({
    dramCycles: cycles(1),
    glbCycles: cycles(1),
    computeCycles: cycles(1),
    tailCycles: fc.constantFrom(0, 0, 1, 9),
  }),
  { minLength: 1, maxLength: 12 },
);
/** Quarter cycles, zeros included: exact in binary, so bounds compare without rounding in the replay. */
const stages = fc.array(
  fc
    .tuple(cycles(0), cycles(0), cycles(0), fc.constantFrom(0, 0, 3))
    .map(([dram, glb, compute, tail]) => work(dram / 4, glb / 4, compute / 2, tail)),
  { minLength: 1, maxLength: 12 },
);

/** Section 4: the slower memory hides behind the compute of a stage or the other way round; one fill is exposed. */
function averaged(even: readonly StageWork[]): number {
  const [{ dramCycles, glbCycles }] = even;
  const slower = Math.max(dramCycles, glbCycles);
  const busy = total(even, (stage) => Math.max(stage.computeCycles, slower) + stage.tailCycles);
  return busy + dramCycles + glbCycles;
}

/** One cycle after another: who may start, who is busy, who is done. */
function ticked(list: readonly StageWork[]): { cycles: number; stallCycles: number } {
  const done = { dram: 0, glb: 0, array: 0 };
  const left = { dram: 0, glb: 0, array: 0, tail: 0 };
  let now = 0;
  let stallCycles = 0;
  while (done.array < list.length || left.tail > 0) {
    if (left.dram === 0 && done.dram < list.length && done.glb >= done.dram - 1)
      left.dram = list[done.dram].dramCycles;
    if (left.glb === 0 && done.glb < done.dram && done.array >= done.glb - 1)
      left.glb = list[done.glb].glbCycles;
    const isFree = left.array === 0 && left.tail === 0;
    if (isFree && done.array < done.glb) left.array = list[done.array].computeCycles;
    if (left.tail > 0) left.tail--;
    else if (left.array > 0) {
      if (--left.array === 0) left.tail = list[done.array++].tailCycles;
    } else stallCycles++;
    if (left.dram > 0 && --left.dram === 0) done.dram++;
    if (left.glb > 0 && --left.glb === 0) done.glb++;
    now++;
  }
  return { cycles: now, stallCycles };
}

describe('two schedules by hand', () => {
  it('the GLB holds two stages: the third comes when the first has left', () => {
    // DRAM 0-4, 4-5, then stage 0 has left at 6: 6-12. GLB 4-6, 6-8, 12-13. Array 6-9, 9-14, 14-16, tail to 17.
    // It waits 6 cycles for the first fill and never again: 17 = 6 + 3 + 5 + 2 + 1.
    expect(replayStages([work(4, 2, 3), work(1, 2, 5), work(6, 1, 2, 1)])).toEqual({
      cycles: 17,
      stallCycles: 6,
    });
  });

  it('the local buffer holds two stages: the third comes when the first is integrated', () => {
    // GLB 0-1, 1-2, then stage 0 is integrated at 11: 11-16. Array 1-11, 11-12, 16-17: waits 1 + 4.
    expect(replayStages([work(0, 1, 10), work(0, 1, 1), work(0, 5, 1)])).toEqual({
      cycles: 17,
      stallCycles: 5,
    });
  });

  it('a neuron update keeps the array and frees the buffer', () => {
    // GLB 0-1, 1-2, 3-8 (stage 0 integrated at 3). Array 1-3, update to 9, 9-10, 10-11: all loads hidden.
    expect(replayStages([work(0, 1, 2, 6), work(0, 1, 1), work(0, 5, 1)])).toEqual({
      cycles: 11,
      stallCycles: 1,
    });
  });

  it('no stage takes no time', () => {
    expect(replayStages([])).toEqual({ cycles: 0, stallCycles: 0 });
  });
});

describe('for every list of stages', () => {
  it('takes what stepping cycle by cycle takes', () => {
    fc.assert(
      fc.property(tickedStages, (list) => {
        expect(replayStages(list)).toEqual(ticked(list));
      }),
      runs,
    );
  });

  it('takes compute plus stalls: at least the busiest unit, at most one unit after the other', () => {
    fc.assert(
      fc.property(stages, (list) => {
        const replay = replayStages(list);
        const compute = computeOf(list);
        const dram = total(list, (stage) => stage.dramCycles);
        const glb = total(list, (stage) => stage.glbCycles);
        expect(replay.cycles).toBe(compute + replay.stallCycles);
        expect(replay.cycles).toBeGreaterThanOrEqual(Math.max(compute, dram, glb));
        expect(replay.cycles).toBeLessThanOrEqual(compute + dram + glb);
        const [first] = list;
        expect(replay.stallCycles).toBeGreaterThanOrEqual(first.dramCycles + first.glbCycles);
      }),
      runs,
    );
  });

  it('never gets shorter when a stage has more to do', () => {
    const keys = ['dramCycles', 'glbCycles', 'computeCycles', 'tailCycles'] as const;
    fc.assert(
      fc.property(stages, fc.nat(), fc.constantFrom(...keys), cycles(1), (list, at, key, more) => {
        const longer = list.map((stage, j) =>
          j === at % list.length ? { ...stage, [key]: stage[key] + more } : stage,
        );
        expect(replayStages(longer).cycles).toBeGreaterThanOrEqual(replayStages(list).cycles);
      }),
      runs,
    );
  });

  it('with even loads takes at most the averaged formula', () => {
    fc.assert(
      fc.property(stages, (some) => {
        const list = evenLoads(some);
        expect(replayStages(list).cycles).toBeLessThanOrEqual(averaged(list) + 1e-9);
      }),
      runs,
    );
  });

  it('with even loads takes exactly the averaged formula where every stage computes longer than it loads', () => {
    fc.assert(
      fc.property(stages, (some) => {
        // Loads are at most 30 / 4 cycles.
        const list = evenLoads(some).map((stage) => ({ ...stage, computeCycles: stage.computeCycles + 8 }));
        expect(replayStages(list).cycles).toBeCloseTo(averaged(list), 9);
      }),
      runs,
    );
  });
});
