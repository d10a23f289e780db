// Exported runs: every run asked for, in that order, units in the heads, everything in the JSON.
import { describe, expect, it } from 'vitest';
import { contentHash } from '../../../electron/store/index.ts';
import {
  issues,
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

const filled = () => {
  let n = 0;
  const store = openStore(':memory:', { now: steppingClock(0), newId: () => `00000000000${++n}` });
  const first = startedRun(store, 2, { name: '=1+2', energyTable: TABLE });
  value(
    store.finishRun(first, runEnd({ costs: [systemCost(), systemCost({ system: 'ptb', energyPj: 9 })] })),
  );
  const second = value(store.createRun(newRun({ name: 'two, "quoted"', seed: null, beta: null })));
  return { store, first, second };
};

/** Good for lines without quoted commas. */
const cells = (line: string): string[] => line.split(',');

describe('as CSV', () => {
  it('has a line per run in the order asked for, and a block of columns per system', () => {
    const { store, first, second } = filled();
    const text = value(store.exportRuns([second, first], 'csv'));
    const [head, secondLine, firstLine, rest] = text.split('\r\n');
    expect(rest).toBe('');
    expect(head).toBe(
      'id,name,kind,experiment,state,message,created_utc,duration_ms,seed,network,dataset,beta,epochs,epochs_done,' +
        'accuracy_0_to_1,best_accuracy_0_to_1,best_epoch,loss,spike_density_0_to_1,tw_density_0_to_1,' +
        'spikex_arch,spikex_energy_table,spikex_tws,spikex_samples,spikex_cycles,spikex_latency_us,spikex_energy_pj,spikex_edp_js,' +
        'ptb_arch,ptb_energy_table,ptb_tws,ptb_samples,ptb_cycles,ptb_latency_us,ptb_energy_pj,ptb_edp_js,' +
        'app_version,git_commit,git_dirty,node,platform,cpu,cores,data_sha256,network_sha256,energy_table_sha256',
    );
    expect(firstLine).toBe(
      // created 1 s; started 2 s, epochs 3 and 4 s, checkpoint 5 s, ended 6 s: 4 s of work
      "000000000001,'=1+2,train,trials,done,,1970-01-01T00:00:01.000Z,4000,7,nmnist,synthetic-nmnist,0.25,3,2," +
        '0.875,0.42000000000000004,2,0.31,0.12,0.23,' +
        'spikex-8x8,paper,3 2,8,2001,4.002,8642.5,3.4587285e-14,' +
        'spikex-8x8,paper,3 2,8,2001,4.002,9,3.4587285e-14,' +
        `0.1.0,${PROVENANCE.gitCommit},false,v24.0.0,linux x64,a processor,2,,,${contentHash(TABLE)}`,
    );
    expect(secondLine).toMatch(/^000000000002,"two, ""quoted""",train,trials,queued,,/);
    expect(cells(secondLine.replace('"two, ""quoted"""', 'x'))).toHaveLength(cells(head).length);
  });

  it('of no run is the head alone; a system priced twice has two blocks', () => {
    const { store } = filled();
    expect(value(store.exportRuns([], 'csv'))).toMatch(/^id,name,[^\r]*\r\n$/);
    const id = startedRun(store);
    value(store.finishRun(id, runEnd({ costs: [systemCost(), systemCost({ archName: 'wide' })] })));
    const head = cells(value(store.exportRuns([id], 'csv')).split('\r\n')[0]);
    expect(head.filter((name) => name.endsWith('_arch'))).toEqual(['spikex_arch', 'spikex#2_arch']);
  });
});

describe('as JSON', () => {
  it('holds everything that is known of each run', () => {
    const { store, first, second } = filled();
    const { schema, runs } = JSON.parse(value(store.exportRuns([first, second], 'json')));
    expect(schema).toBe('spikex-runs/1');
    expect(runs).toEqual([value(store.getRun(first)), value(store.getRun(second))]);
    expect(runs[0].epochs).toHaveLength(2);
    expect(runs[0].costs[0].layers).toHaveLength(2);
  });

  it('of no run is an empty list', () => {
    expect(JSON.parse(value(filled().store.exportRuns([], 'json')))).toEqual({
      schema: 'spikex-runs/1',
      runs: [],
    });
  });
});

describe('an export of runs that do not exist', () => {
  it('is refused with an issue for each', () => {
    const { store, first } = filled();
    const found = issues(store.exportRuns(['x1', first, 'x2'], 'csv'));
    expect(found.map((issue) => issue.code)).toEqual(['store/unknown-run', 'store/unknown-run']);
    expect(found.map((issue) => issue.message)).toEqual([
      expect.stringContaining('(got "x1")'),
      expect.stringContaining('(got "x2")'),
    ]);
  });
});
