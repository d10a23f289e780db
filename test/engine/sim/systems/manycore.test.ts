// Many-core: a network of two layers counted on paper, placement, refusals by name, metamorphic properties.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import type { LayerSpec, ManycoreConfig } from '../../../../engine/contract/index.ts';
import { PEER_MODELS } from '../../../../engine/sim/systems/index.ts';
import { placementOf } from '../../../../engine/sim/systems/manycore/placement.ts';
import { presetNetwork } from '../../../support/presets.ts';
import { build, smallCase } from '../../../support/layers.ts';
import { growingCase, grown, holds, networkOf, runPeer, spikesAt } from '../../../support/peers.ts';

const chip = (change: Partial<ManycoreConfig>) => ({
  manycore: { ...DEFAULT_ARCH_CONFIG.manycore, ...change },
});
const conv: LayerSpec = { name: 'CONV', kind: 'conv', H: 3, R: 2, E: 2, C: 1, M: 2, stride: 1, pad: 0 };
const fcLayer: LayerSpec = { name: 'FC', kind: 'fc', H: 1, R: 1, E: 1, C: 8, M: 3, stride: 1, pad: 0 };

describe('a conv and an fc layer on cores of 4 neurons, one core per tile, two tiles per row', () => {
  // conv: 4 positions of 2 channels, 2 positions per core: cores 0 (row 0) and 1 (row 1). fc: 3 neurons: core 2.
  // Tiles: core 0 at (0, 0), core 1 at (1, 0), core 2 at (0, 1).
  const change = chip({ neuronsPerCore: 4, coresPerTile: 1, meshWidth: 2 });
  // Centre pixel in step 0: all four positions, so both cores. Corner pixel in step 1: position 0, so core 0.
  const first = spikesAt(conv, 2, [
    [0, 0, 1, 1],
    [1, 0, 0, 0],
  ]);
  // Outputs of the conv layer, flat: index 0 = channel 0 at position 0 (core 0), index 7 = channel 1 at 3 (core 1).
  const second = spikesAt(fcLayer, 2, [
    [0, 0, 0, 0],
    [1, 7, 0, 0],
  ]);
  const [a, b] = runPeer('manycore', [conv, fcLayer], [first, second], change);

  it('sends one message per core with targets, along x then y', () => {
    expect(a.events).toEqual({
      cores: 2,
      messages: 3, // 2 + 1
      hopsX: 1, // to core 1
      hopsY: 0,
      synapticOps: 10, // 4 positions * 2 + 1 position * 2
      neuronUpdates: 16, // 8 neurons * 2 steps
      activeUpdates: 10, // step 0: all 8; step 1: position 0, 2 neurons
      inactiveUpdates: 6,
    });
    // From (0, 0) to (0, 1): one hop in y. From (1, 0) to (0, 1): one in x, one in y.
    expect(b.events).toMatchObject({ cores: 1, messages: 2, hopsX: 1, hopsY: 2, synapticOps: 6 });
    expect(b.events).toMatchObject({ activeUpdates: 6, inactiveUpdates: 0 });
  });

  it('takes the slowest core of every step, and a barrier', () => {
    // conv, step 0: travel 2.1 + 4.1; each core 4 operations * 3.5 + 4 * 8.4 = 47.6 -> 53.8 ns
    // conv, step 1: travel 2.1; core 0: 2 * 3.5 + 2 * 8.4 + 2 * 5.3 = 34.4 (core 1: 4 * 5.3 = 21.2) -> 36.5 ns
    // fc, step 0: travel 2.1 + 6.5; 3 * 3.5 + 3 * 8.4 = 35.7 -> 44.3 ns; step 1: travel 2.1 + 4.1 + 6.5 -> 48.4 ns
    // steps: 53.8, max(36.5, 44.3), 48.4, each + 465
    const ns = 53.8 + 465 + 44.3 + 465 + (48.4 + 465);
    expect((a.latencyUs + b.latencyUs) * 1000).toBeCloseTo(ns, 9);
    // the middle step is shared 36.5 : 44.3
    expect(a.latencyUs * 1000).toBeCloseTo(53.8 + 465 + ((44.3 + 465) * 36.5) / (36.5 + 44.3), 9);
  });

  it('prices accesses like every system, and its own events beside', () => {
    expect(a.counts).toEqual({
      'ALU.alu': 26, // 10 + 16
      'GLB.weight': 10, // synapse memory of 128 KB, 1 B each
      'LBUF.psum': 104, // 2 * 2 B * 26
      'LBUF.spike': 24, // 3 messages of 4 B, written and read
      'RF.spike': 32, // 2 * 4 B * (3 messages + 1 hop)
      'DRAM.spike': 8, // 2 spikes of 4 B enter the chip
    });
    // 10 * 23.6 + 10 * 81 + 6 * 52 + 3 * 1.7 + 1 * 3
    expect(a.own?.energyPj).toBeCloseTo(236 + 810 + 312 + 5.1 + 3, 9);
  });

  it('waits for the tick', () => {
    const reports = runPeer('manycore', [conv, fcLayer], [first, second], {
      manycore: { ...change.manycore, tickUs: 1000 },
    });
    // TrueNorth: 3 steps of 1 ms
    expect(reports[0].latencyUs + reports[1].latencyUs).toBeCloseTo(3000, 9);
  });
});

describe('placement', () => {
  it('fills cores up to neurons, synapses and axons', () => {
    const placements = placementOf(presetNetwork('dvsg-medium'), DEFAULT_ARCH_CONFIG);
    // CONV2: 200 B of synapses per neuron: 655 neurons of 128 KB, so 40 positions of 16 channels; axons allow fewer:
    // 4096 axons / 8 channels = 512 pixels; 3 rows of 8 positions see 13 x 32 = 416 pixels, 4 rows 17 x 32 = 544
    const [, conv2] = placements;
    expect(conv2.positionsPerCore).toBeGreaterThanOrEqual(24);
    expect(conv2.positionsPerCore).toBeLessThan(32);
    // FC1: 1600 B per neuron: 81 of 512 neurons per core -> 7 cores of 74
    expect(placements[4]).toMatchObject({ cores: 7, parts: 7, channelsPerPart: 74 });
  });

  it('refuses what does not fit, by name', () => {
    const refuse = (change: Partial<ManycoreConfig>): string[] =>
      PEER_MODELS.manycore
        .check(networkOf([conv, fcLayer], 2), { ...DEFAULT_ARCH_CONFIG, ...chip(change) })
        .map(({ message }) => message);
    expect(refuse({ axonsPerCore: 7 })).toEqual([
      'must have at most 7 inputs per neuron for the many-core system (got 8 in FC); raise manycore.axonsPerCore or leave the system out',
    ]);
    expect(refuse({ synapseBytes: 7 })).toEqual([
      'must have synapses of one neuron that fit a core of the many-core system: FC needs 8 B (got 7 B); raise manycore.synapseBytes or leave the system out',
    ]);
    expect(refuse({ neuronsPerCore: 4, cores: 2 })).toEqual([
      'must fit the 2 cores of the many-core system: FC has none left (got a network of 3 cores); raise manycore.cores or leave the system out',
    ]);
  });
});

describe('properties', () => {
  it('more spikes never cost less, by either price', () => {
    fc.assert(
      fc.property(growingCase, ({ one, more }) => {
        const spikes = grown(one, more);
        const small = chip({ neuronsPerCore: 24 });
        const [before] = runPeer('manycore', [one.layer], [spikes.fewer], small);
        const [after] = runPeer('manycore', [one.layer], [spikes.more], small);
        expect(after.cycles).toBeGreaterThanOrEqual(before.cycles * (1 - 1e-12));
        expect(after.energyPj).toBeGreaterThanOrEqual(before.energyPj);
        expect(after.own?.energyPj).toBeGreaterThanOrEqual((before.own?.energyPj ?? 0) * (1 - 1e-12));
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('operations and updates do not depend on the placement', () => {
    fc.assert(
      fc.property(smallCase, fc.integer({ min: 1, max: 40 }), (one, neuronsPerCore) => {
        const { spikes } = build(one);
        const [large] = runPeer('manycore', [one.layer], [spikes]);
        const [small] = runPeer('manycore', [one.layer], [spikes], chip({ neuronsPerCore }));
        const of = ({ events }: typeof large) => [
          events?.synapticOps,
          events?.activeUpdates,
          events?.inactiveUpdates,
        ];
        expect(of(small)).toEqual(of(large));
        expect(small.events?.messages).toBeGreaterThanOrEqual(large.events?.messages ?? 0);
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  it('has no hops on one tile, and never more on a chain than on a mesh of the same cores', () => {
    fc.assert(
      fc.property(smallCase, fc.integer({ min: 1, max: 30 }), (one, neuronsPerCore) => {
        const { spikes } = build(one);
        const hops = (change: Partial<ManycoreConfig>): number => {
          const [{ events }] = runPeer(
            'manycore',
            [one.layer],
            [spikes],
            chip({ neuronsPerCore, ...change }),
          );
          return (events?.hopsX ?? 0) + (events?.hopsY ?? 0);
        };
        expect(hops({ coresPerTile: 1024 })).toBe(0);
        expect(hops({ meshWidth: 4 })).toBeLessThanOrEqual(hops({ meshWidth: 1024 }));
      }),
      { numRuns: 60, seed: 13 },
    );
  });

  it('a longer barrier is paid once per step', () => {
    fc.assert(
      fc.property(smallCase, fc.integer({ min: 0, max: 5000 }), (one, more) => {
        const { spikes } = build(one);
        const us = (barrierNs: number): number =>
          runPeer('manycore', [one.layer], [spikes], chip({ barrierNs }))[0].latencyUs;
        expect((us(465 + more) - us(465)) * 1000).toBeCloseTo(more * one.timesteps, 6);
      }),
      { numRuns: 40, seed: 14 },
    );
  });

  it('accepts every small layer', () => {
    fc.assert(
      fc.property(smallCase, ({ layer }) => {
        expect(holds('manycore', [layer], DEFAULT_ARCH_CONFIG)).toBe(true);
      }),
      { numRuns: 40, seed: 15 },
    );
  });
});
