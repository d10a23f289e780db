// Single neurons over a few steps, worked out by hand from NIR's equations.
import { describe, expect, it } from 'vitest';
import { DEFAULT_NIR_RUN, type NirRunOptions } from '../../../engine/contract/index.ts';
import type { NirPrimitive } from '../../../engine/exchange/nir/graph.ts';
import { countFrames } from '../../../engine/nir-run/frames.ts';
import { runEvents } from '../../support/nir/compare.ts';
import { chain, graphOf, neuron, shaped, single, tensor } from '../../support/nir/graphs.ts';

/** Output of one node for the given inputs, one number per step. */
function steps(
  node: NirPrimitive,
  inputs: readonly number[],
  more: Partial<NirRunOptions> = {},
  size = 1,
): (number | readonly number[])[] {
  const graph = shaped(chain([size], { node }));
  const frames = inputs.map((value) => new Float64Array(size).fill(value));
  const rows = runEvents(graph, { ...DEFAULT_NIR_RUN, dtS: 0.001, ...more }, frames).get('node') ?? [];
  return rows.map((row) => (size === 1 ? row[0] : row));
}

const one = { v_threshold: single(1), v_reset: single(0) };

describe('IF', () => {
  const neuronIf = neuron('IF', { r: single(0.5), ...one });

  it('fires above the threshold, not at it, and goes to v_reset', () => {
    // v = 0.5 * (1, 2, 3, 4): 0.5, 1.0 + ... : 0.5; 1.5 > 1 fires, 0; 1.5 fires, 0; 0
    expect(steps(neuronIf, [1, 2, 3, 0])).toEqual([0, 1, 1, 0]);
    // 0.5, 1.0: not above
    expect(steps(neuronIf, [1, 1, 0])).toEqual([0, 0, 0]);
    expect(steps(neuronIf, [1, 1, 0], { firing: 'reached' })).toEqual([0, 1, 0]);
  });

  it('by subtraction keeps what is left and fires on without input', () => {
    // v = 0.5 * 7 = 3.5 -> 2.5 -> (no input) 1.5 -> 0.5
    expect(steps(neuronIf, [7, 0, 0, 0], { reset: 'subtract' })).toEqual([1, 1, 1, 0]);
  });

  it('subtracts by itself only where the file has no v_reset', () => {
    const open = neuron('IF', { r: single(0.5), v_threshold: single(1) });
    expect(steps(open, [7, 0, 0, 0])).toEqual([1, 1, 1, 0]);
    expect(steps(neuronIf, [7, 0, 0, 0])).toEqual([1, 0, 0, 0]);
  });

  it('as a current is scaled by the step', () => {
    // 0.001 * 0.5 * 1500 = 0.75, 1.5
    expect(steps(neuronIf, [1500, 1500], { integrator: 'current' })).toEqual([0, 1]);
  });
});

describe('leaky neurons', () => {
  it('LI: v += dt/tau ((v_leak - v) + r x)', () => {
    // dt/tau = 0.5: 0.5 (1 - 0 + 2*1) = 1.5; then 1.5 + 0.5 (1 - 1.5 + 0) = 1.25
    const li = neuron('LI', { tau: single(0.002), r: single(2), v_leak: single(1) });
    expect(steps(li, [1, 0])).toEqual([1.5, 1.25]);
  });

  it('exact: the share is 1 - exp(-dt/tau)', () => {
    const li = neuron('LI', { tau: single(0.001), r: single(1), v_leak: single(0) });
    const [first, second] = steps(li, [1, 0], { integration: 'exact' }) as number[];
    expect(first).toBeCloseTo(1 - Math.exp(-1), 12);
    expect(second).toBeCloseTo((1 - Math.exp(-1)) * Math.exp(-1), 12);
  });

  it('LIF with v_leak above the threshold fires without input', () => {
    // v: 0 -> 0.5*1.2 = 0.6 -> 0.9 -> 1.05 fires -> 0 -> 0.6
    const lif = neuron('LIF', { tau: single(0.002), r: single(1), v_leak: single(1.2), ...one });
    expect(steps(lif, [0, 0, 0, 0])).toEqual([0, 0, 1, 0]);
  });

  it('CubaLIF: the new current drives the potential of the same step', () => {
    // dt/tau_syn = 0.5, w_in 2: I = 1, 0.5, 0.25; dt/tau_mem = 0.5, r 3: v = 1.5 fires, 0;
    // then 0.5*3*0.5 = 0.75; then 0.75 + 0.5 (-0.75 + 0.75) = 0.75
    const cuba = neuron('CubaLIF', {
      tau_syn: single(0.002),
      tau_mem: single(0.002),
      r: single(3),
      v_leak: single(0),
      w_in: single(2),
      ...one,
    });
    expect(steps(cuba, [1, 0, 0])).toEqual([1, 0, 0]);
  });
});

describe('other nodes', () => {
  it('Threshold fires above it', () => {
    expect(steps({ type: 'Threshold', threshold: single(1) }, [0, 1, 2])).toEqual([0, 0, 1]);
    expect(steps({ type: 'Threshold', threshold: single(-1) }, [0, 0])).toEqual([1, 1]);
  });

  it('Delay waits per element, rounded to whole steps', () => {
    const delay: NirPrimitive = { type: 'Delay', delay: tensor([2], [0, 0.002]) };
    expect(steps(delay, [1, 2, 3, 0], {}, 2)).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [0, 2],
    ]);
  });

  it('a Delay of two steps closes a loop without a further step', () => {
    // x arrives at t=0 and returns every 2 steps
    const graph = shaped(
      graphOf(
        {
          input: { type: 'Input', shape: [1] },
          sum: { type: 'Scale', scale: single(1) },
          delay: { type: 'Delay', delay: tensor([1], [0.002]) },
          output: { type: 'Output', shape: [1] },
        },
        [
          ['input', 'sum'],
          ['delay', 'sum'],
          ['sum', 'delay'],
          ['sum', 'output'],
        ],
      ),
    );
    const frames = [1, 0, 0, 0, 0].map((value) => Float64Array.of(value));
    const rows = runEvents(graph, { ...DEFAULT_NIR_RUN, dtS: 0.001 }, frames).get('output') ?? [];
    expect(rows.flat()).toEqual([1, 0, 1, 0, 1]);
  });
});

describe('frames', () => {
  it('count the events of a pixel in a step; channel 0 is OFF, rows are y', () => {
    const stream = {
      width: 3,
      height: 2,
      x: Uint16Array.of(2, 2, 0, 1),
      y: Uint16Array.of(1, 1, 0, 0),
      p: Uint8Array.of(1, 1, 0, 1),
      tUs: Float64Array.of(0, 999, 1000, 3000),
    };
    const frames = countFrames(stream, { channels: 2, height: 2, width: 3 }, 3, 1000);
    // ON (1), y 1, x 2: (1*2 + 1)*3 + 2 = 11, twice in step 0; OFF (0,0): 0 in step 1; the last lies behind step 2
    expect([...frames.ptr]).toEqual([0, 1, 2, 2]);
    expect([...frames.indices]).toEqual([11, 0]);
    expect([...frames.values]).toEqual([2, 1]);
  });
});
