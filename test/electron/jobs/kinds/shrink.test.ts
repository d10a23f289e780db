// The job: mistakes in exact words, all at once; a stop at any moment leaves no file behind.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shrink } from '../../../../electron/jobs/kinds/shrink.ts';
import { DEFAULT_TRAIN, type NetworkSpec, type ShrinkSpec } from '../../../../engine/contract/index.ts';
import { geometryOf } from '../../../../engine/kernels/geometry.ts';
import { Random } from '../../../../engine/math/random.ts';
import { encodeCheckpoint } from '../../../../engine/train/index.ts';
import { parseNetwork } from '../../../../engine/workload/network.ts';
import { NETWORKS } from '../../../engine/kernels/network-kinds.ts';
import { randomWeights } from '../../../engine/kernels/networks.ts';
import { settings } from '../../../engine/train/fixtures.ts';
import { messagesOf, valueOf } from '../../../support/outcomes.ts';
import { temporaryFolders } from '../../../support/temp-folder.ts';
import { inlineContext } from './job-context.ts';

const newFolder = temporaryFolders();
const small = valueOf(
  parseNetwork(
    readFileSync(new URL('../../../../resources/networks/nmnist-small.json', import.meta.url), 'utf8'),
    'nmnist-small.json',
  ),
);

const bytesOf = (network: NetworkSpec): Uint8Array =>
  encodeCheckpoint({
    network,
    settings: settings({ hardwareLoss: DEFAULT_TRAIN.hardwareLoss }),
    epoch: 1,
    best: { epoch: 1, accuracy: 0.5 },
    weights: randomWeights(network, 1.5, new Random(1)).slice(0, geometryOf(network).canonicalLength),
    optimiser: null,
    hardware: null,
  });

function written(bytes: Uint8Array | string, name = 'net.spkx'): string {
  const file = join(newFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

const specOf = (checkpoint: string, changes: Partial<ShrinkSpec> = {}): ShrinkSpec => ({
  checkpoint,
  data: DEFAULT_TRAIN.data,
  seed: 1,
  hardware: { systems: ['spikex', 'ptb'], tws: [3], arch: 'spikex-8x8', archOverrides: {}, energy: 'paper' },
  drop: 100,
  samples: 12,
  units: null,
  name: 'less',
  ...changes,
});

const run = (spec: ShrinkSpec, folder = newFolder(), stopAfter = Infinity) =>
  shrink({ spec, folder, limits: null }, inlineContext(newFolder(), stopAfter));

/** Issues with the folders of the test left out. */
const said = async (spec: ShrinkSpec, folder?: string): Promise<string[]> =>
  messagesOf(await run(spec, folder)).map((text) => text.replace(/^\/\S*\//, ''));

describe('mistakes', () => {
  const good = bytesOf(small);
  const flipped = good.slice();
  flipped[flipped.length - 40] ^= 1;
  it.each<[string, Uint8Array | string, Partial<ShrinkSpec>, (string | RegExp)[]]>([
    [
      'a text file',
      'not a checkpoint',
      {},
      ['net.spkx: must start with "SPKX" (got other bytes); choose a checkpoint file'],
    ],
    ['an empty file', '', {}, [/^net\.spkx: must hold at least 12 bytes \(got 0\)/]],
    ['a file cut short', good.subarray(0, 500), {}, [/^net\.spkx: must hold at least \d+ bytes \(got 500\)/]],
    [
      'another byte',
      flipped,
      {},
      ['net.spkx: must match its checksum (got other content); restore it from a copy'],
    ],
    [
      'a damaged file and a wrong drop, number of samples and name',
      flipped,
      { drop: 101, samples: 0, name: '../a' },
      [
        'drop: must be 0 to 100 points of accuracy (got 101); 5 is usual',
        'samples: must be a whole number, 1 to 1000000 (got 0); 220 is usual',
        'name: must be 1 to 64 letters, digits, dots, dashes or underscores (got "../a")',
        'net.spkx: must match its checksum (got other content); restore it from a copy',
      ],
    ],
    [
      'units of one layer',
      good,
      { units: [8] },
      ['units: must hold one number per layer below the last, 2 (got 1); now they are CONV1 8, CONV2 16'],
    ],
    [
      'too many units, and a window size too few',
      good,
      { units: [9, 0], hardware: { ...specOf('').hardware, tws: [1, 2] } },
      [
        'units[0]: must be a whole number, 1 to 8, the units of CONV1 (got 9); 8 keeps all',
        'units[1]: must be a whole number, 1 to 16, the units of CONV2 (got 0); 16 keeps all',
        /^tws: /,
      ],
    ],
    [
      'units as they are',
      good,
      { units: [8, 16] },
      ['units: must take units out of a layer (got those it has, CONV1 8, CONV2 16); lower one'],
    ],
    [
      'nothing to take',
      good,
      { hardware: { ...specOf('').hardware, archOverrides: { 'array.cols': 16 } } },
      [/^network: must have a layer whose next smaller size/],
    ],
    [
      'a residual network',
      bytesOf(NETWORKS['residual add']),
      {},
      [
        'net.spkx: must have no residual layers, whose maps have to keep the same channels (got layer C3, which adds C1); choose a network without',
      ],
    ],
    [
      'other recordings',
      good,
      { data: { ...DEFAULT_TRAIN.data, source: 'synthetic-gesture' } },
      [/^data\.source: must give pictures of 34×34/],
    ],
    [
      'an unknown accelerator',
      good,
      { hardware: { ...specOf('').hardware, arch: 'none' } },
      [/^arch: must be a known accelerator or a file \(got none\)/],
    ],
  ])('%s', async (_name, bytes, changes, messages) => {
    const folder = newFolder();
    const issues = await said(specOf(written(bytes), changes), folder);
    const matched = issues.map((text, i) => {
      const wanted = messages[i];
      return wanted instanceof RegExp && wanted.test(text) ? wanted : text;
    });
    expect(matched).toEqual(messages);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a folder that is a file', async () => {
    const file = written(good);
    expect(await said(specOf(file), file)).toEqual([
      'net.spkx: must be a folder (got ENOTDIR); choose the folder that holds it',
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('a folder that may not be written', async () => {
    const locked = join(newFolder(), 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    expect(await said(specOf(written(good)), locked)).toEqual([
      'locked: must be readable and writable for you (got EACCES); change its permissions or choose another place',
    ]);
  });
});

describe('a stop', () => {
  // 13 samples are read; then the networks are judged.
  it.each([0, 5, 13, 14, 15])('after %i reports leaves nothing', async (stopAfter) => {
    const folder = newFolder();
    const outcome = await run(specOf(written(bytesOf(small))), folder, stopAfter);
    expect(outcome.ok).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of none ends with two files and all rounds told', async () => {
    const folder = newFolder();
    const context = inlineContext(newFolder());
    const spec = specOf(written(bytesOf(small)));
    const report = valueOf(await shrink({ spec, folder, limits: null }, context));
    expect(readdirSync(folder).sort()).toEqual(['less.json', 'less.spkx']);
    expect(report.layers.map(({ after }) => after)).toEqual([8, 8]);
    expect(context.progressSeen.at(-1)).toMatchObject({ done: 1, total: 1, unit: 'rounds' });
    expect(context.progressSeen.at(-1)?.message).toMatch(/^2 networks judged; units 8,8, accuracy [\d.]+ %$/);
  });
});
