// The commands about stored runs, on a database with a study of eight runs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeStudy } from '../../support/study.ts';
import { runCli, temporaryHome } from './run-cli.ts';

describe('runs', () => {
  const home = temporaryHome();
  const file = join(home, 'experiments.sqlite');
  let ids: string[] = [];
  beforeAll(() => {
    ids = writeStudy(file, 1);
  });
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCli([...args, '--db', file, '--json'], home);
    expect([code, stderr.includes('\n    at ')]).toEqual([0, false]);
    return JSON.parse(stdout);
  };

  it('diff names what differs and factors that multiply to the ratio', async () => {
    const { groups, changes } = await json('runs', 'diff', ids[0], ids[3]);
    const fields = groups.flatMap((group: { rows: { field: string }[] }) =>
      group.rows.map(({ field }) => field),
    );
    expect(fields).toContain('hardwareLoss.beta');
    for (const { parts, beforeJs, afterJs } of changes) {
      const sum = parts.reduce((total: number, part: { logPart: number }) => total + part.logPart, 0);
      expect(Math.exp(sum)).toBeCloseTo(afterJs / beforeJs, 9);
    }
  });

  it('sweep lays trainings beside the one with beta 0', async () => {
    const { points, network } = await json('runs', 'sweep', ids[0], ids[1], ids[1]);
    expect(network).toBe('nmnist');
    expect(points.map(({ runIds }: { runIds: string[] }) => runIds)).toEqual([[ids[0]], [ids[1]]]);
    expect(points[0].beta).toBe(0);
    expect(points[1].beta).toBeGreaterThan(0);
  });

  it('sweep refuses what cannot stand in one table, all at once', async () => {
    const { runs } = await json('runs', 'list');
    const places = new Map<string, string>();
    const [twin, first] = runs.flatMap(({ id, beta, seed }: { id: string; beta: number; seed: number }) => {
      const place = `beta ${beta}, seed ${seed}`;
      const other = places.get(place);
      places.set(place, id);
      return other ? [id, other, place] : [];
    });
    const { code, stderr } = await runCli(['runs', 'sweep', first, twin, '--db', file], home);
    expect(code).toBe(2);
    expect(stderr).toContain(`${twin}: must differ from ${first} in beta or seed (got beta `);
  });

  it('reprice keeps latency and changes energy', async () => {
    const { systems } = await json('runs', 'reprice', ids[0], '--energy', 'cacti-32nm');
    expect(systems).toHaveLength(2);
    expect(systems[0]).toMatchObject({ energyTable: 'cacti-32nm', before: { energyTable: 'paper' } });
    expect(systems[0].energyPj).not.toBe(systems[0].before.energyPj);
  });

  it('a repeated simulation gives the same bits', async () => {
    const { runId } = await json(
      'simulate',
      '--network',
      'nmnist-small',
      '--tws',
      '3',
      '--spikes',
      'random:0.02',
    ).then(async () => ({ runId: (await json('runs', 'list')).runs[0].id }));
    expect(await json('runs', 'rerun', runId)).toMatchObject({
      of: runId,
      same: true,
      results: [],
      inputs: [],
    });
  });

  it('tags, trash and restore go through the same file', async () => {
    await json('runs', 'tag', ids[0], ids[1], '--tag', 'paper');
    expect((await json('runs', 'list', '--tag', 'paper')).runs).toHaveLength(2);
    await json('runs', 'delete', ids[0]);
    expect((await json('runs', 'list', '--tag', 'paper')).runs).toHaveLength(1);
    await json('runs', 'restore', ids[0]);
    expect((await json('runs', 'list', '--tag', 'paper')).runs).toHaveLength(2);
  });

  it('projects are made, filled and renamed', async () => {
    expect(await json('runs', 'project', ids[0], '--to', 'thesis')).toMatchObject({ changed: 1 });
    const renamed = await json('runs', 'rename-project', 'thesis', '--to', 'book');
    expect(renamed).toEqual({ changed: 1, project: 'book' });
    const { runs } = await json('runs', 'list');
    const inBook = runs.filter(({ project }: { project: string }) => project === 'book');
    expect(inBook.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
  });

  it('bundle, import and check', async () => {
    const bundle = join(home, 'runs.zip');
    await json('runs', 'bundle', bundle, ids[2]);
    const other = join(home, 'other.sqlite');
    const imported = await runCli(['runs', 'import', bundle, '--db', other, '--json'], home);
    expect(JSON.parse(imported.stdout)).toMatchObject({ tool: 'bundle', runIds: [ids[2]], skipped: 0 });
    expect(await json('runs', 'check')).toMatchObject({ ok: true, issues: [] });
  });

  it('export and backup write new files only', async () => {
    const out = join(home, 'table.tex');
    await json('runs', 'export', '--format', 'latex', '--out', out);
    expect(readFileSync(out, 'utf8')).toContain('\\toprule');
    const again = await runCli(['runs', 'export', '--format', 'latex', '--out', out, '--db', file], home);
    expect([again.code, again.stderr]).toEqual([
      2,
      `${out}: must be new (got EEXIST); choose another name\n`,
    ]);
    const copy = join(home, 'copy.sqlite');
    await json('runs', 'backup', copy);
    expect(existsSync(copy)).toBe(true);
  });

  it.each([
    [['runs', 'tag', 'x'], '--tag: must be given; name the tag'],
    [['runs', 'project', 'x'], '--to: must be given; name the project'],
    [['runs', 'rename-project', 'zzz', '--to', 'y'], 'project: must be the name of a project (got "zzz")'],
    [['runs', 'rerun', 'zzz'], 'runId: must be the id of a run or its beginning (got "zzz")'],
  ])('%j is refused with a way out', async (args, message) => {
    const { code, stdout, stderr } = await runCli([...args, '--db', file], home);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
