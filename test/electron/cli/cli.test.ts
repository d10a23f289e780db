// The command line as a user meets it: answers on stdout, mistakes on stderr with exit code 2, no stack traces.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, startCli, temporaryHome } from './run-cli.ts';

const home = temporaryHome();
const SMALL = [
  '--network',
  'nmnist-small',
  '--max-train',
  '40',
  '--max-test',
  '20',
  '--epochs',
  '1',
  '--workers',
  '1',
];

beforeAll(() => {
  mkdirSync(join(home, 'empty'));
  mkdirSync(join(home, 'Train', '3'), { recursive: true });
  writeFileSync(join(home, 'Train', '3', '00001.bin'), Buffer.alloc(7));
  writeFileSync(join(home, 'notes.sqlite'), 'these are notes, not a database');
});

describe('help', () => {
  it('lists the commands and ends with 0', async () => {
    const { code, stdout } = await runCli(['--help'], home);
    expect(code).toBe(0);
    for (const name of ['doctor', 'events info', 'simulate', 'train', 'runs export', 'serve', 'demo'])
      expect(stdout).toContain(`  ${name}`);
  });

  it('shows an example for a command', async () => {
    const { code, stdout } = await runCli(['simulate', '--help'], home);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Example: npm run -s spikex -- simulate --network nmnist/);
  });
});

describe('bad input', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['unknown command', ['simulat'], /must be a known command \(got simulat\); did you mean simulate\?/],
    ['incomplete command', ['runs'], /choose runs list, runs show, runs diff/],
    [
      'unknown flag',
      ['simulate', '--sistem', 'ptb'],
      /--sistem: is no option of this command; did you mean --system\?/,
    ],
    [
      'unknown transform',
      ['train', '--transform', '[{"kind":"Denois","filterTimeUs":1000}]'],
      /--transform\[0\]\.kind: must be a known transform \(got "Denois"\); did you mean "Denoise"\?/,
    ],
    [
      'transforms of a missing file',
      ['train', '--transform', 'no-such.json'],
      /no-such\.json: must exist \(got ENOENT\)/,
    ],
    ['bin of no length', ['train', '--bin', '0'], /--bin\.windowUs: must be a positive time in µs \(got 0\)/],
    [
      'factor that does not suit the network',
      [
        'train',
        '--data',
        'synthetic-gesture',
        '--network',
        'dvsg-medium',
        '--factor',
        '4',
        '--db',
        ':memory:',
      ],
      /data\.source: must give pictures of 64×64, the input of the network \(got 128×128, 32×32 by factor 4\); factor 2 fits/,
    ],
    [
      'TWS 0',
      ['simulate', '--tws', '0'],
      /--tws: must be whole numbers of time points, at least 1 \(got 0\)/,
    ],
    [
      'rate 7',
      ['simulate', '--spikes', 'random:7'],
      /rate must be 0 to 1 spikes per neuron and step \(got 7\)/,
    ],
    ['NaN rate', ['simulate', '--spikes', 'random:abc'], /rate must be 0 to 1 .*\(got abc\)/],
    ['unknown key', ['simulate', '--set', 'array.row=4'], /array\.row.*array\.rows/],
    ['negative array', ['simulate', '--set', 'array.rows=-4'], /array\.rows.*\(got -4\)/],
    ['unknown system', ['simulate', '--system', 'tpu'], /--system: must be among .*spikex.*\(got tpu\)/],
    [
      'unknown network',
      ['simulate', '--network', 'nmnis'],
      /network: must be a known network or a file \(got nmnis\); did you mean "?nmnist"?\?/,
    ],
    ['unknown run', ['runs', 'show', 'nope'], /nope/],
    ['missing file', ['events', 'info', 'nothing.bin'], /nothing\.bin: must exist \(got ENOENT\)/],
    ['truncated .bin', ['events', 'info', join('Train', '3', '00001.bin')], /00001\.bin: .*multiple of 5/],
    ['empty folder', ['train', '--data', 'empty', ...SMALL], /empty/],
    [
      'recordings of another size',
      ['train', '--data', 'synthetic-gesture', ...SMALL],
      /data\.source: must give pictures of 34×34, the input of the network \(got 128×128\); choose another/,
    ],
    ['not a database', ['runs', 'list', '--db', 'notes.sqlite'], /notes\.sqlite: must be/],
    [
      'samples of no recording',
      ['simulate', '--spikes', 'random:0.1', '--samples', '3'],
      /--samples: must come with run:ID or dataset:PATH \(got --spikes random:0\.1\); leave it out/,
    ],
    [
      'samples that are no number',
      ['simulate', '--spikes', 'run:x', '--samples', '0'],
      /--samples: must be all, or a whole number of at least 1 \(got 0\); try 16/,
    ],
    ['no subject', ['evaluate'], /--run: must be given, or --checkpoint instead \(got neither\)/],
    ['bad layer', ['simulate', '--layer', '{"kind":"conv"}'], /--layer\.[A-Z]/],
  ])('%s is named and ends with 2', async (_name, args, message) => {
    const { code, stdout, stderr } = await runCli(args, home);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('commands', () => {
  it('events check counts classes and names what is broken', async () => {
    const folder = join(home, 'digits');
    for (const name of ['0', '1']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, '0', '1.bin'), Buffer.from([3, 4, 128, 0, 9]));
    writeFileSync(join(folder, '1', '2.bin'), Buffer.from([3, 4, 0, 0, 9]));
    writeFileSync(join(folder, '1', '3.bin'), '<html>404</html>');
    const { code, stdout } = await runCli(['events', 'check', folder, '--json'], home);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      classes: ['0', '1'],
      samples: 2,
      parts: [{ name: 'train', perClass: [1, 1] }],
      broken: [{ path: join(folder, '1', '3.bin'), code: 'events/web-page' }],
    });
  });

  it('events cache shows, limits and empties the cache of binned samples', async () => {
    const cache = async (...args: string[]) => {
      const { code, stdout } = await runCli(['events', 'cache', ...args, '--json'], home);
      expect(code).toBe(0);
      return JSON.parse(stdout);
    };
    expect(await cache()).toMatchObject({ limitBytes: 2 ** 31 });
    expect(await cache('--limit', '1000')).toMatchObject({ limitBytes: 1000 });
    expect(await cache('--clear')).toMatchObject({ bytes: 0, files: 0, limitBytes: 1000 });
  });

  it('events uploads lists what was dropped, and deletes it', async () => {
    const id = 'a'.repeat(32);
    const folder = join(home, 'cache/uploads', id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'net.nir'), 'no HDF5');
    const listed = await runCli(['events', 'uploads', '--json'], home);
    expect(listed.code).toBe(0);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      uploads: [{ id, name: 'net.nir', path: join(folder, 'net.nir'), files: 1, bytes: 7, usedBy: [] }],
      removedBytes: 0,
    });
    const wrong = await runCli(['events', 'uploads', '--remove', 'b'.repeat(32), '--json'], home);
    expect(wrong.code).toBe(2);
    const removed = await runCli(['events', 'uploads', '--remove', 'all', '--json'], home);
    expect(JSON.parse(removed.stdout)).toMatchObject({ uploads: [], removedBytes: 7 });
    expect(existsSync(folder)).toBe(false);
  });

  it('doctor reports checks', async () => {
    const { code, stdout } = await runCli(['doctor', '--json'], home);
    expect(code).toBe(0);
    const { checks } = JSON.parse(stdout);
    const names = checks.map((check: { name: string }) => check.name);
    expect(names).toEqual(expect.arrayContaining(['Runtime', 'WebAssembly SIMD', 'Database', 'Electron']));
  });

  it('simulate keeps a run with the same figures', async () => {
    const { code, stdout } = await runCli(
      [
        'simulate',
        '--network',
        'nmnist-small',
        '--system',
        'spikex,ptb',
        '--tws',
        '3',
        '--spikes',
        'random:0.02',
        '--json',
      ],
      home,
    );
    expect(code).toBe(0);
    const { runId, systems } = JSON.parse(stdout);
    expect(systems.map((report: { system: string }) => report.system)).toEqual(['spikex', 'ptb']);
    const shown = await runCli(['runs', 'show', runId, '--json'], home);
    const { costs } = JSON.parse(shown.stdout);
    expect(costs[0].energyPj).toBeCloseTo(systems[0].total.energyPj, 6);
    expect(costs[1].edpJs).toBeCloseTo(systems[1].total.edpJs, 15);
  });

  it('simulate --layer answers without a run', async () => {
    const layer = '{"kind":"conv","H":8,"R":8,"E":3,"C":2,"M":4,"stride":1,"pad":1}';
    const { code, stdout } = await runCli(
      ['simulate', '--layer', layer, '--timesteps', '12', '--json'],
      home,
    );
    expect(code).toBe(0);
    const { runId, systems } = JSON.parse(stdout);
    expect(runId).toBeNull();
    expect(systems[0].layers).toHaveLength(1);
  });

  it('train, evaluate, list and export agree', async () => {
    const trained = await runCli(['train', ...SMALL, '--name', 'short', '--json'], home);
    expect(trained.stderr).toContain('epoch 1/1');
    expect(trained.code).toBe(0);
    const { runId, final } = JSON.parse(trained.stdout);
    const evaluated = await runCli(['evaluate', '--run', runId, '--json'], home);
    expect(JSON.parse(evaluated.stdout).accuracy).toBe(final.accuracy);
    const listed = await runCli(['runs', 'list', '--json'], home);
    const row = JSON.parse(listed.stdout).runs.find((run: { id: string }) => run.id === runId);
    expect(row).toMatchObject({ name: 'short', state: 'done', accuracy: final.accuracy });
    const exported = await runCli(['runs', 'export', runId, '--format', 'csv'], home);
    expect(exported.stdout).toContain(runId);
  });

  it('holds out the Test part of an embedded set where asked', async () => {
    const trained = await runCli(['train', ...SMALL, '--split', '1', '--json'], home);
    const { runId } = JSON.parse(trained.stdout);
    const shown = await runCli(['runs', 'show', runId, '--json'], home);
    const { spec, evaluation } = JSON.parse(shown.stdout);
    expect(spec.data.split).toBeNull();
    expect(evaluation.total).toBe(20);
  });

  it('simulates the recorded activity of a trained run: one sample, a batch, all, from one file', async () => {
    const listed = await runCli(['runs', 'list', '--json'], home);
    const { id } = JSON.parse(listed.stdout).runs.find((run: { name: string }) => run.name === 'short');
    const of = async (...more: string[]) => {
      const run = await runCli(['simulate', '--spikes', `run:${id}`, '--json', ...more], home);
      expect(run.code).toBe(0);
      return JSON.parse(run.stdout);
    };
    const one = await of();
    const all = await of('--samples', 'all', '--band', '50');
    const again = await of('--samples', '1');
    const { samples, of: whole, file, spreads } = all.sampled;
    expect(samples).toBe(whole);
    expect(one.sampled).toMatchObject({ samples: 1, of: whole });
    expect(again.systems).toEqual(one.systems);
    expect(again.sampled.file).toBe(file);
    const [spikex] = all.systems;
    expect(spreads[0].energyPj.mean / spikex.total.energyPj).toBeCloseTo(1, 9);
    expect(spreads[0].energyPj.sd).toBeGreaterThan(0);
    const { band } = all.explanation.bounds[0];
    expect(band.highPj / band.nominalPj).toBeCloseTo(1.5, 12);
    const swept = await runCli(
      ['sweep', '--spikes', `run:${id}`, '--samples', 'all', '--vary', 'tws=3', '--json'],
      home,
    );
    const point = JSON.parse(swept.stdout).runs[0].systems[0];
    expect(point.energyPj / spikex.total.energyPj).toBeCloseTo(1, 9);
  });

  it('demo --quick runs the loop: four runs, the last with the search, and EDP falls as beta grows', async () => {
    const { code, stdout, stderr } = await runCli(['demo', '--quick', '--json'], home);
    expect(stderr).toContain('epoch 12/12');
    expect(code).toBe(0);
    const { runs, table } = JSON.parse(stdout);
    expect(runs.map((run: { state: string }) => run.state)).toEqual(['done', 'done', 'done', 'done']);
    const edp = (system: string): number[] =>
      table
        .filter((line: { system: string }) => line.system === system)
        .map((line: { edpJs: number }) => line.edpJs);
    for (const system of ['spikex', 'ptb']) {
      const [none, small, large, searched] = edp(system);
      expect(small).toBeLessThan(none);
      expect(large).toBeLessThan(small);
      expect(searched).toBeLessThan(none);
    }
    expect(Math.max(...edp('spikex'))).toBeLessThan(Math.max(...edp('ptb')));
  });

  it('Ctrl+C ends a training with 130 and marks the run', async () => {
    const args = [
      'train',
      '--network',
      'nmnist-small',
      '--max-train',
      '40',
      '--max-test',
      '20',
      '--epochs',
      '5000',
      '--workers',
      '1',
      '--name',
      'endless',
    ];
    const child = startCli(args, home);
    await new Promise<void>((seen) => {
      child.stderr.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('epoch 1/')) seen();
      });
    });
    child.kill('SIGINT');
    const code = await new Promise((ended) => child.on('close', ended));
    expect(code).toBe(130);
    const listed = await runCli(['runs', 'list', '--json'], home);
    const row = JSON.parse(listed.stdout).runs.find((run: { name: string }) => run.name === 'endless');
    expect(row.state).toBe('cancelled');
  });
});
