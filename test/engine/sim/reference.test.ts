// The cycle-stepped reference on random small layers with integer weights: its output spikes equal the plain forward
// pass, and the analytic passes, compute cycles and access counts equal what it counted, on every system.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ARCH_CONFIG } from '../../../engine/arch/arch.ts';
import { SYSTEM_NAMES } from '../../../engine/contract/index.ts';
import type { ArchConfig, SystemName } from '../../../engine/contract/index.ts';
import { Random } from '../../../engine/math/random.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { forward } from '../../../engine/sim/reference/dense-layer.ts';
import type { DenseSpikes, IntegerLayer } from '../../../engine/sim/reference/dense-layer.ts';
import { executeReference } from '../../../engine/sim/reference/execute.ts';
import type { ReferenceResult } from '../../../engine/sim/reference/execute.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { build, smallCase } from '../../support/layers.ts';
import type { SmallCase } from '../../support/layers.ts';
import { UNIT_TABLE } from '../../support/tables.ts';

const small = smallCase.filter(
  ({ layer, timesteps }) => layer.H <= 6 && layer.C <= 20 && layer.R <= 6 && timesteps <= 30,
);

const arch: fc.Arbitrary<ArchConfig> = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    cols: fc.integer({ min: 1, max: 5 }),
    unit: fc.constantFrom('ic' as const, 'ntwu' as const),
    mode: fc.constantFrom('paper' as const, 'temporal' as const, 'spatial' as const),
    drain: fc.constantFrom('stage' as const, 'rowtile' as const, 'none' as const),
    tailoring: fc.constantFrom(null, true, false),
    tbWindows: fc.constantFrom(1, 3, 8),
  })
  .map(({ rows, cols, unit, mode, drain, tailoring, tbWindows }) => ({
    ...DEFAULT_ARCH_CONFIG,
    array: { rows, cols },
    dispatch: { unit, mode },
    lbuf: { bytes: 512 },
    drain,
    tailoring,
    tbWindows,
  }));

function integerLayer({ layer, seed }: SmallCase): IntegerLayer {
  const random = new Random(seed + 7);
  const weights = new Int32Array(layer.M * layer.C * layer.E * layer.E);
  for (let i = 0; i < weights.length; i++) weights[i] = random.below(256) - 96;
  return { spec: layer, weights, leak: 0.875, threshold: 1 + random.below(300) };
}

const denseOf = ({ layer, timesteps }: SmallCase, values: Uint8Array): DenseSpikes => ({
  timesteps,
  channels: layer.C,
  side: layer.H,
  values,
});

/** Runs both and expects the same; returns what the reference did. */
function agree(system: SystemName, one: SmallCase, config: ArchConfig): ReferenceResult {
  const { dense, spikes } = build(one);
  const layer = integerLayer(one);
  const reference = executeReference(system, layer, denseOf(one, dense), one.tws, config);
  expect(reference.output).toEqual(forward(layer, denseOf(one, dense)));
  const input = new LayerInput(one.layer, spikes, config, new Scratch());
  const report = simulateLayer(input, system, one.tws, config, UNIT_TABLE);
  const { passes, units, computeCycles, counts } = report;
  expect({ passes, units, computeCycles, counts }).toEqual({
    passes: reference.passes,
    units: reference.units,
    computeCycles: reference.computeCycles,
    counts: reference.counts,
  });
  return reference;
}

describe('cycle-stepped reference', () => {
  it.each(SYSTEM_NAMES)(
    '%s: same spikes as the forward pass, same counts as the analytic model',
    (system) => {
      let fired = 0;
      fc.assert(
        fc.property(small, arch, (one, config) => {
          fired += agree(system, one, config).output.reduce((sum, spike) => sum + spike, 0);
        }),
        { numRuns: 70, seed: 31 },
      );
      expect(fired).toBeGreaterThan(1000);
    },
  );

  it.each(['adjacent', 'first-fit'] as const)('ptb with packing %s: the same', (packing) => {
    let shared = 0;
    const sparse = fc
      .tuple(small, fc.constantFrom(0.02, 0.05, 0.1), fc.integer({ min: 1, max: 3 }))
      .map(([one, rate, tws]) => ({ ...one, rate, tws }));
    fc.assert(
      fc.property(sparse, arch, (one, config) => {
        const base = { ...config, dispatch: { ...config.dispatch, unit: 'ic' as const } };
        const packed = agree('ptb', one, { ...base, ptb: { packing, tws: 'net' } });
        shared += agree('ptb', one, base).passes - packed.passes;
      }),
      { numRuns: 70, seed: 13 },
    );
    expect(shared).toBeGreaterThan(30);
  });
});
