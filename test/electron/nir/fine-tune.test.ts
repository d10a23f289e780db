// A network of another tool trained on: it starts with the spikes that its file defines and learns with the hardware loss.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sinabsLike } from '../../../bench/nir-network.ts';
import { closeDecoder, runDecoder } from '../../../electron/data/decoders/run-decoder.ts';
import { nirImport } from '../../../electron/jobs/kinds/nir-import.ts';
import { loadNir } from '../../../electron/jobs/kinds/nir-report.ts';
import { DEFAULT_NIR_RUN, type NirRunOptions } from '../../../engine/contract/index.ts';
import { nirTree } from '../../../engine/exchange/nir/write-graph.ts';
import { geometryOf, packWeights } from '../../../engine/kernels/geometry.ts';
import { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import { decodeCheckpoint, planTraining } from '../../../engine/train/index.ts';
import { sampleAt } from '../../../engine/workload/sample-set.ts';
import { denseFromSpikes } from '../../../engine/workload/spikes.ts';
import { denseOutput, toySet, wasm } from '../../engine/kernels/networks.ts';
import { linearLoss, resultOf, settings, train } from '../../engine/train/fixtures.ts';
import { runEvents } from '../../support/nir/compare.ts';
import { valueOf } from '../../support/outcomes.ts';
import { hasRealData, realDataTitle, realPath } from '../../support/real-data.ts';
import { temporaryFolders } from '../../support/temp-folder.ts';

const newFolder = temporaryFolders();
afterAll(closeDecoder);

const STEPS = 20;
const OPTIONS: NirRunOptions = { ...DEFAULT_NIR_RUN, dtS: 0.001, reset: 'v_reset', firing: 'reached' };

async function trainOn(file: string): Promise<typeof LEARNED> {
  const ask = { file, options: OPTIONS, timesteps: STEPS };
  const imported = valueOf(await nirImport({ ...ask, folder: newFolder(), name: 'taken' }));
  expect(imported.notTrainable).toEqual([]);
  const { network, weights } = valueOf(decodeCheckpoint(readFileSync(imported.checkpoint ?? ''), 'taken'));
  const geometry = geometryOf(network);
  const sets = { train: toySet(network, 40, 1), test: toySet(network, 20, 2) };

  const { shaped } = valueOf(await loadNir(ask));
  const kernels = new NetworkKernels(wasm, network, {
    surrogateHalfWidth: 0.5,
    readoutHalfWidth: 4,
    tws: network.layers.map(() => 4),
  });
  kernels.weights.set(packWeights(geometry, weights));
  const sample = sampleAt(sets.test, 0);
  kernels.load(sample);
  kernels.forward(false);
  const dense = denseFromSpikes(sample);
  const input = Array.from({ length: STEPS }, (_, t) =>
    Float64Array.from(dense.subarray((t * dense.length) / STEPS, ((t + 1) * dense.length) / STEPS)),
  );
  const outputs = runEvents(shaped, OPTIONS, input);
  // The neuron nodes of the file, in the order of the layers.
  ['1', '3', '6', '10', '12'].forEach((node, l) => {
    const spikes = [...denseOutput(kernels, l)];
    expect([node, spikes.includes(1)]).toEqual([node, true]);
    expect([node, outputs.get(node)?.flat()]).toEqual([node, spikes]);
  });

  // L_HW = the window density of the first layer.
  const curves = network.layers.map((_, l) => (l === 0 ? [[{ x: [0, 1], y: [0, 1] }]] : []));
  const hardware = { ...linearLoss(), curvesFor: () => curves };
  // Of no weight, and of more than the accuracy.
  const [weak, strong] = [1e-4, 1000].map((beta) => {
    const hardwareLoss = { mode: 'proxy', beta, objective: 'per-layer' } as const;
    const own = settings({ epochs: 3, learningRate: 0.001, weightDecay: 0, hardwareLoss });
    const plan = valueOf(planTraining({ network, settings: own, tws: [4], wasm, ...sets }));
    const trained = train(plan, { init: weights, hardware });
    expect(resultOf(trained).state).toBe('done');
    return trained.epochs;
  });
  return {
    lossFalls: weak[2].lossAccuracy < weak[0].lossAccuracy,
    hardwareLossCounts: strong[2].lossHardware < weak[2].lossHardware,
  };
}

const LEARNED = { lossFalls: true, hardwareLossCounts: true };

describe('a network of another tool', () => {
  it('is trained on from its weights', async () => {
    const file = join(newFolder(), 'cnn.nir');
    const root = nirTree({ version: '1.0.7', graph: sinabsLike(3), metadata: new Map(), shapes: new Map() });
    writeFileSync(file, valueOf(await runDecoder('hdf5-write', { root, gzip: 6 }, file)));
    expect(await trainOn(file)).toEqual(LEARNED);
  });
});

describe.runIf(hasRealData)(realDataTitle, () => {
  it('cnn_sinabs is trained on from its weights', async () => {
    expect(await trainOn(realPath('nir/cnn_sinabs.nir'))).toEqual(LEARNED);
  });
});
