// Pooling on the systems with a machine of their own: every output channel reads its own input channel, no weight moves.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../../engine/arch/arch.ts';
import { PEER_SYSTEMS } from '../../../../engine/contract/index.ts';
import type { LayerSpec, PeerSystem } from '../../../../engine/contract/index.ts';
import { planSimulation } from '../../../../engine/sim/plan.ts';
import { networkOf, runPeer, spikesAt } from '../../../support/peers.ts';
import { times } from '../../../support/soak.ts';
import { UNIT_TABLE } from '../../../support/tables.ts';

/** 4 x 4 inputs, 2 channels, windows of 2 x 2: 4 positions; 4 steps. */
const pool: LayerSpec = {
  name: 'P',
  kind: 'pool',
  pool: 'sum',
  H: 4,
  R: 2,
  E: 2,
  C: 2,
  M: 2,
  stride: 2,
  pad: 0,
};
/** Channel 0: corner (0,0) at step 0, corner (3,3) at step 3. Channel 1: (0,1) at step 1. */
const spikes = spikesAt(pool, 4, [
  [0, 0, 0, 0],
  [3, 0, 3, 3],
  [1, 1, 0, 1],
]);
const report = (system: PeerSystem) => runPeer(system, [pool], [spikes])[0];

describe('a pooling layer with three spikes, by hand', () => {
  it('SpinalFlow: one cycle and one addition per spike', () => {
    const { computeCycles, events, counts, operations } = report('spinalflow');
    expect(computeCycles).toBe(3);
    // 3 additions, and 3 (neuron, step) pairs with a spike
    expect([events?.synapticOps, events?.neuronUpdates, operations]).toEqual([3, 3, 6]);
    expect(events?.weightBursts).toBe(0);
    expect(Object.keys(counts).filter((key) => key.endsWith('.weight'))).toEqual([]);
  });

  it('hybrid: scanned once, activated after every channel', () => {
    // Scan of a silent channel 9 cycles, of one spike 11, then 1 to hand over, 4 taps, 1 to the next channel; 4 positions.
    // step 0: 12 + 4 = 16, +4 = 20; 13 + 9 + 1 = 23, +4 = 27.   step 1: 24 + 10 = 34, +4 = 38; 46 + 4 = 50, +4 = 54.
    // step 2: 48 + 10 = 58, +4 = 62; 68, +4 = 72.                step 3: 81 + 4 = 85, +4 = 89; 92, +4 = 96.
    const { computeCycles, events, counts } = report('hybrid');
    expect(computeCycles).toBe(96);
    // every neuron at every step: 2 * 4 * 4
    expect([events?.synapticOps, events?.neuronUpdates, events?.unroll]).toEqual([3, 32, 1]);
    expect(Object.keys(counts).filter((key) => key.endsWith('.weight'))).toEqual([]);
  });

  it('many-core: one core, one target per spike', () => {
    const { events } = report('manycore');
    // 8 neurons * 4 steps; active where a spike enters their own channel's field
    expect(events).toMatchObject({
      messages: 3,
      synapticOps: 3,
      activeUpdates: 3,
      inactiveUpdates: 29,
      cores: 1,
    });
  });

  it('dense: one product per channel, one column wide', () => {
    // os: 2 channels * (ceil(16 / 8) * 1 * (4 + 8 + 8 - 2) - 1) = 2 * 35; 2 * 16 * 4 products, 32 updates
    const { computeCycles, events, counts } = report('dense-os');
    expect(computeCycles).toBe(70);
    expect([events?.macs, events?.neuronUpdates, counts['ALU.alu']]).toEqual([128, 32, 160]);
    expect(Object.keys(counts).filter((key) => key.endsWith('.weight'))).toEqual([]);
    // ws: 2 * (ceil(4 / 8) * 1 * (16 + 16 + 8 - 2) - 1) = 2 * 37
    expect(report('dense-ws').computeCycles).toBe(74);
  });
});

const anyPool = fc
  .record({
    side: fc.integer({ min: 2, max: 8 }),
    E: fc.integer({ min: 1, max: 3 }),
    C: fc.integer({ min: 1, max: 4 }),
  })
  .filter(({ side, E }) => E <= side)
  .map(({ side, E, C }): LayerSpec => ({
    ...pool,
    H: side,
    E,
    stride: E,
    R: Math.floor((side - E) / E) + 1,
    C,
    M: C,
  }));
const anySpikes = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { maxLength: 40 });

describe('for every pooling layer', () => {
  const runs = { numRuns: times(150, 2000), seed: 12 };
  const at = (layer: LayerSpec, raw: readonly (readonly number[])[]) =>
    spikesAt(
      layer,
      5,
      raw.map(([t, c, y, x]) => [t % 5, c % layer.C, y % layer.H, x % layer.H] as const),
    );

  it('event-driven systems do one operation per spike and window that holds it', () => {
    fc.assert(
      fc.property(anyPool, anySpikes, (layer, raw) => {
        const input = at(layer, raw);
        // Windows do not overlap, so a spike is in one window or, at the rest of the map, in none.
        const last = layer.R * layer.E;
        const inside = new Set(
          raw
            .map(([t, c, y, x]) => [t % 5, c % layer.C, y % layer.H, x % layer.H])
            .filter(([, , y, x]) => y < last && x < last)
            .map(String),
        );
        for (const system of ['spinalflow', 'manycore', 'hybrid'] as const)
          expect(runPeer(system, [layer], [input])[0].events?.synapticOps).toBe(inside.size);
      }),
      runs,
    );
  });

  it('more spikes never cost less, and channels may be exchanged', () => {
    fc.assert(
      fc.property(anyPool, anySpikes, anySpikes, (layer, raw, more) => {
        const turned = raw.map(([t, c, y, x]) => [t, (c % layer.C) + 1, y, x]);
        for (const system of PEER_SYSTEMS) {
          const [fewer] = runPeer(system, [layer], [at(layer, raw)]);
          const [after] = runPeer(system, [layer], [at(layer, [...raw, ...more])]);
          expect(after.energyPj).toBeGreaterThanOrEqual(fewer.energyPj - 1e-9);
          expect(after.computeCycles).toBeGreaterThanOrEqual(fewer.computeCycles - 1e-9);
          const [other] = runPeer(system, [layer], [at(layer, turned)]);
          expect(other.energyPj).toBeCloseTo(fewer.energyPj, 6);
        }
      }),
      runs,
    );
  });
});

it('is refused on peers only with what they have no costs for', () => {
  const plan = (layer: LayerSpec) =>
    planSimulation({
      network: networkOf([layer], 4),
      systems: PEER_SYSTEMS,
      tws: [2],
      arch: DEFAULT_ARCH_CONFIG,
      energy: UNIT_TABLE,
    });
  expect(plan(pool).ok).toBe(true);
  expect(plan({ ...pool, normalise: 'batch' }).ok).toBe(false);
});
