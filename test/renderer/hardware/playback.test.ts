// Which step a cycle lies in, what the array does there, and how its strips and axis are laid out.
import { describe, expect, it } from 'vitest';
import type { PlaybackSteps } from '../../../engine/contract/index.ts';
import { lanesOf, ramp, ticksOf } from '../../../renderer/src/views/hardware/playback-draw.ts';
import { LIGHT } from '../../../renderer/src/design/tokens.ts';
import { columnAt, currentStep, pageOf } from '../../../renderer/src/views/hardware/playback-steps.ts';

/** Steps of 10 cycles each from cycle 5 on; the second one drains for 4 and waits for 6, the third is an update. */
function page(first: number, count: number): PlaybackSteps {
  const starts = [5, 15, 35, 45];
  return {
    first,
    count,
    kind: Uint8Array.from([0, 0, 1, 0].slice(first, first + count)),
    startCycle: Float64Array.from(starts.slice(first, first + count)),
    workCycles: new Float64Array(count).fill(10),
    drainCycles: Float64Array.from([0, 4, 0, 0].slice(first, first + count)),
    waitCycles: Float64Array.from([0, 6, 0, 0].slice(first, first + count)),
    rowTile: new Int32Array(count),
    stage: new Int32Array(count),
    channel: new Int32Array(count),
    position: Int32Array.from([0, -1, 3, 4, 5, 6, 7, 8].slice(2 * first, 2 * (first + count))),
    window: new Int32Array(2 * count).fill(1),
    adds: new Int32Array(2 * count).fill(2),
  };
}

describe('the step at a cycle', () => {
  const whole = [page(0, 4)];
  const at = (cycle: number, pages = whole) => {
    const found = currentStep(pages, cycle, 55);
    return found && [found.page.first + found.at, found.phase];
  };

  it('tells work, drain and wait apart', () => {
    expect(at(0)).toEqual([0, 'wait']); // before the first fill has ended
    expect(at(5)).toEqual([0, 'pass']);
    expect(at(24.9)).toEqual([1, 'pass']);
    expect(at(25)).toEqual([1, 'drain']);
    expect(at(29)).toEqual([1, 'wait']); // 15 + 10 + 4
    expect(at(35)).toEqual([2, 'update']);
    expect(at(55)).toEqual([3, 'pass']); // the end stays with the last step
  });

  it('knows what is not at hand', () => {
    const part = [page(1, 2)];
    expect(at(5, part)).toBeNull();
    expect(at(20, part)).toEqual([1, 'pass']);
    expect(at(46, part)).toBeNull();
    expect(at(46, [...part, page(3, 1)])).toEqual([3, 'pass']);
    expect(pageOf(part, 2)?.first).toBe(1);
    expect(pageOf(part, 3)).toBeUndefined();
  });

  it('reads a column, idle ones as null', () => {
    const now = currentStep(whole, 6, 55);
    expect(now && [columnAt(now, 2, 0), columnAt(now, 2, 1)]).toEqual([
      { position: 0, window: 1, adds: 2 },
      null,
    ]);
  });
});

describe('the strips', () => {
  it('stack their lanes within the height', () => {
    const lanes = lanesOf(128);
    expect(lanes.map(({ id }) => id)).toEqual(['does', 'busy', 'lbuf', 'glb', 'weights']);
    lanes.slice(1).forEach(({ top }, i) => expect(top).toBeGreaterThan(lanes[i].top + lanes[i].height));
    expect(lanes[4].top + lanes[4].height).toBeLessThanOrEqual(128);
  });

  it('mark round cycles', () => {
    expect(ticksOf(0, 100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(ticksOf(130, 180, 5)).toEqual([130, 140, 150, 160, 170, 180]);
  });

  it('run along the sequential scale from end to end', () => {
    const hex = (colour: string): string =>
      `#${[...colour.matchAll(/\d+/g)].map(([part]) => Number(part).toString(16).padStart(2, '0')).join('')}`;
    expect([hex(ramp(LIGHT, 0)), hex(ramp(LIGHT, 1))]).toEqual([
      LIGHT.seq1.toLowerCase(),
      LIGHT.seq4.toLowerCase(),
    ]);
  });
});
