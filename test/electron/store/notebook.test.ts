// Projects, tags, notes, archive, trash, seed groups, curves over any axis, candidates.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edpJsOf } from '../../../engine/contract/units.ts';
import { thinned } from '../../../electron/store/thin.ts';
import {
  epochMetrics,
  issues,
  newRun,
  openStore,
  runEnd,
  startedRun,
  temporaryFolder,
  value,
} from './fixtures.ts';

const rowOf = (store: ReturnType<typeof openStore>, id: string) => value(store.getRun(id)).row;

describe('tags, notes, archive', () => {
  it('are set for many runs at once, whole or not at all', () => {
    const store = openStore();
    const [a, b] = [startedRun(store), startedRun(store)];
    value(store.changeRuns([a, b], { kind: 'tag', tag: 'good' }));
    value(store.changeRuns([a], { kind: 'tag', tag: 'a first' }));
    value(store.changeRuns([a], { kind: 'tag', tag: 'good' }));
    expect([rowOf(store, a).tags, rowOf(store, b).tags]).toEqual([['a first', 'good'], ['good']]);
    value(store.changeRuns([b], { kind: 'untag', tag: 'good' }));
    value(store.changeRuns([b], { kind: 'note', note: '=1+1 <b>\n' }));
    value(store.changeRuns([b], { kind: 'archive' }));
    expect(rowOf(store, b)).toMatchObject({ tags: [], note: '=1+1 <b>\n', archived: true });
    value(store.changeRuns([b], { kind: 'unarchive' }));
    expect(rowOf(store, b).archived).toBe(false);
    expect(issues(store.changeRuns([a, 'zzzz'], { kind: 'archive' }))[0].code).toBe('store/unknown-run');
    expect(rowOf(store, a).archived).toBe(false);
  });

  it('delete puts ended runs into the trash, restore brings them back, purge needs the trash', () => {
    const store = openStore();
    const [going, ended] = [startedRun(store), startedRun(store, 2)];
    value(store.finishRun(ended, runEnd()));
    expect(issues(store.changeRuns([ended, going], { kind: 'delete' }))[0]).toMatchObject({
      code: 'store/run-state',
      message: 'must have ended to be deleted (got running); cancel its job first',
    });
    expect(issues(store.changeRuns([ended], { kind: 'purge' }))[0].code).toBe('store/not-in-trash');
    value(store.changeRuns([ended], { kind: 'delete' }));
    expect(value(store.listRuns()).map(({ id }) => id)).toEqual([going]);
    expect(value(store.listRuns({ trash: true })).map(({ id }) => id)).toEqual([ended]);
    expect(value(store.countRuns())).toBe(1);
    value(store.changeRuns([ended], { kind: 'restore' }));
    expect(value(store.listRuns())).toHaveLength(2);
    expect(value(store.getRun(ended)).epochs).toHaveLength(2);
    value(store.changeRuns([ended], { kind: 'delete' }));
    value(store.changeRuns([ended], { kind: 'purge' }));
    expect(value(store.listRuns({ trash: true }))).toEqual([]);
    expect(issues(store.getRun(ended))[0].code).toBe('store/unknown-run');
    expect(value(store.integrityCheck())).toEqual([]);
  });
});

describe('groups', () => {
  it('of seeds: equal for runs that differ in seed, name and threads only', () => {
    const store = openStore();
    const group = (spec: object): string => rowOf(store, value(store.createRun(newRun({ spec })))).seedGroup;
    const base = group({ seed: 1, name: 'a', workers: 2, epochs: 3, cost: { tws: [3] } });
    expect(group({ seed: 2, name: 'b', workers: 1, epochs: 3, cost: { tws: [3] } })).toBe(base);
    expect(group({ seed: 1, name: 'a', workers: 2, epochs: 3, cost: { tws: [4] } })).not.toBe(base);
    const spikes = (seed: number, rate: number) => group({ spikes: { kind: 'random', rate, seed } });
    expect(spikes(1, 0.1)).toBe(spikes(2, 0.1));
    expect(spikes(1, 0.1)).not.toBe(spikes(1, 0.2));
  });

  it('of projects: made with the first run of their experiment', () => {
    const store = openStore();
    const id = value(store.createRun(newRun({ experiment: 'e', project: 'thesis' })));
    expect(rowOf(store, id).project).toBe('thesis');
    expect(rowOf(store, value(store.createRun(newRun()))).project).toBe('Default');
    // The experiment stays in its project; this one run of it does not.
    const other = value(store.createRun(newRun({ experiment: 'e', project: 'talk' })));
    expect([rowOf(store, other).project, rowOf(store, id).project]).toEqual(['talk', 'thesis']);
  });

  it('of projects: runs move one by one, a new name takes all runs along', () => {
    const store = openStore();
    const [a, b, c] = [0, 1, 2].map(() => value(store.createRun(newRun({ experiment: 'e' }))));
    value(store.changeRuns([a, b], { kind: 'project', project: 'thesis' }));
    const projects = () => [a, b, c].map((id) => rowOf(store, id).project);
    expect(projects()).toEqual(['thesis', 'thesis', 'Default']);
    expect(value(store.renameProject('thesis', 'book'))).toEqual([a, b]);
    expect(projects()).toEqual(['book', 'book', 'Default']);
    expect(issues(store.renameProject('thesis', 'x'))[0].code).toBe('store/unknown-project');
    expect(issues(store.renameProject('book', 'Default'))[0].code).toBe('store/project-exists');
    expect(value(store.renameProject('Default', 'First'))).toEqual([c]);
    // Runs without a project of their own still have one to go to.
    expect(rowOf(store, value(store.createRun(newRun({ experiment: 'f' })))).project).toBe('Default');
    expect(value(store.integrityCheck())).toEqual([]);
  });
});

describe('curves', () => {
  it('take any step axis, refuse steps that are no numbers, and keep NaN', () => {
    const store = openStore();
    const id = startedRun(store, 2);
    const points = [
      { step: 0.5, value: 1 },
      { step: -3, value: NaN, atMs: 5000 },
      { step: 7e9, value: -2, atMs: 9500 },
    ];
    expect(value(store.addPoints(id, [{ key: 'spikes/s', axis: 'seconds', points }]))).toBe(3);
    const [curve] = value(store.curves.curves([id], 'spikes/s', 100));
    expect(curve).toMatchObject({ axis: 'seconds', total: 3, steps: [-3, 0.5, 7e9], values: [NaN, 1, -2] });
    expect(curve.seconds).toEqual([0, NaN, 4.5]);
    const bad = {
      key: 'spikes/s',
      axis: 'seconds',
      points: [
        { step: 9, value: 1 },
        { step: Infinity, value: 1 },
      ],
    };
    expect(issues(store.addPoints(id, [bad]))[0].code).toBe('store/step');
    expect(value(store.metricsOf(id, 'spikes/s'))).toHaveLength(3);
    expect(value(store.curves.all()).find(({ key }) => key === 'spikes/s')).toEqual({
      key: 'spikes/s',
      axis: 'seconds',
      runs: 1,
    });
  });

  it('give last, best, worst and at-step values of every run', () => {
    const store = openStore();
    const id = startedRun(store);
    const values = [0.2, 0.9, NaN, 0.1, 0.5];
    const points = values.map((one, i) => ({ step: i + 1, value: one }));
    value(store.addPoints(id, [{ key: 'k', axis: 'epoch', points }]));
    const other = startedRun(store);
    value(store.addPoints(other, [{ key: 'k', axis: 'epoch', points: [{ step: 4, value: 7 }] }]));
    const pick = (what: 'last' | 'best' | 'worst' | 'at', step: number | null = null) => {
      const { runIds, values: found } = value(store.curves.pick({ key: 'k', pick: what, step }));
      return [id, other].map((one) => found[runIds.indexOf(one)]);
    };
    expect(pick('last')).toEqual([0.5, 7]);
    expect(pick('best')).toEqual([0.9, 7]);
    expect(pick('worst')).toEqual([0.1, 7]);
    // At or before step 2; the other run begins later.
    expect(pick('at', 2)).toEqual([0.9, undefined]);
  });

  it('are thinned without losing the least or the largest value', () => {
    const noisy = Array.from(
      { length: 10_000 },
      (_, i) => Math.sin(i) + (i === 4321 ? 50 : 0) - (i === 77 ? 60 : 0),
    );
    const kept = thinned(noisy, 400);
    expect(kept.length).toBeLessThanOrEqual(400);
    expect(kept).toContain(4321);
    expect(kept).toContain(77);
    expect(kept[0]).toBe(0);
    expect(kept.at(-1)).toBe(9999);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    expect(thinned([3, 1, 2], 10)).toEqual([0, 1, 2]);
  });
});

describe('prices', () => {
  it('of another table change the list without simulating', () => {
    const store = openStore();
    const id = startedRun(store);
    value(store.finishRun(id, runEnd()));
    // Both layers count 123 RF bytes, 45.5 DRAM bytes and 6789 accumulations: 2 * 6789 * 3 pJ = 40734 pJ.
    const price = {
      table: 'mine',
      energyPjOf: (counts: object) => 3 * (counts as Record<string, number>)['ALU.alu'],
      edpJsOf,
    };
    const [row] = value(store.listRuns({ price }));
    expect(row.costs[0]).toMatchObject({ energyTable: 'mine', energyPj: 40_734, latencyUs: 4.002 });
    // 40734e-12 J * 4.002e-6 s
    expect(row.costs[0].edpJs).toBeCloseTo(1.63017468e-13, 20);
    expect(value(store.listRuns())[0].costs[0].energyTable).toBe('paper');
  });
});

describe('a second connection', () => {
  it('is noticed, with the runs that it changed; one’s own changes are not', () => {
    const file = join(temporaryFolder(), 'runs.db');
    let now = 1000;
    const [a, b] = [openStore(file, { now: () => now }), openStore(file, { now: () => now })];
    const id = startedRun(a);
    expect(b.changedElsewhere(0)).toBeNull();
    value(b.changeRuns([id], { kind: 'note', note: 'mine' }));
    expect(b.changedElsewhere(0)).toBeNull();
    now = 5000;
    value(a.addEpoch(id, epochMetrics(1)));
    expect(b.changedElsewhere(4000)).toEqual([id]);
    expect(b.changedElsewhere(4000)).toBeNull();
  });
});

describe('candidates of a search', () => {
  it('are kept in order and whole', () => {
    const store = openStore();
    const id = startedRun(store, 0, { kind: 'search' });
    const tried = (tws: number) => ({
      candidate: { tws },
      objectives: { edpJs: tws * 1e-12 },
      feasible: tws > 1,
    });
    value(store.addCandidates(id, [tried(1), tried(2)]));
    value(store.addCandidates(id, [tried(3)]));
    expect(value(store.candidatesOf(id))).toEqual([tried(1), tried(2), tried(3)]);
  });
});
