// One run through every table and back, what the store refuses, and how runs are found.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMetrics } from '../../../engine/contract/training.ts';
import { contentHash } from '../../../electron/store/index.ts';
import {
  epochMetrics,
  evaluation,
  issues,
  layerCost,
  newRun,
  openStore,
  PROVENANCE,
  runEnd,
  startedRun,
  steppingClock,
  systemCost,
  TABLE,
  value,
} from './fixtures.ts';

describe('one run', () => {
  it('comes back from every table as it went in', () => {
    // The clock: 1 s created, 2 s started, 3 4 5 s epochs, 6 s checkpoint, 7 s ended: 7 - 2 = 5 s of work.
    const store = openStore(':memory:', { now: steppingClock(0), newId: () => '0000000000aa' });
    const ptb = systemCost({ system: 'ptb', cycles: 9000 });
    expect(value(store.createRun(newRun({ energyTable: TABLE })))).toBe('0000000000aa');
    value(store.markRunning('0000000000aa'));
    for (const epoch of [1, 2, 3]) value(store.addEpoch('0000000000aa', epochMetrics(epoch)));
    value(store.finishRun('0000000000aa', runEnd({ costs: [systemCost(), ptb] })));

    const detail = value(store.getRun('0000000000aa'));
    const { layers: _1, ...spikexTotals } = systemCost();
    const { layers: _2, ...ptbTotals } = ptb;
    expect(detail).toEqual({
      row: {
        id: '0000000000aa',
        name: 'first',
        kind: 'train',
        experiment: 'trials',
        state: 'done',
        message: null,
        createdAtMs: 1000,
        durationMs: 5000,
        seed: 7,
        network: 'nmnist',
        dataset: 'synthetic-nmnist',
        beta: 0.25,
        epochs: 3,
        epochsDone: 3,
        accuracy: 0.875,
        bestAccuracy: 0.4 + 3 / 100,
        bestEpoch: 3,
        loss: 0.31,
        spikeDensity: 0.12,
        twDensity: 0.23,
        costs: [spikexTotals, ptbTotals],
        project: 'Default',
        tags: [],
        note: '',
        archived: false,
        seedGroup: detail.row.seedGroup,
        rerunOf: null,
      },
      spec: { network: 'nmnist', epochs: 3, hardwareLoss: { beta: 0.25 } },
      provenance: { ...PROVENANCE, energyTableHash: contentHash(TABLE) },
      epochs: [epochMetrics(1), epochMetrics(2), epochMetrics(3)],
      evaluation: evaluation(),
      costs: [systemCost(), ptb],
      checkpoint: { file: '/checkpoints/final.snn', sha256: 'ab'.repeat(32) },
    });
    expect(value(store.listRuns())).toEqual([detail.row]);
    expect(value(store.countRuns())).toBe(1);
    expect(value(store.integrityCheck())).toEqual([]);
  });

  it('keeps the best epoch apart from the last, the first of equals, and the last accuracy until it is evaluated', () => {
    const store = openStore();
    const id = startedRun(store);
    for (const [index, testAccuracy] of [0.5, 0.9, 0.9, 0.7].entries()) {
      value(store.addEpoch(id, epochMetrics(index + 1, { testAccuracy })));
    }
    expect(value(store.getRun(id)).row).toMatchObject({
      state: 'running',
      epochsDone: 4,
      accuracy: 0.7,
      bestAccuracy: 0.9,
      bestEpoch: 2,
      loss: null,
      durationMs: null,
    });
    value(
      store.finishRun(id, runEnd({ state: 'cancelled', message: 'by you', evaluation: null, costs: [] })),
    );
    expect(value(store.getRun(id)).row).toMatchObject({
      state: 'cancelled',
      message: 'by you',
      accuracy: 0.7,
    });
  });

  it('keeps the costs of an evaluation that are not those of the run', () => {
    const store = openStore();
    const id = startedRun(store);
    const other = systemCost({ samples: 64 });
    value(store.finishRun(id, runEnd({ evaluation: evaluation({ costs: [other] }), costs: [systemCost()] })));
    const detail = value(store.getRun(id));
    expect(detail.evaluation?.costs).toEqual([other]);
    expect(detail.costs).toEqual([systemCost()]);
  });

  it('takes hashes that become known later and leaves the others', () => {
    const store = openStore();
    const id = startedRun(store);
    value(store.addProvenance(id, { dataHash: 'd1' }));
    value(store.addProvenance(id, { networkHash: 'n1' }));
    expect(value(store.getRun(id)).provenance).toEqual({ ...PROVENANCE, dataHash: 'd1', networkHash: 'n1' });
  });
});

const number = fc.double({ noDefaultInfinity: false }).map((x) => (x === 0 ? 0 : x));
const count = fc.integer({ min: 0, max: 2 ** 45 });
const counter = fc.record({ 'GLB.psum': count, 'LBUF.weight': number }, { requiredKeys: [] });

const anyCost = fc
  .record({ cycles: number, latencyUs: number, energyPj: number, edpJs: number, archName: fc.string() })
  .chain((figures) =>
    fc
      .array(fc.record({ name: fc.string(), utilization: number, spikes: number, counts: counter }), {
        maxLength: 3,
      })
      .map((layers) => systemCost({ ...figures, layers: layers.map((layer) => layerCost(layer)) })),
  );

const anyEpoch = (epoch: number): fc.Arbitrary<EpochMetrics> =>
  fc
    .record({
      lossTotal: number,
      lossHardware: number,
      testAccuracy: number,
      layers: fc.array(
        fc.record({ name: fc.string(), spikeDensity: number, twDensity: number, activeFraction: number }),
        { maxLength: 3 },
      ),
      costs: fc.array(anyCost, { maxLength: 2 }),
    })
    .map((over) => epochMetrics(epoch, over));

describe('every value that a contract type can hold', () => {
  it('is read back exactly: NaN, infinities, any text, repeated names', () => {
    const store = openStore();
    fc.assert(
      fc.property(anyEpoch(1), anyEpoch(2), fc.array(anyCost, { maxLength: 3 }), (first, second, costs) => {
        const id = startedRun(store);
        value(store.addEpoch(id, first));
        value(store.addEpoch(id, second));
        value(store.finishRun(id, runEnd({ costs, evaluation: evaluation({ costs }) })));
        const detail = value(store.getRun(id));
        expect(detail.epochs).toEqual([first, second]);
        expect(detail.costs).toEqual(costs);
        expect(detail.evaluation).toEqual(evaluation({ costs }));
        const curve = value(store.metricsOf(id, 'loss.total'));
        expect(curve).toEqual([
          { step: 1, value: first.lossTotal },
          { step: 2, value: second.lossTotal },
        ]);
      }),
      { numRuns: 60, seed: 11 },
    );
    expect(value(store.integrityCheck())).toEqual([]);
  });
});

describe('a change that the state of the run does not allow', () => {
  it('is refused and changes nothing', () => {
    const store = openStore();
    const id = value(store.createRun(newRun()));
    const [early] = issues(store.addEpoch(id, epochMetrics(1)));
    expect(early).toEqual({
      code: 'store/run-state',
      path: `run ${id}`,
      message: 'must be running to be changed so (got queued); start a new run',
      severity: 'error',
    });
    value(store.markRunning(id));
    value(store.addEpoch(id, epochMetrics(1)));
    expect(issues(store.addEpoch(id, epochMetrics(1)))[0].message).toBe(
      'must be an epoch that is not recorded yet (got 1); record each epoch once',
    );
    value(store.finishRun(id, runEnd()));
    const before = value(store.getRun(id));
    expect(issues(store.finishRun(id, runEnd({ state: 'failed' })))[0].message).toContain('(got done)');
    expect(issues(store.markRunning(id))[0].code).toBe('store/run-state');
    expect(issues(store.addProvenance(id, { dataHash: 'x' }))[0].code).toBe('store/run-state');
    expect(value(store.getRun(id))).toEqual(before);
  });

  it('names the nearest run where the id is unknown; a beginning is not enough to change a run', () => {
    const store = openStore(':memory:', { newId: () => '01aaaaaaaaaa' });
    expect(issues(store.markRunning('01aaaaaaaaab'))[0].message).toContain('there are no runs yet');
    value(store.createRun(newRun()));
    expect(issues(store.markRunning('01'))[0].message).toContain('(got "01"); the nearest is 01aaaaaaaaaa');
  });

  it('is refused after closing, without a crash', async () => {
    const store = openStore();
    store.close();
    store.close();
    expect(issues(store.createRun(newRun()))[0].code).toBe('store/closed');
    expect(issues(store.listRuns())[0].code).toBe('store/closed');
    expect(issues(await store.backup('/nowhere/x'))[0].code).toBe('store/closed');
  });
});

describe('2,000 runs', () => {
  it('are listed newest first, each with its own figures and costs', () => {
    const store = openStore();
    const expected = Array.from({ length: 2000 }, (_, index) => {
      const costs = Array.from({ length: index % 3 }, (_, place) =>
        systemCost({ cycles: index * 10 + place, layers: [] }),
      );
      const id = startedRun(store, index % 2, {
        name: `run ${index}`,
        experiment: `set ${index % 7}`,
        seed: index,
      });
      if (index % 5) value(store.finishRun(id, runEnd({ costs, evaluation: null, checkpoint: null })));
      const cycles = index % 5 ? costs.map((cost) => cost.cycles) : [];
      return { id, seed: index, experiment: `set ${index % 7}`, epochsDone: index % 2, cycles };
    });
    const listed = value(store.listRuns()).map(({ id, seed, experiment, epochsDone, costs }) => ({
      id,
      seed,
      experiment,
      epochsDone,
      cycles: costs.map((cost) => cost.cycles),
    }));
    expect(listed).toEqual(expected.toReversed());
    expect(value(store.countRuns())).toBe(2000);
  });
});
