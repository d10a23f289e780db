// Diff, exports and repetitions of stored runs.
import { describe, expect, it } from 'vitest';
import { runDiff } from '../../../electron/host/runs/diff.ts';
import { latexText } from '../../../electron/host/runs/export/latex.ts';
import { runsFile } from '../../../electron/host/runs/export/runs-file.ts';
import { spreadOf } from '../../../electron/host/runs/export/seed-summary.ts';
import { reproductionOf } from '../../../electron/host/runs/reproduction.ts';
import { readZip } from '../../../electron/archive/zip-read.ts';
import {
  epochMetrics,
  evaluation,
  newRun,
  openStore,
  PROVENANCE,
  runEnd,
  startedRun,
  systemCost,
  value,
} from '../store/fixtures.ts';

function two() {
  const store = openStore();
  const a = startedRun(store, 2);
  value(store.finishRun(a, runEnd()));
  const b = startedRun(store, 2, {
    seed: 8,
    name: 'a_b & 50%',
    spec: { network: 'nmnist', epochs: 3, hardwareLoss: { beta: 0.5 } },
    provenance: { ...PROVENANCE, gitDirty: true, gitDiffHash: 'ff' },
  });
  value(store.finishRun(b, runEnd({ costs: [systemCost({ energyPj: 4321.25, edpJs: 1.72936425e-14 })] })));
  return { store, a, b, details: [a, b].map((id) => value(store.getRun(id))) };
}

describe('a diff', () => {
  it('lists what differs, by group, and nothing else', () => {
    const { details, a, b } = two();
    const diff = runDiff(details);
    const rows = Object.fromEntries(diff.groups.map((group) => [group.name, group.rows]));
    expect(rows['configuration']).toEqual([{ field: 'hardwareLoss.beta', values: [0.25, 0.5] }]);
    expect(rows['code']).toEqual([
      { field: 'gitDirty', values: [false, true] },
      { field: 'gitDiffHash', values: [null, 'ff'] },
    ]);
    expect(rows['data']).toBeUndefined();
    expect(rows['environment']).toBeUndefined();
    expect(rows['results'].map(({ field }) => field)).toContain('spikex.energyPj');
    expect(diff.differing).toBe(diff.groups.reduce((sum, group) => sum + group.rows.length, 0));
    expect(diff.compared).toBeGreaterThan(diff.differing);
    expect(diff.changes).toMatchObject([
      { system: 'spikex', beforeId: a, afterId: b, beforeJs: 3.4587285e-14 },
    ]);
  });
});

describe('a repetition', () => {
  it('with the same bits is the same; times do not count', () => {
    const { details } = two();
    const [first] = details;
    const slower = first.epochs.map((epoch) => ({
      ...epoch,
      epochSeconds: 99,
      samplesPerSecond: 1,
      secondsLeft: 7,
    }));
    const again = { ...first, row: { ...first.row, id: 'again', rerunOf: first.row.id }, epochs: slower };
    expect(reproductionOf(first, again)).toMatchObject({ same: true, results: [], inputs: [] });
  });

  it('that went another way names the first field, and what was different from the start', () => {
    const { details } = two();
    const [first] = details;
    const epochs = [first.epochs[0], epochMetrics(2, { lossTotal: 0.5 + 2 ** -53 })];
    const other = {
      ...first,
      epochs,
      provenance: { ...first.provenance, kernelsHash: 'other' },
      evaluation: evaluation({ correct: 6 }),
    };
    const found = reproductionOf(first, other);
    expect(found.same).toBe(false);
    expect(found.results.map(({ field }) => field)).toEqual(['epoch.2.lossTotal', 'evaluation.correct']);
    expect(found.inputs).toEqual([{ field: 'provenance.kernelsHash', values: [null, 'other'] }]);
  });
});

describe('exports', () => {
  it('NumPy: arrays with their shapes, curves of every run', () => {
    const { store, a, b } = two();
    const files = value(readZip(value(runsFile(store, [a, b], 'npz')), 'npz'));
    const array = (name: string) => Buffer.from(files.get(`${name}.npy`) ?? []);
    const header = (bytes: Buffer): string => bytes.toString('latin1', 10, 10 + bytes.readUInt16LE(8));
    expect(header(array('spikex_energyPj'))).toContain(
      `'descr': '<f8', 'fortran_order': False, 'shape': (2,)`,
    );
    const data = array('spikex_energyPj');
    expect((10 + data.readUInt16LE(8)) % 64).toBe(0);
    expect([data.readDoubleLE(data.length - 16), data.readDoubleLE(data.length - 8)]).toEqual([
      8642.5, 4321.25,
    ]);
    // 'first' is 5 signs, 'a_b & 50%' is 9.
    expect(header(array('name'))).toContain(`'descr': '<U9'`);
    const curve = array(`curve/${a}/accuracy.test`);
    expect(header(curve)).toContain(`'shape': (2, 2)`);
    expect(curve.readDoubleLE(curve.length - 8)).toBe(0.4 + 2 / 100);
  });

  it('LaTeX and pgfplots: names are text, spread over seeds', () => {
    const { store, a, b } = two();
    const latex = Buffer.from(value(runsFile(store, [a, b], 'latex'))).toString();
    expect(latex).toContain('a\\_b \\& 50\\% & synthetic-nmnist & spikex & $1$ & $87.5$');
    expect(latexText('$\\input{x}~^')).toBe(
      '\\$\\textbackslash{}input\\{x\\}\\textasciitilde{}\\textasciicircum{}',
    );
    const plot = Buffer.from(value(runsFile(store, [a, b], 'pgfplots'))).toString();
    expect(plot).toContain('3.4587285e-14 87.5 0 0 1');
    expect(plot.match(/\\addplot/g)).toHaveLength(1);
  });

  it('put runs of one seed group into one line', () => {
    const store = openStore();
    const ids = [0.8, 0.9].map((accuracy, i) => {
      const id = value(store.createRun(newRun({ seed: i })));
      value(store.finishRun(id, runEnd({ evaluation: evaluation({ accuracy }) })));
      return id;
    });
    const latex = Buffer.from(value(runsFile(store, ids, 'latex'))).toString();
    // mean 85, sd sqrt(2 * 5^2 / 1) = 7.07
    expect(latex).toContain('$2$ & $85.0 \\pm 7.1$');
    expect(spreadOf([1, 2, 3, null])).toEqual({ mean: 2, sd: 1, n: 3 });
    expect(spreadOf([null])).toBeNull();
  });
});
