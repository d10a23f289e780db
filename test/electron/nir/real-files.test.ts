// The real network files: they load, run, go out and come back the same.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDecoder, runDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { loadNir, type NirAsk } from '../../../electron/jobs/kinds/nir-report.ts';
import { nirRun, type NirRunAsk } from '../../../electron/jobs/kinds/nir-run.ts';
import { DEFAULT_NIR_RUN } from '../../../engine/contract/index.ts';
import { nirTree } from '../../../engine/exchange/nir/write-graph.ts';
import { sizeOf } from '../../../engine/exchange/nir/graph.ts';
import { Random } from '../../../engine/math/random.ts';
import { brailleTree } from '../../support/nir/braille.ts';
import { runEvents } from '../../support/nir/compare.ts';
import { messagesOf, valueOf } from '../../support/outcomes.ts';
import { hasRealData, realDataTitle, realPath } from '../../support/real-data.ts';
import { isSoak } from '../../support/soak.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';
import { inlineContext } from '../jobs/kinds/job-context.ts';

const newFolder = temporaryFolders();
afterAll(closeDecoder);

const ask = (file: string, dtS: number): NirAsk => ({
  file,
  options: { ...DEFAULT_NIR_RUN, dtS },
  timesteps: 300,
});
const nir = (name: string): string => realPath(`nir/${name}.nir`);

async function written(tree: ReturnType<typeof brailleTree>, name: string): Promise<string> {
  const file = join(newFolder(), name);
  writeFileSync(file, valueOf(await runDecoder('hdf5-write', { root: tree, gzip: 6 }, file)));
  return file;
}

/** Spikes drawn for the only Input. */
function noise(size: number, timesteps: number, rate: number): Float64Array[] {
  const random = new Random(7);
  return Array.from({ length: timesteps }, () =>
    Float64Array.from({ length: size }, () => (random.uniform() < rate ? 1 : 0)),
  );
}

/** Writes the graph, reads it again, and runs both on the same input. */
async function outAndBack(file: string, dtS: number, timesteps: number): Promise<number> {
  const first = valueOf(await loadNir(ask(file, dtS)));
  const { graph, metadata } = first.source;
  const root = nirTree({ version: '1.0.7', graph, metadata, shapes: first.shaped.shapes });
  const copy = await written(root, 'copy.nir');
  const second = valueOf(await loadNir(ask(copy, dtS)));
  const input = noise(sizeOf(first.shaped.shapes.get(first.shaped.inputs[0])?.output ?? []), timesteps, 0.05);
  const options = { ...DEFAULT_NIR_RUN, dtS };
  const before = runEvents(first.shaped, options, input);
  const after = runEvents(second.shaped, options, input);
  for (const [name, steps] of before) expect([name, after.get(name)]).toEqual([name, steps]);
  return [...before.values()].flat(2).reduce((sum, value) => sum + Math.abs(value), 0);
}

describe('a nested recurrent network', () => {
  it('is refused with the name that its inner edges do not find', async () => {
    const file = await written(brailleTree('lif'), 'braille_subgraph.nir');
    const messages = messagesOf(await loadNir(ask(file, 0.0001)));
    expect(messages[0]).toContain(':/node/nodes/lif1/edges[0]: must name a node of its graph (got "lif"');
  });

  it('runs once they do, and comes back from a file the same', async () => {
    const file = await written(brailleTree('lif1'), 'braille_subgraph.nir');
    const { report } = valueOf(await loadNir(ask(file, 0.0001)));
    expect(report.edges.filter(({ isDelayed }) => isDelayed)).toEqual([
      { source: 'lif1.lif1', target: 'lif1.lin', isDelayed: true },
    ]);
    expect(await outAndBack(file, 0.0001, 200)).toBeGreaterThan(0);
  });
});

describe.runIf(hasRealData)(realDataTitle, () => {
  it.each([
    // nodes and edges as in the manifest
    ['lif_norse', 4, 3],
    ['two_lif_neurons', 6, 5],
    ['cnn_sinabs', 15, 14],
    ['braille_noDelay_bias_zero', 7, 7],
  ])('%s loads, goes out and comes back with identical spikes', async (name, nodes, edges) => {
    const { report } = valueOf(await loadNir(ask(nir(name), 0.0001)));
    expect([report.nodes.length, report.edges.length]).toEqual([nodes, edges]);
    await outAndBack(nir(name), 0.0001, 60);
  });

  it('the recurrent Braille network spikes in both layers', async () => {
    const { shaped, report } = valueOf(await loadNir(ask(nir('braille_noDelay_bias_zero'), 0.0001)));
    const outputs = runEvents(shaped, report.options, noise(12, 256, 0.2));
    const count = (name: string): number =>
      (outputs.get(name) ?? []).flat().reduce((sum, value) => sum + value, 0);
    expect(count('lif1.lif')).toBeGreaterThan(0);
    expect(count('lif2')).toBeGreaterThan(0);
    expect(report.edges.filter(({ isDelayed }) => isDelayed)).toEqual([
      { source: 'lif1.lif', target: 'lif1.w_rec', isDelayed: true },
    ]);
  });

  it('cnn_sinabs classifies real N-MNIST and is costed with the spikes of its own layers', async () => {
    const run: NirRunAsk = {
      ...ask(nir('cnn_sinabs'), 0.001),
      data: realPath('nmnist/Train'),
      steps: 300,
      most: isSoak ? null : 60,
      hardware: {
        systems: ['spikex', 'ptb'],
        tws: [4],
        arch: 'spikex-8x8',
        archOverrides: {},
        energy: 'paper',
      },
      recordTo: null,
      limits: null,
    };
    const result = valueOf(await nirRun(run, inlineContext(newFolder())));
    // 97.7 % of all 1,000; of 60, 52 or fewer correct would be a deviation of more than four sigma.
    expect(result.accuracy).toBeGreaterThanOrEqual(isSoak ? 0.97 : 53 / 60);
    expect(result.systems.map(({ system }) => system)).toEqual(['spikex', 'ptb']);
    const layers = result.systems[0].layers;
    expect(layers.map(({ name }) => name)).toEqual(['CONV1', 'CONV2', 'CONV3', 'FC1', 'FC2']);
    const spikes = new Map(result.activity.map(({ node, spikes: count }) => [node, count]));
    expect(result.silentFiring.some(({ inSilentWindows }) => inSilentWindows > 0)).toBe(true);
    expect([...spikes.keys()]).toContain('12');
  });

  it('lava-dl files come in as CuBa networks', async () => {
    const { report } = valueOf(await loadNir(ask(realPath('netx/trained_mnist_network.net'), 0.001)));
    expect(report.nodes.map(({ type }) => type)).toEqual([
      'Input',
      'Affine',
      'CubaLIF',
      'Affine',
      'CubaLIF',
      'Affine',
      'CubaLIF',
      'Output',
    ]);
    const tiny = valueOf(await loadNir(ask(realPath('netx/tiny.net'), 0.001))).report;
    // 16 -> (16 - 5) / 2 + 1 = 6 -> (6 - 5) / 2 + 1 = 1
    expect(tiny.nodes.map(({ outputShape }) => outputShape)).toContainEqual([24, 6, 6]);
    expect(tiny.nodes.map(({ outputShape }) => outputShape)).toContainEqual([36, 1, 1]);
  });

  it('a file that is no HDF5 is refused', async () => {
    const messages = messagesOf(await loadNir(ask(realPath('slayer_bs/train1K.txt'), 0.001)));
    expect(messages[0]).toContain('must be an HDF5 file');
    expect(readFileSync(realPath('slayer_bs/train1K.txt')).length).toBeGreaterThan(0);
  });
});
