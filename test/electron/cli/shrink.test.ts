// `shrink` as a user types it: the two files that it writes are a network to train on, and every mistake is named.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ShrinkReport } from '../../../engine/contract/index.ts';
import { decodeCheckpoint } from '../../../engine/train/index.ts';
import { parseNetwork } from '../../../engine/workload/network.ts';
import { valueOf } from '../../support/outcomes.ts';
import { runCli, startCli, temporaryHome } from './run-cli.ts';

const home = temporaryHome();
const at = (...names: string[]): string => join(home, ...names);
const DATA = ['--data', 'synthetic-nmnist', '--split', '0.98'];
const SMALL = ['--max-train', '40', '--max-test', '20', '--epochs', '1', '--workers', '1'];
let checkpoint = '';

const json = async <T>(args: readonly string[]): Promise<T> => {
  const { code, stdout, stderr } = await runCli([...args, '--json'], home);
  expect([code, stderr.includes('\n    at ')]).toEqual([0, false]);
  return JSON.parse(stdout) as T;
};
type Answer = ShrinkReport & { readonly next: { readonly train: string; readonly sweep: string } };

beforeAll(async () => {
  const args = ['train', '--network', 'nmnist-small', ...DATA, ...SMALL, '--bits', '8'];
  const { runId } = await json<{ runId: string }>(args);
  checkpoint = at('checkpoints', runId, 'last.spikexckpt');
}, 60_000);

describe('shrink', () => {
  it('leaves the units that it is told, in files that train takes', async () => {
    const out = ['--out', at('nets'), '--name', 'halved'];
    const answer = await json<Answer>(['shrink', checkpoint, ...DATA, '--samples', '20', '--units', '5,16', ...out]); // prettier-ignore
    expect(answer).toMatchObject({
      name: 'halved',
      network: at('nets', 'halved.json'),
      checkpoint: at('nets', 'halved.spkx'),
      samples: 20,
      costSamples: 8,
      weightBits: [8, 8, 8],
      steps: [],
    });
    expect(answer.layers.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['CONV1', 8, 5],
      ['CONV2', 16, 16],
    ]);
    const { network, weights, settings: kept, epoch } = valueOf(decodeCheckpoint(readFileSync(answer.checkpoint), 'halved')); // prettier-ignore
    expect(valueOf(parseNetwork(readFileSync(answer.network, 'utf8'), 'halved.json'))).toEqual(network);
    expect([epoch, kept.bits, kept.hardwareLoss.mode]).toEqual([0, [8, 8, 8], 'off']);
    // The first layer's kernels are those of the units that stay, as trained.
    const old = valueOf(decodeCheckpoint(readFileSync(checkpoint), 'old'));
    const [{ E, C }] = old.network.layers;
    const kernel = (all: Float32Array, unit: number) => [
      ...all.subarray(unit * E * E * C, (unit + 1) * E * E * C),
    ];
    answer.layers[0].kept.forEach((unit, i) => expect(kernel(weights, i)).toEqual(kernel(old.weights, unit)));

    for (const { edpJs, energyPj, latencyUs } of answer.after.costs)
      expect(edpJs / (energyPj * 1e-12 * latencyUs * 1e-6)).toBeCloseTo(1, 9);
    const [before, after] = [answer.before.costs, answer.after.costs].map((costs) =>
      costs.map(({ system }) => system),
    );
    expect(before).toEqual(['spikex', 'ptb']);
    expect(after).toEqual(before);

    expect(answer.next.train).toBe(
      `spikex train --network ${answer.network} --init ${answer.checkpoint} --data synthetic-nmnist --split 0.98 --bits 8,8,8`,
    );
    const trained = await json<{ epochs: unknown[] }>([...answer.next.train.split(' ').slice(1), ...SMALL]);
    expect(trained.epochs).toHaveLength(1);
  }, 60_000);

  it('searches, twice the same, each time under a name of its own', async () => {
    const ask = [
      'shrink',
      checkpoint,
      ...DATA,
      '--samples',
      '20',
      '--drop',
      '100',
      '--system',
      'ptb',
      '--tws',
      '2',
    ];
    const first = await json<Answer>(ask);
    const second = await json<Answer>(ask);
    const { name, network, checkpoint: file, next, ...figures } = first;
    expect(second).toMatchObject(figures);
    expect([name, second.name]).toEqual(['nmnist-small-8-8', 'nmnist-small-8-8-2']);
    expect([network, file].every((one) => one.startsWith(at('library', 'networks')))).toBe(true);
    expect(next.sweep).toContain('--vary beta=0,0.01,0.03');
    // 8 columns: the first layer stays, the second goes from 16 to 12 -> 8.
    expect(first.layers.map(({ after }) => after)).toEqual([8, 8]);
    expect(first.steps.map(({ layer, units }) => [layer, units])).toEqual([['CONV2', 8]]);
    expect(first.after.costs[0].edpJs).toBeLessThan(first.before.costs[0].edpJs);
    const found = await runCli(['simulate', '--network', name, '--spikes', 'random:0.02', '--json'], home);
    expect(found.code).toBe(0);
  }, 60_000);

  it('prints tables and the lines to go on with', async () => {
    const { code, stdout } = await runCli(['shrink', checkpoint, ...DATA, '--samples', '10', '--units', '8,8', '--out', at("it's"), '--set', 'array.rows=4'], home); // prettier-ignore
    expect(code).toBe(0);
    expect(stdout).toMatch(/CONV2 +16 +8\n/);
    expect(stdout).toMatch(/Accuracy on 10 training samples: [\d.]+ % before, [\d.]+ % after/);
    expect(stdout).toMatch(/\nptb .* x\n/);
    expect(stdout).toContain(
      String.raw`--network '${at("it'\\''s")}/nmnist-small-8-8.json'`.replaceAll('\\\\', '\\'),
    );
    expect(stdout).toContain('--set array.rows=4');
  });

  it('writes nothing when it is stopped', async () => {
    const out = at('stopped');
    const child = startCli(['shrink', checkpoint, ...DATA, '--drop', '100', '--out', out], home);
    child.stderr.on('data', () => child.kill('SIGINT'));
    const code = await new Promise((ended) => child.on('close', ended));
    expect(code).toBe(130);
    expect(existsSync(join(out, 'nmnist-small-8-8.json'))).toBe(false);
  });
});

describe('mistakes of shrink', () => {
  const WITH = [...DATA, '--samples', '10'];
  it.each<[string, () => string[], RegExp[]]>([
    ['no checkpoint', () => WITH, [/arguments: must be one checkpoint file \(got none\)/]],
    [
      'a missing file and no data',
      () => [at('nothing')],
      [/--data: must be given; name a dataset/, /nothing: must exist/],
    ],
    [
      'drop, below and above',
      () => [checkpoint, ...WITH, '--drop', '-1', '--drop', '101'],
      [/--drop: must be a number from 0 to 100 \(got -1\)/, /--drop: .* \(got 101\)/],
    ],
    [
      'units that are no numbers, no window size',
      () => [checkpoint, ...WITH, '--units', '0,x', '--tws', '0'],
      [/--units: must be whole numbers, at least 1 \(got 0, x\)/, /--tws: must/],
    ],
    [
      'units, name, window sizes and folder at once',
      () => [checkpoint, ...WITH, '--units', '8,17', '--name', 'a/b', '--tws', '1,2', '--out', checkpoint],
      [/units\[1\]: must be/, /name: must be/, /tws: must/, /last\.spikexckpt: must be a folder/],
    ],
  ])('%s', async (_name, args, messages) => {
    const { code, stdout, stderr } = await runCli(['shrink', ...args()], home);
    for (const message of messages) expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([2, '']);
  });
});
