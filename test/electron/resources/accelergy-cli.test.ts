// The example of docs/energy-tables.md on the command line, and files that are not what they say.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isResourceFile } from '../../../electron/resources/resource-names.ts';
import { runCli } from '../cli/run-cli.ts';

const resources = resolve(import.meta.dirname, '../../../resources');
const example = join(resources, 'tech/examples/accelergy-ert.yaml');
const simulate = ['simulate', '--network', 'nmnist-small', '--system', 'spikex', '--json', '--energy'];

interface Answer {
  readonly systems: readonly {
    readonly total: { readonly energyPj: number };
    readonly energyTable: string;
    readonly layers: readonly { readonly counts: Readonly<Record<string, number>> }[];
  }[];
}

describe('--energy with an Accelergy table', () => {
  it('prices the counters with the example as it stands', async () => {
    const { code, stdout, stderr } = await runCli([...simulate, example]);
    expect({ code, stderr: stderr.includes('accelergy') }).toEqual({ code: 0, stderr: false });
    const [system] = (JSON.parse(stdout) as Answer).systems;
    expect(system.energyTable).toContain('accelergy-ert');
    // by hand: 0.05 + 4 x 0.04; 0.04; 0.1; 0.625; 64 pJ
    const price: Readonly<Record<string, number>> = { ALU: 0.21, RF: 0.04, LBUF: 0.1, GLB: 0.625, DRAM: 64 };
    const counters = system.layers.flatMap((layer) => Object.entries(layer.counts));
    const energy = counters.reduce((sum, [key, count]) => sum + count * price[key.split('.')[0]], 0);
    expect(system.total.energyPj / energy).toBeCloseTo(1, 9);
  });

  it('refuses a table without a buffer, in words', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'spikex-test-')), 'odd.yml');
    writeFileSync(file, 'ERT: {tables: [{name: s.dram, actions: []}]}');
    const { code, stderr } = await runCli([...simulate, file]);
    expect(code).toBe(2);
    expect(stderr).toContain('must have exactly one component for GLB (got none among s.dram)');
    expect(stderr).not.toContain('    at ');
  });
});

describe('isResourceFile', () => {
  it.each(['a.yaml', 'A.YML', 'a.json', './a', 'b\\a'])(
    'takes %s for a file, which doors may limit',
    (name) => {
      expect(isResourceFile(name)).toBe(true);
    },
  );

  it.each(['paper', 'cacti-32nm', 'yaml', 'json'])('takes %s for a name', (name) => {
    expect(isResourceFile(name)).toBe(false);
  });
});
