// A network trained here, exported, and read by jsfive, an HDF5 reader in plain JavaScript that shares no code with the
// library that wrote the file: the documented layout, field by field.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as jsfive from 'jsfive';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { nirExport } from '../../../electron/jobs/kinds/nir-export.ts';
import { loadNir } from '../../../electron/jobs/kinds/nir-report.ts';
import { nirImport } from '../../../electron/jobs/kinds/nir-import.ts';
import { DEFAULT_NIR_RUN, type NirRunOptions } from '../../../engine/contract/index.ts';
import { Classifier } from '../../../engine/nir-run/classify.ts';
import { compileNir } from '../../../engine/nir-run/compile.ts';
import { NirExecutor } from '../../../engine/nir-run/executor.ts';
import { framesFromDense } from '../../../engine/nir-run/frames.ts';
import { decodeCheckpoint, evaluateSet, inlineTeam } from '../../../engine/train/index.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { denseFromSpikes } from '../../../engine/workload/spikes.ts';
import { wasm } from '../../engine/kernels/networks.ts';
import { resultOf, toyPlan, train } from '../../engine/train/fixtures.ts';
import { valueOf } from '../../support/outcomes.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

const newFolder = temporaryFolders();
afterAll(closeDecoder);

const DT_S = 1 / 128;
const OPTIONS: NirRunOptions = { ...DEFAULT_NIR_RUN, dtS: DT_S, firing: 'reached' };
const plan = toyPlan({ epochs: 6, hardwareLoss: { mode: 'off', beta: 0, objective: 'per-layer' as const } });
const trained = train(plan);
const checkpoint = trained.last[trained.last.length - 1];
const { weights } = valueOf(decodeCheckpoint(checkpoint, 'toy'));

async function exported(): Promise<{ folder: string; file: string; sidecar: string }> {
  const folder = newFolder();
  const file = join(folder, 'toy.nir');
  writeFileSync(join(folder, 'toy.spkx'), checkpoint);
  const ask = { checkpoint: join(folder, 'toy.spkx'), dtS: DT_S, bits: 8, target: file };
  return { folder, file, sidecar: valueOf(await nirExport(ask)).sidecar };
}

interface Stored {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly value: unknown;
}

/** One dataset as the other reader sees it. */
function stored(file: jsfive.File, path: string): Stored {
  const { shape, dtype, value } = file.get(path) as jsfive.Dataset;
  const plain = Array.isArray(value)
    ? value.map((one) => (typeof one === 'bigint' ? Number(one) : one))
    : value;
  return { shape, dtype: String(dtype), value: plain };
}

describe('an exported network', () => {
  it('has the documented layout', async () => {
    const { file } = await exported();
    const bytes = readFileSync(file);
    const hdf5 = new jsfive.File(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
      'toy.nir',
    );
    const keys = (path: string): string[] => [...(hdf5.get(path) as jsfive.Group).keys].sort();
    const text = (path: string): unknown => [stored(hdf5, path).value].flat()[0];
    const at = (field: string): Stored => stored(hdf5, `node/nodes/${field}`);

    expect([...hdf5.keys].sort()).toEqual(['node', 'version']);
    expect(text('version')).toBe('1.0.7');
    expect(keys('node')).toEqual(['edges', 'nodes', 'type']);
    expect(text('node/type')).toBe('NIRGraph');
    const names = ['conv0', 'conv0_conv', 'fc1', 'fc1_flatten', 'fc1_weight', 'input', 'output'];
    expect(keys('node/nodes')).toEqual(names);
    expect(stored(hdf5, 'node/edges')).toMatchObject({
      shape: [6, 2],
      value: [
        ['input', 'conv0_conv'],
        ['conv0_conv', 'conv0'],
        ['conv0', 'fc1_flatten'],
        ['fc1_flatten', 'fc1_weight'],
        ['fc1_weight', 'fc1'],
        ['fc1', 'output'],
      ].flat(),
    });

    expect(text('node/nodes/input/type')).toBe('Input');
    expect(at('input/shape')).toMatchObject({ shape: [3], dtype: '<i8', value: [2, 9, 9] });
    expect(text('node/nodes/output/type')).toBe('Output');
    expect(at('output/shape')).toMatchObject({ shape: [1], dtype: '<i8', value: [3] });

    expect(text('node/nodes/conv0_conv/type')).toBe('Conv2d');
    expect(keys('node/nodes/conv0_conv')).toEqual(
      ['bias', 'dilation', 'groups', 'input_shape', 'padding', 'stride', 'type', 'weight'].sort(),
    );
    expect(at('conv0_conv/weight')).toEqual({
      shape: [8, 2, 3, 3],
      dtype: '<f4',
      value: [...weights.subarray(0, 144)],
    });
    expect(at('conv0_conv/bias')).toEqual({ shape: [8], dtype: '<f4', value: [0, 0, 0, 0, 0, 0, 0, 0] });
    expect(at('conv0_conv/input_shape')).toMatchObject({ shape: [2], dtype: '<i8', value: [9, 9] });
    expect(at('conv0_conv/stride')).toMatchObject({ shape: [2], dtype: '<i8', value: [2, 2] });
    expect(at('conv0_conv/padding')).toMatchObject({ shape: [2], dtype: '<i8', value: [0, 0] });
    expect(at('conv0_conv/dilation')).toMatchObject({ shape: [2], dtype: '<i8', value: [1, 1] });
    expect(at('conv0_conv/groups')).toMatchObject({ shape: [], dtype: '<i8', value: [1] });

    // 9 -> (9 - 3) / 2 + 1 = 4: 8 x 4 x 4 = 128 neurons; leak 0.875: tau = dt / 0.125 = 8 dt = 1/16, r = 8
    expect(text('node/nodes/conv0/type')).toBe('LIF');
    const all = (value: number): Stored => ({
      shape: [8, 4, 4],
      dtype: '<f8',
      value: Array.from({ length: 128 }, () => value),
    });
    expect(at('conv0/tau')).toEqual(all(1 / 16));
    expect(at('conv0/r')).toEqual(all(8));
    expect(at('conv0/v_leak')).toEqual(all(0));
    expect(at('conv0/v_threshold')).toEqual(all(plan.network.neuron.threshold));
    expect(at('conv0/v_reset')).toEqual(all(0));

    expect(text('node/nodes/fc1_flatten/type')).toBe('Flatten');
    expect(at('fc1_flatten/input_type')).toMatchObject({ shape: [3], dtype: '<i8', value: [8, 4, 4] });
    expect(at('fc1_flatten/start_dim')).toMatchObject({ shape: [], dtype: '<i8', value: [0] });
    expect(at('fc1_flatten/end_dim')).toMatchObject({ shape: [], dtype: '<i8', value: [-1] });

    expect(text('node/nodes/fc1_weight/type')).toBe('Linear');
    expect(at('fc1_weight/weight')).toEqual({
      shape: [3, 128],
      dtype: '<f4',
      value: [...weights.subarray(144)],
    });
    expect(at('fc1/tau')).toEqual({ shape: [3], dtype: '<f8', value: [1 / 16, 1 / 16, 1 / 16] });
  });

  it('is compressed with gzip', async () => {
    const { file } = await exported();
    const bytes = readFileSync(file);
    const hdf5 = new jsfive.File(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
      'toy.nir',
    );
    const { _dataobjects: stored } = hdf5.get('node/nodes/conv0_conv/weight') as jsfive.Dataset;
    // 1 is H5Z_FILTER_DEFLATE
    expect((stored.filter_pipeline ?? []).map((filter) => filter.get('filter_id'))).toContain(1);
  });

  it('has integer weights and scales beside it', async () => {
    const { sidecar } = await exported();
    const { nodes, schema } = JSON.parse(readFileSync(sidecar, 'utf8'));
    expect([schema, nodes.conv0_conv.bits, Object.keys(nodes)]).toEqual([
      'spikex-nir-weights/1',
      8,
      ['conv0_conv', 'fc1_weight'],
    ]);
    const { scale, values, shape } = nodes.conv0_conv;
    expect(shape).toEqual([8, 2, 3, 3]);
    const largest = weights.subarray(0, 144).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(scale).toBeCloseTo(largest / 127, 12);
    values.forEach((value: number, i: number) => {
      expect(Number.isInteger(value) && Math.abs(value) <= 127).toBe(true);
      expect(Math.abs(value * scale - weights[i])).toBeLessThanOrEqual(scale * 0.5 + 1e-12);
    });
  });

  it('comes back: the same classes as the trainer gives, and its weights for training on', async () => {
    const { folder, file } = await exported();
    const loaded = valueOf(await loadNir({ file, options: OPTIONS, timesteps: 10 }));
    const classifier = new Classifier(
      new NirExecutor(valueOf(compileNir(loaded.shaped, OPTIONS, wasm, file))),
    );
    let correct = 0;
    for (let i = 0; i < plan.test.count; i++) {
      const frames = framesFromDense(denseFromSpikes(sampleAt(plan.test, i)), 10);
      if (classifier.predict(frames) === plan.test.labels[i]) correct++;
    }
    // Sums in single and double precision may differ in their last bits, and so may one spike of thousands.
    const tally = valueOf(evaluateSet(plan, inlineTeam(plan), 'test', () => false));
    expect(Math.abs(correct - (tally?.correct ?? 0))).toBeLessThanOrEqual(1);
    expect(resultOf(trained).state).toBe('done');

    const ask = { file, options: OPTIONS, timesteps: 10, folder, name: 'again' };
    const imported = valueOf(await nirImport(ask));
    expect(imported.notTrainable).toEqual([]);
    const again = valueOf(decodeCheckpoint(readFileSync(imported.checkpoint ?? ''), 'again'));
    expect(again.network.layers.map(({ kind, H, R, E, C, M }) => [kind, H, R, E, C, M])).toEqual([
      ['conv', 9, 4, 3, 2, 8],
      ['fc', 1, 1, 1, 128, 3],
    ]);
    // Weights come back in units of the threshold.
    const { threshold } = plan.network.neuron;
    again.weights.forEach((value, i) => expect(value).toBeCloseTo(weights[i] / threshold, 6));
  });
});
