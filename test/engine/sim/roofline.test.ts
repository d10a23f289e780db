// The roofline of a layer counted by hand, and that no layer stands above its roof.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { ARRAY_SYSTEMS } from '../../../engine/contract/index.ts';
import type { LayerReport, LayerSpec } from '../../../engine/contract/index.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { rooflineOf } from '../../../engine/sim/roofline.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { anyArch, build, smallCase } from '../../support/layers.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

const spec: LayerSpec = { name: 'L', kind: 'fc', H: 1, R: 1, E: 1, C: 1, M: 1, stride: 1, pad: 0 };
const some = simulateLayer(
  new LayerInput(
    spec,
    {
      timesteps: 1,
      channels: 1,
      height: 1,
      width: 1,
      ptr: new Uint32Array([0, 1]),
      events: new Uint32Array([0]),
    },
    DEFAULT_ARCH_CONFIG,
    new Scratch(),
  ),
  'spikex',
  1,
  DEFAULT_ARCH_CONFIG,
  UNIT_TABLE,
);
const layer = (change: Partial<LayerReport>): LayerReport => ({ ...some, ...change });

describe('rooflineOf', () => {
  // 30 GB/s at 200 MHz: 150 B/cycle; GLB 32 B/cycle; 64 PEs
  it('divides operations by the bytes of each interface', () => {
    const point = rooflineOf(
      'spikex',
      spec,
      layer({
        counts: { 'ALU.alu': 6000 },
        cycles: 1000,
        computeCycles: 900,
        glbCycles: 100,
        dramCycles: 10,
      }),
      DEFAULT_ARCH_CONFIG,
    );
    expect(point).toEqual({
      name: 'L',
      operations: 6000,
      peakOpsPerCycle: 64,
      achievedOpsPerCycle: 6,
      memories: [
        // 6000 / 3200 B; 1.875 * 32 = 60 < 64
        { level: 'GLB', bytes: 3200, bytesPerCycle: 32, opsPerByte: 1.875, roofOpsPerCycle: 60 },
        // 6000 / 1500 B; 4 * 150 = 600 > 64
        { level: 'DRAM', bytes: 1500, bytesPerCycle: 150, opsPerByte: 4, roofOpsPerCycle: 64 },
      ],
      bound: 'compute',
    });
  });

  it.each([
    [100, 99, 98, 'compute'],
    [100, 101, 98, 'GLB'],
    [100, 101, 102, 'DRAM'],
  ] as const)('of %i, %i and %i cycles names the longest', (computeCycles, glbCycles, dramCycles, bound) => {
    const report = layer({ computeCycles, glbCycles, dramCycles });
    expect(rooflineOf('spikex', spec, report, DEFAULT_ARCH_CONFIG).bound).toBe(bound);
  });

  it('has one column for the serial system', () => {
    expect(rooflineOf('serial', spec, some, DEFAULT_ARCH_CONFIG).peakOpsPerCycle).toBe(8);
  });

  it('stays under the roofs of the PEs and both memories', () => {
    fc.assert(
      fc.property(smallCase, anyArch, fc.constantFrom(...ARRAY_SYSTEMS), (one, arch, system) => {
        const input = new LayerInput(one.layer, build(one).spikes, arch, new Scratch());
        const point = rooflineOf(
          system,
          one.layer,
          simulateLayer(input, system, one.tws, arch, UNIT_TABLE),
          arch,
        );
        expect(point.achievedOpsPerCycle).toBeLessThanOrEqual(point.peakOpsPerCycle);
        for (const { opsPerByte, bytesPerCycle } of point.memories)
          expect(point.achievedOpsPerCycle).toBeLessThanOrEqual(opsPerByte * bytesPerCycle * (1 + 1e-9));
      }),
      { numRuns: 150, seed: 4 },
    );
  });
});
