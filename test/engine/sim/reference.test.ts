// The cycle-stepped reference on random small layers with integer weights: its output spikes equal the plain forward
// pass, and the analytic passes, compute cycles and access counts equal what it counted, on every system. Its replayed stalls bound the
// averaged latency formula, with a median difference under 5 %.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARRAY_SYSTEMS } from '../../../engine/contract/index.ts';
import type { ArchConfig, LayerReport, ArraySystem } from '../../../engine/contract/index.ts';
import { Scratch } from '../../../engine/schedule/scratch.ts';
import { forward } from '../../../engine/sim/reference/dense-layer.ts';
import { executeReference } from '../../../engine/sim/reference/execute.ts';
import type { ReferenceResult } from '../../../engine/sim/reference/execute.ts';
import { total } from '../../../engine/sim/reference/memory-traffic.ts';
import { evenLoads, replayStages } from '../../../engine/sim/reference/stage-replay.ts';
import type { StageWork } from '../../../engine/sim/reference/stage-replay.ts';
import { LayerInput, simulateLayer } from '../../../engine/sim/simulate-layer.ts';
import { build } from '../../support/layers.ts';
import type { SmallCase } from '../../support/layers.ts';
import { times } from '../../support/soak.ts';
import { UNIT_TABLE } from '../../support/tables.ts';
import { denseOf, integerLayer, smallArch, smallLayer } from './reference/cases.ts';

/** Runs both and expects the same; returns what they did. */
function agree(
  system: ArraySystem,
  one: SmallCase,
  config: ArchConfig,
): { reference: ReferenceResult; report: LayerReport; byRowTile: LayerReport } {
  const { dense, spikes } = build(one);
  const layer = integerLayer(one);
  const reference = executeReference(system, layer, denseOf(one, dense), one.tws, config);
  expect(reference.output).toEqual(forward(layer, denseOf(one, dense)));
  const input = new LayerInput(one.layer, spikes, config, new Scratch());
  const report = simulateLayer(input, system, one.tws, config, UNIT_TABLE);
  const byRowTile = simulateLayer(input, system, one.tws, { ...config, stalls: 'rowtile' }, UNIT_TABLE);
  const { passes, units, computeCycles, counts } = report;
  expect({ passes, units, computeCycles, counts }).toEqual({
    passes: reference.passes,
    units: reference.units,
    computeCycles: reference.computeCycles,
    counts: reference.counts,
  });
  withinBounds(reference, report, byRowTile.cycles);
  return { reference, report, byRowTile };
}

/** What replay and averaged formula have in common, and how far apart they can be (docs/model.md section 4). */
function withinBounds(
  { stages, cycles, stallCycles }: ReferenceResult,
  report: LayerReport,
  rowTileCycles: number,
): void {
  const sum = (of: (stage: StageWork) => number): number => total(stages.map(of));
  const { computeCycles, dramCycles, glbCycles } = report;
  const rounding = 1 + 1e-9;
  expect(sum((stage) => stage.dramCycles)).toBeCloseTo(dramCycles, 6);
  expect(sum((stage) => stage.glbCycles)).toBeCloseTo(glbCycles, 6);
  expect(cycles).toBeCloseTo(computeCycles + stallCycles, 6);
  const oneByOne = computeCycles + dramCycles + glbCycles;
  expect(cycles * rounding).toBeGreaterThanOrEqual(Math.max(computeCycles, dramCycles, glbCycles));
  expect(cycles).toBeLessThanOrEqual(oneByOne * rounding);
  expect(rowTileCycles * rounding).toBeGreaterThanOrEqual(Math.max(computeCycles, dramCycles, glbCycles));
  expect(rowTileCycles).toBeLessThanOrEqual(oneByOne * rounding);
  if (report.passes === 0) return; // a silent layer only loads
  const firstFill = (dramCycles + glbCycles) / stages.length;
  expect(report.cycles * rounding).toBeGreaterThanOrEqual(replayStages(evenLoads(stages)).cycles);
  expect(report.cycles).toBeLessThanOrEqual((oneByOne + firstFill) * rounding);
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)];
const median = (values: readonly number[]): number => quantile(values, 0.5);

describe('cycle-stepped reference', () => {
  it.each(ARRAY_SYSTEMS)(
    '%s: same spikes as the forward pass, same counts as the analytic model, its stalls bounded',
    (system) => {
      let fired = 0;
      const differences: number[] = [];
      const ofRowTiles = { all: [] as number[], memoryBound: [] as number[] };
      fc.assert(
        fc.property(smallLayer, smallArch, (one, config) => {
          const { reference, report, byRowTile } = agree(system, one, config);
          fired += total([...reference.output]);
          if (report.passes === 0) return;
          const off = ({ cycles }: LayerReport): number =>
            Math.abs(cycles - reference.cycles) / reference.cycles;
          differences.push(off(report));
          ofRowTiles.all.push(off(byRowTile));
          if (2 * Math.max(report.dramCycles, report.glbCycles) > report.computeCycles)
            ofRowTiles.memoryBound.push(off(byRowTile));
        }),
        { numRuns: times(300, 1000), seed: 31 },
      );
      expect(fired).toBeGreaterThan(1000);
      expect(differences.length).toBeGreaterThan(150);
      expect(median(differences)).toBeLessThan(0.05);
      // Row tile by row tile it holds where memory is the bottleneck, too.
      expect(ofRowTiles.memoryBound.length).toBeGreaterThan(25);
      expect(median(ofRowTiles.memoryBound)).toBeLessThan(0.01);
      expect(quantile(ofRowTiles.all, 0.9)).toBeLessThan(0.02);
      expect(quantile(ofRowTiles.memoryBound, 0.9)).toBeLessThan(0.05);
    },
  );

  it.each(['adjacent', 'first-fit'] as const)('ptb with packing %s: the same', (packing) => {
    let shared = 0;
    const sparse = fc
      .tuple(smallLayer, fc.constantFrom(0.02, 0.05, 0.1), fc.integer({ min: 1, max: 3 }))
      .map(([one, rate, tws]) => ({ ...one, rate, tws }));
    fc.assert(
      fc.property(sparse, smallArch, (one, config) => {
        const base = { ...config, dispatch: { ...config.dispatch, unit: 'ic' as const } };
        const { report: packed } = agree('ptb', one, { ...base, ptb: { packing, tws: 'net' } });
        shared += agree('ptb', one, base).report.passes - packed.passes;
      }),
      { numRuns: times(100, 500), seed: 13 },
    );
    expect(shared).toBeGreaterThan(30);
  });
});
