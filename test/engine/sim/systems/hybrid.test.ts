// Hybrid core: event and dense layers counted on paper, the balancer, refusals by name, metamorphic properties.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import type { HybridConfig, LayerSpec } from '../../../../engine/contract/index.ts';
import { PEER_MODELS } from '../../../../engine/sim/systems/index.ts';
import { divisors } from '../../../../engine/sim/systems/hybrid/unroll.ts';
import { randomSpikes } from '../../../../engine/workload/generators.ts';
import { inputShape } from '../../../../engine/workload/spikes.ts';
import { build, smallCase } from '../../../support/layers.ts';
import { growingCase, grown, networkOf, runPeer, spikesAt } from '../../../support/peers.ts';

const core = (change: Partial<HybridConfig>) => ({ hybrid: { ...DEFAULT_ARCH_CONFIG.hybrid, ...change } });
const conv: LayerSpec = { name: 'CONV', kind: 'conv', H: 3, R: 2, E: 2, C: 2, M: 4, stride: 1, pad: 0 };
const fcLayer: LayerSpec = { name: 'FC', kind: 'fc', H: 1, R: 1, E: 1, C: 8, M: 6, stride: 1, pad: 0 };

describe('an event-driven conv layer with 2 neural cores, maps scanned in 4 chunks', () => {
  // step 0: channel 0 has 2 spikes (corner, centre), channel 1 none; step 1: nothing
  const spikes = spikesAt(conv, 2, [
    [0, 0, 0, 0],
    [0, 0, 1, 1],
  ]);
  const [report] = runPeer('hybrid', [conv], [spikes], core({ unroll: '2' }));

  it('follows scan, hand-over, taps and activation', () => {
    // step 0, channel 0: scan 1 + 8 + 4 = 13, hand over at 14, work until 14 + 2 * 4 = 22; next channel at 15
    //         channel 1: scan until 15 + 9 = 24, next at 25; activation max(22, 25) + 4 = 29; scanner at 26
    // step 1: 26 + 9 + 1 + 9 + 1 = 46; activation max(29, 46) + 4 = 50. Two groups of 2 channels: 100
    expect(report).toMatchObject({ mode: 'hybrid-event', computeCycles: 100, cycles: 100 });
    // 5 (spike, position) pairs * 4 channels; 4 positions * 4 channels * 2 steps; 2 spikes scanned per group
    expect(report.events).toEqual({
      unroll: 2,
      groups: 2,
      synapticOps: 20,
      neuronUpdates: 32,
      spikesScanned: 4,
    });
    expect(report.utilization).toBe(52 / 200);
  });

  it('counts weights, potentials, maps and addresses', () => {
    expect(report.counts).toEqual({
      'ALU.alu': 52,
      'LBUF.weight': 20, // small memories are priced as local buffers
      'LBUF.psum': 208, // 2 * 2 B * 52
      'LBUF.spike': 13, // 2 channels * 9 * 2 steps = 36 bits, read by 2 groups = 9 B, and 32 bits of outputs = 4 B
      'RF.spike': 16, // 4 addresses of 2 B, written and read
      'DRAM.spike': 4.5, // the spikes of a first layer come in
    });
  });
});

it('an fc layer is scanned once; its groups take every spike', () => {
  const spikes = spikesAt(fcLayer, 2, [
    [0, 1, 0, 0],
    [0, 5, 0, 0],
    [0, 6, 0, 0],
  ]);
  const [report] = runPeer('hybrid', [fcLayer], [spikes], core({ unroll: '3' }));
  // scan: (1 + 8 + 6) + (1 + 8) = 24; 2 groups of (3 + 2) + (1 + 2) = 8 cycles
  expect(report.computeCycles).toBe(24 + 16);
  expect(report.events).toMatchObject({ groups: 2, synapticOps: 18, neuronUpdates: 12, spikesScanned: 3 });
});

describe('a direct-coded first layer', () => {
  const [dense, second] = runPeer(
    'hybrid',
    [conv, { ...fcLayer, C: 16 }],
    [spikesAt(conv, 2, []), spikesAt({ ...fcLayer, C: 16 }, 2, [])],
    core({ input: 'direct' }),
  );

  it('runs on the dense core at every step', () => {
    // 8 rows, 1 column: 4 groups * 2 steps * (4 + 1 + 8 + 1); 4 positions * 8 * 4 channels * 2 steps products
    expect(dense).toMatchObject({ mode: 'hybrid-dense', computeCycles: 112 });
    expect(dense.events).toEqual({ macs: 256, neuronUpdates: 32, denseGroups: 4 });
    expect(dense.counts).toEqual({
      'ALU.alu': 1312, // 256 * 5 + 32
      'RF.weight': 288, // 32 loaded, 256 read
      'RF.psum': 1024, // 2 * 2 B * 256
      'RF.spike': 512, // 2 * 1 B * 256
      'LBUF.weight': 32,
      'LBUF.psum': 128, // 2 * 2 B * 32
      'LBUF.spike': 278, // 18 pixels in + 4 positions * 8 * 4 groups * 2 steps = 256, + 32 output bits = 4 B
      'DRAM.spike': 18,
    });
    expect(second.mode).toBe('hybrid-event');
  });

  it('costs what its number format costs', () => {
    const alu = { accumulate: 18, mac: 92 };
    const [fp32] = runPeer('hybrid', [conv], [spikesAt(conv, 2, [])], { ...core({ input: 'direct' }), alu });
    expect(fp32.counts['ALU.alu']).toBe(256 * 92 + 32 * 18);
    expect(fp32.operations).toBe(288);
  });
});

describe('unroll', () => {
  const layers: readonly LayerSpec[] = [
    { name: 'A', kind: 'conv', H: 8, R: 8, E: 3, C: 2, M: 12, stride: 1, pad: 1 },
    { name: 'B', kind: 'conv', H: 8, R: 8, E: 3, C: 12, M: 10, stride: 1, pad: 1 },
    { name: 'C', kind: 'fc', H: 1, R: 1, E: 1, C: 640, M: 10, stride: 1, pad: 0 },
  ];
  const inputs = layers.map((layer, i) => randomSpikes('random', inputShape(layer, 6), 0.2, i + 1));
  const unrolls = (cores: number): number[] =>
    runPeer('hybrid', layers, inputs, core({ cores })).map(({ events }) => events?.unroll ?? 0);
  const slowest = (change: Partial<HybridConfig>): number =>
    Math.max(...runPeer('hybrid', layers, inputs, core(change)).map(({ cycles }) => cycles));

  it('balances within the budget, with divisors only', () => {
    for (const cores of [3, 6, 12, 32]) {
      const sizes = unrolls(cores);
      expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(cores);
      sizes.forEach((size, i) => expect(divisors(layers[i].M)).toContain(size));
    }
  });

  it('is never slower with more cores, and finds the best of all within 25 % here', () => {
    expect(slowest({ cores: 12 })).toBeLessThanOrEqual(slowest({ cores: 6 }));
    let best = Infinity;
    for (const a of divisors(12))
      for (const b of divisors(10))
        for (const c of divisors(10))
          if (a + b + c <= 12) best = Math.min(best, slowest({ unroll: `${a},${b},${c}` }));
    expect(slowest({ cores: 12 })).toBeLessThanOrEqual(best * 1.25);
  });

  it('is refused with the divisors to choose from', () => {
    const refuse = (change: Partial<HybridConfig>): string[] =>
      PEER_MODELS.hybrid
        .check(networkOf(layers, 6), { ...DEFAULT_ARCH_CONFIG, ...core(change) })
        .map(({ path, message }) => `${path}: ${message}`);
    expect(refuse({ unroll: '4,5,10' })).toEqual([]);
    expect(refuse({ unroll: '4,4,10' })).toEqual([
      'arch.hybrid.unroll: must divide the 10 output channels of B (got 4); choose from 1, 2, 5, 10',
    ]);
    expect(refuse({ unroll: '4,5' })).toEqual([
      'arch.hybrid.unroll: must be auto, one number, or one for each of the 3 event-driven layers (got 2); change it',
    ]);
    expect(refuse({ cores: 2 })).toEqual([
      'arch.hybrid.cores: must be at least one for each of the 3 event-driven layers (got 2); raise it',
    ]);
  });
});

describe('properties', () => {
  it('more spikes never cost less', () => {
    fc.assert(
      fc.property(growingCase, ({ one, more }) => {
        const spikes = grown(one, more);
        const [before] = runPeer('hybrid', [one.layer], [spikes.fewer], core({ unroll: '1' }));
        const [after] = runPeer('hybrid', [one.layer], [spikes.more], core({ unroll: '1' }));
        expect(after.cycles).toBeGreaterThanOrEqual(before.cycles);
        expect(after.energyPj).toBeGreaterThanOrEqual(before.energyPj);
      }),
      { numRuns: 60, seed: 21 },
    );
  });

  it('a conv layer takes time inversely proportional to its cores; the work stays', () => {
    fc.assert(
      fc.property(smallCase, (one) => {
        const { spikes } = build(one);
        const [alone] = runPeer('hybrid', [one.layer], [spikes], core({ unroll: '1' }));
        for (const unroll of divisors(one.layer.M)) {
          const [many] = runPeer('hybrid', [one.layer], [spikes], core({ unroll: String(unroll) }));
          expect(many.counts['ALU.alu']).toBe(alone.counts['ALU.alu']);
          // an fc layer scans once, whatever its cores
          const expected = alone.computeCycles / unroll;
          const once = one.layer.kind === 'conv' ? 0 : alone.computeCycles - expected;
          expect(many.computeCycles).toBeGreaterThanOrEqual(expected);
          expect(many.computeCycles).toBeLessThanOrEqual(expected + once);
        }
      }),
      { numRuns: 40, seed: 22 },
    );
  });

  it('lies between the serial loading of spikes and the sum of all its phases', () => {
    fc.assert(
      fc.property(smallCase, (one) => {
        const { layer, timesteps } = one;
        const { spikes } = build(one);
        const [{ computeCycles }] = runPeer('hybrid', [layer], [spikes], core({ unroll: String(layer.M) }));
        const n = spikes.events.length;
        // floor: the encoder writes two cycles per spike, whatever the cores; ceiling: nothing overlaps
        expect(computeCycles).toBeGreaterThanOrEqual(2 * n);
        const scans = timesteps * (layer.kind === 'fc' ? 1 : layer.C) * 11 + 3 * n;
        const work = n * layer.E * layer.E + timesteps * (layer.R * layer.R + 3);
        expect(computeCycles).toBeLessThanOrEqual(scans + work);
      }),
      { numRuns: 60, seed: 23 },
    );
  });

  it('a larger encoder never scans longer', () => {
    fc.assert(
      fc.property(smallCase, fc.integer({ min: 1, max: 8 }), (one, encoderChunks) => {
        const { spikes } = build(one);
        const cycles = (chunks: number): number =>
          runPeer('hybrid', [one.layer], [spikes], core({ unroll: '1', encoderChunks: chunks }))[0].cycles;
        expect(cycles(encoderChunks)).toBeLessThanOrEqual(cycles(encoderChunks + 1));
      }),
      { numRuns: 40, seed: 24 },
    );
  });
});
