// `sweep` and `paper` as a user meets them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryHome } from './run-cli.ts';

const home = temporaryHome();

describe('sweep', () => {
  it('reads a file, lets options win, and prints runs', async () => {
    const file = join(home, 'grid.json');
    const network = 'nmnist-small';
    writeFileSync(
      file,
      JSON.stringify({
        schema: 'spikex-sweep/1',
        network,
        system: ['spikex'],
        vary: { tws: [2, 4], seed: [1] },
      }),
    );
    const { code, stdout } = await runCli(['sweep', file, '--system', 'serial', '--json'], home);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer.runs.map(({ settings }: { settings: unknown }) => settings)).toEqual([
      { tws: 2, seed: 1 },
      { tws: 4, seed: 1 },
    ]);
    expect(answer.runs[0].systems[0]).toMatchObject({ system: 'serial', tws: [1, 1, 1] });
    expect(answer.computed).toBe(2);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'tws: 2', /must be a JSON object of this command's options/],
    ['another schema', { vary: {} }, /schema: must be spikex-sweep\/1 \(got undefined\); correct it/],
    [
      'an unknown option',
      { schema: 'spikex-sweep/1', varie: { tws: [2] } },
      /bad\.json: varie: is no option of this command; did you mean --vary\?/,
    ],
  ])('refuses a file with %s', async (_, content, message) => {
    const file = join(home, 'bad.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    const { code, stdout, stderr } = await runCli(['sweep', file], home);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('refuses a pair without a value list', async () => {
    const { code, stderr } = await runCli(['sweep', '--vary', 'tws'], home);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--vary: must be KEY=V1,V2 \(got tws\); for example tws=2,4,8/);
  });
});

describe('paper', () => {
  it('writes its report and names the files', async () => {
    const out = join(home, 'report');
    const { code, stdout } = await runCli(
      ['paper', '--figure', '12', '--table', '2', '--quick', '--out', out, '--json'],
      home,
    );
    expect(code).toBe(0);
    const { figures, tables, files } = JSON.parse(stdout);
    expect(figures[0].rows[0]).toMatchObject({ id: 'fig12.shared.ALU.tws4', paper: 38, status: 'fitted' });
    expect(tables[0].rows.every(({ agrees }: { agrees: boolean }) => agrees)).toBe(true);
    const names = [
      'report.html',
      'comparison.csv',
      'paper.json',
      'figure-12-components.csv',
      'figure-12-usages.csv',
    ];
    expect(files).toEqual(names.map((name) => join(out, name)));
    const html = readFileSync(files[0], 'utf8');
    expect(html).toContain('Fig. 12: Shares of energy');
    // Nothing from outside.
    expect(html).not.toMatch(/(src|href)="(?!#)/);
  });

  it('prints a table without measuring', async () => {
    const { code, stdout } = await runCli(['paper', '--table', '1', '--json'], home);
    const { figures, tables } = JSON.parse(stdout);
    expect([code, figures.length, tables.length]).toEqual([0, 0, 1]);
  });

  it('refuses a figure that it does not have, and a folder that is not there', async () => {
    const { code, stderr } = await runCli(['paper', '--figure', '14'], home);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--figure: must be among 5, 7, 9, 10, 11, 12, 13, edp, bits, coding \(got 14\)/);
    const missing = await runCli(['paper', '--figure', '7', '--nmnist', join(home, 'nowhere')], home);
    expect(missing.code).toBe(2);
  });
});
