// The nir commands as a user types them: JSON on stdout, refusals on stderr with code 2.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sinabsLike } from '../../../bench/nir-network.ts';
import { closeDecoder, runDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { nirTree } from '../../../engine/exchange/nir/write-graph.ts';
import type { Hdf5Group } from '../../../engine/hdf5/tree.ts';
import { brailleTree } from '../../support/nir/braille.ts';
import { valueOf } from '../../support/outcomes.ts';
import { runCli, temporaryHome } from './run-cli.ts';

const home = temporaryHome();
const at = (name: string): string => join(home, name);

async function write(name: string, root: Hdf5Group): Promise<void> {
  writeFileSync(at(name), valueOf(await runDecoder('hdf5-write', { root, gzip: 6 }, name)));
}

beforeAll(async () => {
  await write(
    'cnn.nir',
    nirTree({ version: '1.0.7', graph: sinabsLike(3), metadata: new Map(), shapes: new Map() }),
  );
  await write('broken.nir', brailleTree('lif'));
});
afterAll(closeDecoder);

describe('nir', () => {
  it('info names nodes, fits and what cannot be held', async () => {
    const { code, stdout } = await runCli(['nir', 'info', at('cnn.nir'), '--json'], home);
    expect(code).toBe(0);
    const { nodes, unsupported, layers } = JSON.parse(stdout);
    expect(nodes).toHaveLength(15);
    expect(unsupported[0]).toMatchObject({ node: '1', type: 'IF' });
    expect(layers.map(({ name }: { name: string }) => name)).toEqual([
      'CONV1',
      'CONV2',
      'CONV3',
      'FC1',
      'FC2',
    ]);
  });

  it('a broken file is refused with the node that it does not have', async () => {
    const { code, stdout, stderr } = await runCli(['nir', 'info', at('broken.nir'), '--json'], home);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('must name a node of its graph (got "lif"');
  });

  it('a run needs the step', async () => {
    const { code, stderr } = await runCli(['nir', 'run', at('cnn.nir'), '--data', 'synthetic-nmnist'], home);
    expect(code).toBe(2);
    expect(stderr).toContain('--dt: must be given');
  });

  it('runs, records NIRData, and runs again on what it recorded', async () => {
    const common = ['--dt', '0.001', '--steps', '40', '--json'];
    const first = await runCli(
      [
        'nir',
        'run',
        at('cnn.nir'),
        '--data',
        'synthetic-nmnist',
        '--samples',
        '2',
        '--record',
        at('r.h5'),
        ...common,
      ],
      home,
    );
    expect(first.code).toBe(0);
    const { total, predictions, activity, nodes } = JSON.parse(first.stdout);
    expect([total, nodes.length]).toEqual([2, 15]);
    const again = await runCli(['nir', 'run', at('cnn.nir'), '--data', at('r.h5'), ...common], home);
    const second = JSON.parse(again.stdout);
    expect(second.predictions).toEqual(predictions);
    expect(second.activity).toEqual(activity);
    expect(second.accuracy).toBeNull();
  });

  it('imports with weights where the neurons follow our rule', async () => {
    const { code, stdout } = await runCli(
      ['nir', 'import', at('cnn.nir'), '--dt', '0.001', '--reset', 'v_reset', '--out', at('in'), '--json'],
      home,
    );
    expect(code).toBe(0);
    const { network, checkpoint, notTrainable } = JSON.parse(stdout);
    expect(notTrainable).toEqual([]);
    expect(JSON.parse(readFileSync(network, 'utf8')).input).toEqual({
      width: 34,
      height: 34,
      channels: 2,
      stepUs: 1000,
    });
    expect(readFileSync(checkpoint).subarray(0, 4).toString()).toBe('SPKX');
  });

  it('export writes a training that info and run read again, and refuses what is none', async () => {
    const small = ['--network', 'nmnist-small', '--max-train', '20', '--max-test', '10', '--epochs', '1'];
    const trained = await runCli(['train', ...small, '--workers', '1', '--json'], home);
    expect(trained.code).toBe(0);
    const { runId } = JSON.parse(trained.stdout);
    const out = at('trained.nir');
    const { code, stdout } = await runCli(['nir', 'export', runId, out, '--bits', '4', '--json'], home);
    expect(code).toBe(0);
    // The default bins are windows of 10 ms.
    expect(JSON.parse(stdout)).toMatchObject({
      file: out,
      sidecar: at('trained.weights.json'),
      bits: 4,
      dtS: 0.01,
    });
    expect(Object.keys(JSON.parse(readFileSync(at('trained.weights.json'), 'utf8')).nodes)).toHaveLength(3);
    const ran = await runCli(
      [
        'nir',
        'run',
        out,
        '--data',
        'synthetic-nmnist',
        '--dt',
        '0.01',
        '--samples',
        '4',
        '--firing',
        'reached',
        '--json',
      ],
      home,
    );
    expect(ran.code).toBe(0);
    const { total, nodes } = JSON.parse(ran.stdout);
    expect([total, nodes.filter(({ type }: { type: string }) => type === 'LIF').length]).toEqual([4, 3]);

    const simulated = await runCli(['simulate', '--network', 'nmnist-small', '--json'], home);
    const other = await runCli(['nir', 'export', JSON.parse(simulated.stdout).runId, at('no.nir')], home);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain(
      'RUN: must be a finished training run with a checkpoint (got simulate, done)',
    );
    const bad = await runCli(['nir', 'export', runId, at('no.nir'), '--dt', '0'], home);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('--dt: must be given above 0 s')]);
  });
});
