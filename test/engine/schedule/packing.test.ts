// PTB's shared passes: four channels packed by hand under each rule, and random layers against plain loops.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { ArchConfig, LayerReport, LayerSpec, SpikeTensor } from '../../../engine/contract/index.ts';
import { fcBlockInputs } from '../../../engine/schedule/dispatch.ts';
import type { Packing } from '../../../engine/schedule/packing.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { spikesFromDense } from '../../../engine/workload/spikes.ts';
import { build, smallCase } from '../../support/layers.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

function packed(
  layer: LayerSpec,
  spikes: SpikeTensor,
  tws: number,
  packing: Packing,
  change: Partial<ArchConfig> = {},
): LayerReport {
  const config = { ...DEFAULT_ARCH_CONFIG, ...change, ptb: { packing, tws: 'net' as const } };
  return simulateLayer(new LayerInput(layer, spikes, config, new Scratch()), 'ptb', tws, config, UNIT_TABLE);
}

/** Rows of 0 and 1: one channel each, one window of two steps per digit. */
function channels(kind: 'conv' | 'fc', rows: readonly string[]): { layer: LayerSpec; spikes: SpikeTensor } {
  const timesteps = rows[0].length * 2;
  const C = rows.length;
  const layer = { name: 'L', kind, H: 1, R: 1, E: 1, C, M: 1, stride: 1, pad: 0 };
  const dense = new Uint8Array(timesteps * C);
  rows.forEach((row, c) => [...row].forEach((tag, w) => (dense[2 * w * C + c] = Number(tag))));
  return { layer, spikes: spikesFromDense(dense, { timesteps, channels: C, height: 1, width: 1 }) };
}

describe('four channels of one position, 4 windows on 4 columns', () => {
  // adjacent: 1100 alone (1000 overlaps), 1000 + 0011, 0110 alone; first-fit: 1100 + 0011, 1000 + 0110
  const { layer, spikes } = channels('conv', ['1100', '1000', '0011', '0110']);
  const array = { array: { rows: 8, cols: 4 } };
  const run = (packing: Packing): LayerReport => packed(layer, spikes, 2, packing, array);

  it.each([
    // passes; stages * (1 slot * 2 steps + (2*8 + 4 - 2) hops * 2) + update 1 pass * 2; 7 units / (passes * 4)
    ['none', 4, 4 * 38 + 2, 7 / 16],
    ['adjacent', 3, 3 * 38 + 2, 7 / 12],
    ['first-fit', 2, 2 * 38 + 2, 7 / 8],
  ] as const)('%s', (packing, passes, computeCycles, utilization) => {
    expect(run(packing)).toMatchObject({ passes, computeCycles, utilization, units: 7, mode: 'ptb' });
  });

  it('moves and adds the same: both weights of a shared pass are read', () => {
    for (const packing of ['adjacent', 'first-fit'] as const) {
      expect(run(packing).counts).toEqual(run('none').counts);
      expect(run(packing).reuse).toEqual(run('none').reuse);
    }
  });
});

describe('packing', () => {
  it('leaves a channel that fills every column alone', () => {
    const { layer, spikes } = channels('conv', ['1111', '1111', '0000']);
    expect(packed(layer, spikes, 2, 'first-fit', { array: { rows: 8, cols: 4 } }).passes).toBe(2);
  });

  it('looks at each batch of columns on its own', () => {
    // batch 1: 10 + 01 share; batch 2: 11 and 10 do not
    const { layer, spikes } = channels('conv', ['1011', '0110']);
    expect(packed(layer, spikes, 2, 'adjacent', { array: { rows: 8, cols: 2 } }).passes).toBe(3);
  });

  it('packs inputs of an fc layer within their block only', () => {
    const { layer, spikes } = channels('fc', ['1000', '0100', '0010', '0001']);
    // 64 B * 0.5 / 2 = 16 B: one weight for 8 rows of 2 inputs
    const small = { array: { rows: 8, cols: 4 }, lbuf: { bytes: 64 } };
    expect(packed(layer, spikes, 2, 'first-fit', small).passes).toBe(2);
    const three = channels('fc', ['1000', '1000', '0010', '0001']);
    expect(packed(three.layer, three.spikes, 2, 'first-fit', small).passes).toBe(3);
    expect(packed(three.layer, three.spikes, 2, 'first-fit', { array: { rows: 8, cols: 4 } }).passes).toBe(2);
  });

  it.each(['adjacent', 'first-fit'] as const)('%s equals plain loops over sets of windows', (packing) => {
    let shared = 0;
    fc.assert(
      fc.property(smallCase, fc.constantFrom(1, 3, 8, 33, 40), (one, cols) => {
        const { dense, spikes } = build(one);
        const config = { ...DEFAULT_ARCH_CONFIG, array: { rows: 8, cols } };
        const { passes, computeCycles, counts, utilization } = packed(one.layer, spikes, one.tws, packing, {
          array: config.array,
        });
        const none = packed(one.layer, spikes, one.tws, 'none', { array: config.array });
        const group = one.layer.kind === 'fc' ? fcBlockInputs(config, one.layer) : one.layer.C;
        expect(passes).toBe(plainPasses(one.layer, one.timesteps, dense, one.tws, cols, group, packing));
        expect(2 * passes).toBeGreaterThanOrEqual(none.passes);
        expect(counts).toEqual(none.counts);
        expect(computeCycles).toBeLessThanOrEqual(none.computeCycles);
        expect(utilization).toBeLessThanOrEqual(1);
        shared += none.passes - passes;
      }),
      { numRuns: 150, seed: 17 },
    );
    expect(shared).toBeGreaterThan(100);
  });
});

function plainPasses(
  layer: LayerSpec,
  timesteps: number,
  dense: Uint8Array,
  tws: number,
  cols: number,
  group: number,
  packing: Packing,
): number {
  const { C, H, R, E, stride, pad } = layer;
  let passes = 0;
  for (let p = 0; p < R * R; p++) {
    const windowsOf = (c: number): Set<number> => {
      const seen = new Set<number>();
      for (let ky = 0; ky < E; ky++)
        for (let kx = 0; kx < E; kx++) {
          const y = Math.floor(p / R) * stride - pad + ky;
          const x = (p % R) * stride - pad + kx;
          if (y < 0 || x < 0 || y >= H || x >= H) continue;
          for (let t = 0; t < timesteps; t++)
            if (dense[((t * C + c) * H + y) * H + x]) seen.add(Math.floor(t / tws));
        }
      return seen;
    };
    for (let first = 0; first * tws < timesteps; first += cols)
      for (let from = 0; from < C; from += group) {
        const rows: number[][] = [];
        for (let c = from; c < Math.min(C, from + group); c++) {
          const here = [...windowsOf(c)].filter((w) => w >= first && w < first + cols);
          if (here.length > 0) rows.push(here);
        }
        while (rows.length > 0) {
          const [row] = rows.splice(0, 1);
          const fits = (other: number[]): boolean => !other.some((w) => row.includes(w));
          const partner = packing === 'adjacent' ? rows.slice(0, 1).findIndex(fits) : rows.findIndex(fits);
          if (partner >= 0) rows.splice(partner, 1);
          passes++;
        }
      }
  }
  return passes;
}
