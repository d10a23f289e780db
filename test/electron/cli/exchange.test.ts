// `exchange` as a user meets it: every way out and back, weights of a training included.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { decodeCheckpoint } from '../../../engine/train/index.ts';
import { presetNetwork } from '../../support/presets.ts';
import { valueOf } from '../../support/outcomes.ts';
import { runCli, temporaryHome } from './run-cli.ts';

const home = temporaryHome();
const exchange = async (...args: string[]): Promise<string[]> => {
  const { code, stdout, stderr } = await runCli(['exchange', ...args, '--json'], home);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout).files;
};

describe('exchange', () => {
  it('writes a SCALE-Sim topology and takes the same network back', async () => {
    const out = join(home, 'scalesim');
    const files = await exchange('scalesim', out, '--network', 'nmnist');
    expect(files).toEqual([join(out, 'nmnist.csv'), join(out, 'nmnist.cfg')]);
    const [back] = await exchange('from-scalesim', out, '--topology', files[0], '--cfg', files[1]);
    const read: NetworkSpec = JSON.parse(readFileSync(back, 'utf8'));
    const { layers, timesteps, neuron } = presetNetwork('nmnist');
    expect({ layers: read.layers, timesteps: read.timesteps, neuron: read.neuron }).toEqual({
      layers,
      timesteps,
      neuron,
    });
  });

  it('writes an ERT that prices as its table does', async () => {
    const out = join(home, 'ert');
    const [file] = await exchange('ert', out, '--energy', 'cacti-32nm');
    const cost = async (energy: string): Promise<number> => {
      const { stdout } = await runCli(
        [
          'simulate',
          '--network',
          'nmnist-small',
          '--system',
          'spikex',
          '--energy',
          energy,
          '--db',
          ':memory:',
          '--json',
        ],
        home,
      );
      return JSON.parse(stdout).systems[0].total.energyPj;
    };
    expect(await cost(file)).toBe(await cost('cacti-32nm'));
  });

  it('writes spikes and weights of a training, and makes the same checkpoint of the weights', async () => {
    const trained = await runCli(
      [
        'train',
        '--network',
        'nmnist-small',
        '--epochs',
        '1',
        '--max-train',
        '20',
        '--max-test',
        '10',
        '--json',
      ],
      home,
    );
    const { runId } = JSON.parse(trained.stdout);
    const out = join(home, 'npy');
    const files = await exchange('npy', out, '--spikes', `run:${runId}`);
    const layers = presetNetwork('nmnist-small').layers.map(({ name }) => name);
    expect(readdirSync(out).sort()).toEqual(
      layers.flatMap((name) => [`${name}.npy`, `${name}.weight.npy`]).sort(),
    );
    // The spikes of the first layer simulate as the run's own activity does.
    const simulated = async (spikes: string): Promise<number> => {
      const { stdout } = await runCli(
        ['simulate', '--network', 'nmnist-small', '--system', 'spikex', '--spikes', spikes, '--json'],
        home,
      );
      return JSON.parse(stdout).systems[0].layers[0].energyPj;
    };
    expect(await simulated(`npy:${files[0]}`)).toBe(await simulated(`run:${runId}`));
    const [checkpoint] = await exchange(
      'from-npy',
      join(home, 'back'),
      '--network',
      'nmnist-small',
      '--weights',
      out,
    );
    const own = await runCli(['runs', 'show', runId, '--json'], home);
    const weightsOf = (file: string) => valueOf(decodeCheckpoint(readFileSync(file), file)).weights;
    expect(weightsOf(checkpoint)).toEqual(weightsOf(JSON.parse(own.stdout).checkpoint.file));
  });

  it('refuses what is missing, all at once', async () => {
    const none = await runCli(
      ['exchange', 'from-npy', home, '--weights', home, '--network', 'nmnist-small'],
      home,
    );
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr.match(/\.weight\.npy/g)?.length).toBeGreaterThanOrEqual(3);
    const topology = await runCli(['exchange', 'from-scalesim', home], home);
    expect([topology.code, topology.stderr]).toEqual([2, expect.stringMatching(/--topology: must be given/)]);
  });
});
