// The simulator equals the plain nested-loop model on random layers, spikes, windows and accelerators: counters and
// passes exactly, cycles to rounding.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSimulate } from '../../../bench/plain-simulate.ts';
import { ARRAY_SYSTEMS } from '../../../engine/contract/index.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { anyArch, build, smallCase } from '../../support/layers.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

describe('simulator against plain loops', () => {
  const scratch = new Scratch();

  it.each(ARRAY_SYSTEMS)('%s', (system) => {
    fc.assert(
      fc.property(smallCase, anyArch, (small, arch) => {
        const { layer, timesteps, tws } = small;
        const { dense, spikes } = build(small);
        const plain = plainSimulate(layer, timesteps, dense, tws, system, arch);
        const report = simulateLayer(
          new LayerInput(layer, spikes, arch, scratch),
          system,
          tws,
          arch,
          UNIT_TABLE,
        );
        const { passes, units, ntwu, counts, tailoredBytes, utilization } = report;
        expect({ spikes: report.spikes, passes, units, ntwu, counts, tailoredBytes, utilization }).toEqual({
          spikes: plain.spikes,
          passes: plain.passes,
          units: plain.units,
          ntwu: plain.ntwu,
          counts: plain.counts,
          tailoredBytes: plain.tailoredBytes,
          utilization: plain.utilization,
        });
        for (const key of ['cycles', 'computeCycles', 'dramCycles', 'glbCycles'] as const)
          expect(Math.abs(report[key] - plain[key])).toBeLessThanOrEqual(1e-9 * Math.max(1, plain[key]));
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});
