import { describe, expect, it } from 'vitest';
import type {
  LayerCost,
  Level,
  RunDetail,
  RunRow,
  SystemCost,
  SystemName,
} from '../../../engine/contract/index.ts';
import { costParts, costValues } from '../../../renderer/src/charts/cost-parts.ts';
import { energyView } from '../../../renderer/src/views/compare/energy.ts';
import { captionOf, axisScale, pointsOf } from '../../../renderer/src/views/compare/points.ts';
import { resultsOf } from '../../../renderer/src/views/compare/results.ts';
import { firstChoice } from '../../../renderer/src/views/compare/use-comparison.ts';
import { PLAIN } from '../../support/run-notes.ts';
import { metricOf } from '../../../renderer/src/views/compare/metrics.ts';
import { metricPoints } from '../../../renderer/src/views/compare/seed-points.ts';

const levels = (each: number): Record<Level, number> => ({
  ALU: each,
  RF: each,
  LBUF: each,
  GLB: each,
  DRAM: each,
});

const layer = (name: string, each: number): LayerCost => ({
  name,
  tws: 3,
  mode: 'ptb',
  cycles: 10,
  latencyUs: 1,
  energyPj: 5 * each,
  utilization: 0.5,
  spikes: 3,
  counts: {},
  byComponentPj: levels(each),
});

const cost = (system: SystemName, each: number, names: readonly string[]): SystemCost => ({
  system,
  tws: [3],
  energyTable: 'paper',
  archName: 'spikex-8x8',
  samples: 64,
  cycles: 100,
  latencyUs: 2,
  energyPj: 5 * each * names.length,
  edpJs: 5e-12 * each * names.length * 2e-6,
  layers: names.map((name) => layer(name, each)),
});

function detail(id: string, costs: readonly SystemCost[], change: Partial<RunRow> = {}): RunDetail {
  const row: RunRow = {
    id,
    name: id,
    kind: 'train',
    ...PLAIN,
    experiment: 'demo',
    state: 'done',
    message: null,
    createdAtMs: 0,
    durationMs: 1,
    seed: 1,
    network: 'nmnist',
    dataset: 'd',
    beta: 0,
    epochs: 1,
    epochsDone: 1,
    accuracy: 0.9,
    bestAccuracy: 0.9,
    bestEpoch: 1,
    loss: 1,
    spikeDensity: 0.1,
    twDensity: 0.1,
    costs,
    ...change,
  };
  const provenance = {
    appVersion: '0',
    gitCommit: null,
    gitDirty: null,
    node: '',
    platform: '',
    cpu: '',
    cores: 1,
    dataHash: null,
    networkHash: null,
    energyTableHash: null,
  };
  return { row, spec: null, provenance, epochs: [], evaluation: null, costs, checkpoint: null };
}

const names = ['CONV1', 'FC1'];
const run = detail('a', [cost('spikex', 1, names), cost('ptb', 4, names)]);
const other = detail('b', [cost('ptb', 8, names)]);
const ptbOf = (of: RunDetail) => resultsOf([of.row]).find(({ system }) => system === 'ptb')!;

describe('energyView', () => {
  it('takes the baseline network as 100 percent', () => {
    const view = energyView(run, { result: ptbOf(run), detail: run }, 'percent');
    // PTB: 2 layers * 5 levels * 4 pJ = 40 pJ = 100 %; one level of one layer is 4 / 40
    expect(view?.input.bars.map(({ letter, layers }) => [letter, layers[0].ALU])).toEqual([
      ['P', 10],
      ['X', 2.5],
    ]);
    expect(view?.input.unit).toBe('%');
  });

  it("puts another run's baseline first", () => {
    const view = energyView(run, { result: ptbOf(other), detail: other }, 'percent');
    // Baseline 80 pJ: its own level 8 / 80, PTB 4 / 80, SpikeX 1 / 80
    expect(view?.input.bars.map(({ letter, layers }) => [letter, layers[1].GLB])).toEqual([
      ['B', 10],
      ['P', 5],
      ['X', 1.25],
    ]);
  });

  it('leaves a baseline with other layers out of the picture', () => {
    const foreign = detail('c', [cost('ptb', 8, ['L1'])]);
    const view = energyView(run, { result: ptbOf(foreign), detail: foreign }, 'percent');
    expect(view?.input.bars.map(({ letter }) => letter)).toEqual(['P', 'X']);
  });

  it('shows energies in one unit when asked for', () => {
    const view = energyView(run, { result: ptbOf(run), detail: run }, 'absolute');
    // Largest layer: 20 pJ
    expect(view?.input.unit).toBe('pJ');
    expect(view?.input.bars[0].layers[0].RF).toBeCloseTo(4);
  });

  it('has nothing to draw without layers', () => {
    expect(energyView(null, null, 'percent')).toBeNull();
    expect(energyView(detail('d', []), null, 'percent')).toBeNull();
  });
});

const metric = (id: string) => metricOf(id, () => null);

function drawn(results: ReturnType<typeof resultsOf>, x: ReturnType<typeof metric>, bySeeds = false) {
  const found = metricPoints(results, x, metric('accuracy'), bySeeds);
  const scale = axisScale(
    found.map((point) => point.x),
    x,
  );
  const scales = { x: scale, y: { factor: 100, unit: '%' } };
  return { scale, points: pointsOf(found, [x, metric('accuracy')], scales) };
}

describe('costValues', () => {
  it('share the energy of a level by their counts, and add up to the layer', () => {
    const byComponentPj = { ALU: 5, RF: 12, LBUF: 0, GLB: 30, DRAM: 0 };
    const counts = { 'ALU.alu': 5, 'RF.psum': 8, 'RF.weight': 4, 'GLB.spike': 1, 'GLB.weight': 2 };
    const layer = { ...cost('ptb', 1, ['a']).layers[0], byComponentPj, counts };
    // RF: 12 * 4/12 = 4 weights, 8 partial sums; GLB: 30 * 2/3 = 20 weights, 10 spikes.
    expect(costValues(layer, 'energy', 'usage')).toEqual({ weight: 24, spike: 10, psum: 8, alu: 5 });
    const cells = costValues(layer, 'energy', 'both');
    const shown = Object.entries(cells).filter(([, energyPj]) => energyPj > 0);
    expect(Object.fromEntries(shown)).toEqual({
      'ALU.alu': 5,
      'RF.weight': 4,
      'RF.psum': 8,
      'GLB.weight': 20,
      'GLB.spike': 10,
    });
    // 5 + 12 + 30 pJ
    expect(Object.values(cells).reduce((a, b) => a + b)).toBe(47);
  });
});

describe('costParts', () => {
  it('looks into one level, or follows one component through the levels', () => {
    const ids = (hidden: readonly string[]) => costParts('energy', 'both', hidden).map(({ id }) => id);
    expect(ids([])).toHaveLength(1 + 4 * 3);
    expect(ids(['ALU', 'RF', 'LBUF', 'GLB'])).toEqual(['DRAM.weight', 'DRAM.spike', 'DRAM.psum']);
    expect(ids(['ALU', 'RF', 'weight', 'psum'])).toEqual(['LBUF.spike', 'GLB.spike', 'DRAM.spike']);
    expect(costParts('bytes', 'both').some(({ id }) => id === 'ALU.alu')).toBe(false);
  });
});

describe('pointsOf', () => {
  it('makes one point of the seeds of a group: mean and spread, a repetition with the same seed left out', () => {
    const seeded = (id: string, seed: number, accuracy: number, energy: number) =>
      detail(id, [cost('ptb', energy, names)], { seed, accuracy, seedGroup: 'one' }).row;
    const rows = [seeded('a', 1, 0.9, 1), seeded('b', 2, 0.94, 3), seeded('again', 1, 0.9, 1)];
    const alone = detail('c', [cost('ptb', 1, names)], { seedGroup: 'two' }).row;
    const { points } = drawn(resultsOf([...rows, alone]), metric('energy'), true);
    expect(points).toHaveLength(2);
    // 5 levels * 2 layers: 10 pJ and 30 pJ; sd = sqrt(2 * 10^2 / 1) = 14.1; accuracy 92, sd sqrt(2 * 2^2) = 2.83
    expect(points[0].cost).toBeCloseTo((10 + 30) / 2);
    expect(points[0].costSd).toBeCloseTo(Math.sqrt(200));
    expect(points[0].accuracyPercent).toBeCloseTo(92);
    expect(points[0].accuracySd).toBeCloseTo(Math.sqrt(8));
    expect(points.map(({ replicated }) => replicated)).toEqual([true, false]);
  });

  it('labels one seed per system and beta, and none without hardware loss', () => {
    const rows = [
      detail('s1', [cost('ptb', 1, names)], { beta: 0.01, accuracy: 0.9 }).row,
      detail('s2', [cost('ptb', 1, names)], { beta: 0.01, accuracy: 0.95 }).row,
      detail('s3', [cost('ptb', 1, names)], { beta: 0 }).row,
    ];
    const results = resultsOf(rows);
    const points = drawn(results, metric('energy')).points;
    expect(points.map(({ key, label }) => [key, label])).toEqual([
      ['s1/ptb', ''],
      ['s2/ptb', 'β 0.01'],
      ['s3/ptb', ''],
    ]);
  });

  it('draws costs in the unit of the axis', () => {
    const results = resultsOf([run.row]);
    const { scale, points } = drawn(results, metric('latency'));
    // 2 us
    expect([scale.unit, points[0].cost]).toEqual(['µs', 2]);
  });
});

describe('captionOf', () => {
  it('names samples, table and accelerator', () => {
    expect(captionOf(resultsOf([run.row]), '0.1.0')).toBe(
      'One point per run and system, or the mean and standard deviation of its seeds (2 results of 1 run); held-out accuracy against the mean cost of one ' +
        'inference over 64 samples. Energy table paper; accelerator spikex-8x8. SpikeX Workbench 0.1.0.',
    );
  });
});

describe('firstChoice', () => {
  const results = resultsOf([
    detail('cheap', [cost('spikex', 1, names), cost('ptb', 1, names)], { accuracy: 0.8 }).row,
    detail('good', [cost('spikex', 3, names)], { accuracy: 0.99 }).row,
  ]);
  it('is the cheapest of the SpikeX front', () => {
    expect(firstChoice(results, null, null)?.key).toBe('cheap/spikex');
  });
  it('keeps a run and a system that were chosen elsewhere', () => {
    expect(firstChoice(results, 'good', null)?.key).toBe('good/spikex');
    expect(firstChoice(results, 'cheap', 'ptb')?.key).toBe('cheap/ptb');
  });
  it('is nothing without results', () => {
    expect(firstChoice([], null, null)).toBeNull();
  });
});
