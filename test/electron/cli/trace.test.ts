// `trace`: the schedule of a layer as text, JSON and CSV.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryHome } from './run-cli.ts';

const home = temporaryHome();
const base = ['trace', '--network', 'nmnist-small', '--layer', 'CONV2', '--tws', '3', '--db', ':memory:'];

describe('trace', () => {
  it('prints steps that follow each other, with the figures of the simulation', async () => {
    const { code, stdout } = await runCli([...base, '--steps', '4', '--json'], home);
    expect(code).toBe(0);
    const { overview, steps } = JSON.parse(stdout);
    expect(steps.map(({ step }: { step: number }) => step)).toEqual([0, 1, 2, 3]);
    expect(steps[0].startCycle).toBe(overview.firstFillCycles);
    expect(steps[0].columns).toHaveLength(overview.cols);
    const next = steps[0].startCycle + steps[0].workCycles + steps[0].drainCycles + steps[0].waitCycles;
    expect(steps[1].startCycle).toBeCloseTo(next, 6);
    const simulated = await runCli(
      [
        'simulate',
        '--network',
        'nmnist-small',
        '--system',
        'spikex',
        '--tws',
        '3',
        '--db',
        ':memory:',
        '--json',
      ],
      home,
    );
    const [report] = JSON.parse(simulated.stdout).systems;
    expect(overview.report).toEqual(report.layers.find(({ name }: { name: string }) => name === 'CONV2'));
  });

  it('writes every step of the layer', async () => {
    const file = join(home, 'trace.csv');
    const { code, stdout } = await runCli([...base, '--system', 'ptb', '--out', file, '--json'], home);
    expect(code).toBe(0);
    const { overview } = JSON.parse(stdout);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(1 + overview.steps);
    expect(lines[0]).toMatch(/^step,kind,rowTile,.*,column0,/);
    // The last step ends with the layer: its start and its cycles add up to the report's latency.
    const last = lines[lines.length - 1].split(',').slice(5, 9).map(Number);
    expect(last.reduce((sum, value) => sum + value)).toBeCloseTo(overview.report.cycles, 4);
  });

  it('refuses systems that it cannot follow and layers that are not there', async () => {
    const other = await runCli([...base, '--system', 'manycore'], home);
    expect([other.code, other.stdout]).toEqual([2, '']);
    expect(other.stderr).toMatch(/--system/);
    const layer = await runCli(['trace', '--layer', 'CONV9', '--db', ':memory:'], home);
    expect([layer.code, layer.stderr]).toEqual([
      2,
      expect.stringMatching(/must be a layer of nmnist .*choose CONV1/),
    ]);
  });
});
