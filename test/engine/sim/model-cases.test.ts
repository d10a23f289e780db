// Every case of the model's golden file agrees: integers exactly, cycles and energies to 1e-9. The energy table is the
// paper's, so energies count gated accumulations.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import type { ArchConfig, Counters, LayerSpec, ArraySystem } from '../../../engine/contract/index.ts';
import { parseEnergyTable } from '../../../engine/cost/energy-table.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { spikesFromDense } from '../../../engine/workload/spikes.ts';

const root = join(import.meta.dirname, '../../..');

interface GoldenCase {
  layer: Omit<LayerSpec, 'name'>;
  T: number;
  m: number;
  TWS: number;
  mode: string;
  tailoring: boolean | null;
  dispatch: 'ic' | 'ntwu';
  spikes: number;
  cycles: number;
  compute: number;
  dram_c: number;
  glb_c: number;
  energy: number;
  passes: number;
  units: number;
  ntwu: number;
  util: number;
  counts: Counters;
}

const golden: { cases: GoldenCase[] } = JSON.parse(
  readFileSync(join(root, 'test/golden/model-cases.json'), 'utf8'),
);
const table = parseEnergyTable(readFileSync(join(root, 'resources/tech/paper.json'), 'utf8'), 'paper.json');

/** spike(c,y,x,t) = ((7c + 13y + 29x + 31t + (c*y*x*t) mod 17) mod m) == 0 */
function inputOf({ layer, T, m }: GoldenCase): Uint8Array {
  const { C, H } = layer;
  const dense = new Uint8Array(T * C * H * H);
  let i = 0;
  for (let t = 0; t < T; t++)
    for (let c = 0; c < C; c++)
      for (let y = 0; y < H; y++)
        for (let x = 0; x < H; x++, i++)
          dense[i] =
            m <= 1e6 && (7 * c + 13 * y + 29 * x + 31 * t + ((c * y * x * t) % 17)) % m === 0 ? 1 : 0;
  return dense;
}

/** The golden file leaves out counters that are zero. */
const NOTHING: Counters = {
  'ALU.alu': 0,
  'RF.weight': 0,
  'RF.spike': 0,
  'LBUF.weight': 0,
  'LBUF.spike': 0,
  'LBUF.psum': 0,
  'GLB.weight': 0,
  'GLB.spike': 0,
  'DRAM.weight': 0,
  'DRAM.spike': 0,
};

const MODES: Record<string, { system: ArraySystem; mode: ArchConfig['dispatch']['mode'] }> = {
  spikex: { system: 'spikex', mode: 'paper' },
  'spikex-t': { system: 'spikex', mode: 'temporal' },
  'spikex-s': { system: 'spikex', mode: 'spatial' },
  ptb: { system: 'ptb', mode: 'paper' },
  serial: { system: 'serial', mode: 'paper' },
  'serial-dense': { system: 'serial-dense', mode: 'paper' },
};

describe('model cases', () => {
  it('are all there', () => {
    expect(golden.cases).toHaveLength(74);
    expect(table.ok).toBe(true);
  });

  it.each(golden.cases.map((one, i) => [`${i} ${one.mode} ${one.layer.kind} ${one.dispatch}`, one] as const))(
    'case %s',
    (_, one) => {
      if (!table.ok) throw new Error('the paper table does not parse');
      const { system, mode } = MODES[one.mode];
      const { C, H } = one.layer;
      const shape = { timesteps: one.T, channels: C, height: H, width: H };
      const spikes = spikesFromDense(inputOf(one), shape);
      const config = {
        ...DEFAULT_ARCH_CONFIG,
        tailoring: one.tailoring,
        dispatch: { unit: one.dispatch, mode },
      };
      const input = new LayerInput({ name: 'L', ...one.layer }, spikes, config, new Scratch());
      const report = simulateLayer(input, system, one.TWS, config, table.value);
      const { passes, units, ntwu, counts } = report;
      expect({ spikes: report.spikes, passes, units, ntwu, counts }).toEqual({
        spikes: one.spikes,
        passes: one.passes,
        units: one.units,
        ntwu: one.ntwu,
        counts: { ...NOTHING, ...one.counts },
      });
      expect(report.cycles).toBeCloseTo(one.cycles, 9);
      expect(report.computeCycles).toBe(one.compute);
      expect(report.dramCycles).toBeCloseTo(one.dram_c, 9);
      expect(report.glbCycles).toBeCloseTo(one.glb_c, 9);
      expect(Math.abs(report.energyPj - one.energy) / one.energy).toBeLessThan(1e-9);
      expect(report.utilization).toBeCloseTo(one.util, 12);
    },
  );
});
