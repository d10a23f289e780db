/** Quick work `train.look`: one held-out sample through a run's last checkpoint. */
import { join } from 'node:path';
import {
  accept,
  errorAt,
  refuse,
  type LayerRaster,
  type NetworkSpec,
  type Outcome,
  type SampleLook,
  type SpikeTensor,
  type TrainSpec,
} from '../../../engine/contract/index.ts';
import { unpackWeights } from '../../../engine/kernels/geometry.ts';
import type { NetworkKernels } from '../../../engine/kernels/kernels.ts';
import {
  checkpointWeights,
  decodeCheckpoint,
  kernelsOf,
  membraneTrace,
  planTraining,
  recordActivity,
} from '../../../engine/train/index.ts';
import { filledWindows } from '../../../engine/workload/filled-windows.ts';
import { sampleAt, type SampleSet } from '../../../engine/workload/sample-set.ts';
import { loadDataset } from '../../data/load-dataset.ts';
import { guardFor } from '../../data/path-guard.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { tensorCache } from '../../data/tensor-cache.ts';
import type { QuickContext } from '../context.ts';
import { lastCheckpoint } from './checkpoint-files.ts';
import { kernelBytes } from './prepare.ts';

export interface LookAsk {
  readonly runId: string;
  readonly spec: TrainSpec;
  readonly sample: number;
  readonly layer: number;
  /** Null = the layer's most active one. */
  readonly neuron: number | null;
  readonly limits: readonly string[] | null;
}

/** Spikes of a layer that a raster shows at most. */
const MOST_SHOWN = 20_000;

/** The held-out part of the data last looked at: loading it takes far longer than a look. */
let kept: { readonly key: string; readonly test: SampleSet } | null = null;

export async function look(ask: LookAsk, context: QuickContext): Promise<Outcome<SampleLook>> {
  const file = lastCheckpoint(join(context.paths.checkpoints, ask.runId));
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const checkpoint = decodeCheckpoint(bytes.value, file);
  if (!checkpoint.ok) return checkpoint;
  const { network, settings } = checkpoint.value;
  const test = await heldOut(ask, network, context);
  if (!test.ok) return test;
  if (ask.sample >= test.value.count)
    return refuse(
      errorAt(
        'sample',
        'look/sample',
        `must be below ${test.value.count}, the held-out samples (got ${ask.sample})`,
      ),
    );
  const layers = network.layers.length;
  if (ask.layer >= layers)
    return refuse(errorAt('layer', 'look/layer', `must be below ${layers}, the layers (got ${ask.layer})`));
  const wasm = await kernelBytes(context.paths);
  const planned = planTraining({
    network,
    settings,
    tws: ask.spec.cost.tws,
    wasm,
    train: test.value,
    test: test.value,
  });
  if (!planned.ok) return planned;
  const kernels = kernelsOf(planned.value);
  kernels.weights.set(checkpointWeights(kernels.geometry, checkpoint.value));
  kernels.refresh();
  const weights = unpackWeights(kernels.geometry, kernels.weights);
  const inputs = recordActivity(kernels, sampleAt(test.value, ask.sample));
  const outputs = outputsOf(kernels, network, inputs);
  const { tws } = planned.value;
  const rasters = outputs.map((spikes, l) => rasterOf(network.layers[l].name, spikes, tws[l + 1] ?? tws[l]));
  const counts = kernels.spikeCounts();
  const neuron = ask.neuron ?? mostActive(outputs[ask.layer]);
  const positions = outputs[ask.layer].height * outputs[ask.layer].width;
  const place = { channel: Math.floor(neuron / positions), position: neuron % positions };
  return accept({
    samples: test.value.count,
    sample: ask.sample,
    label: test.value.labels[ask.sample],
    predicted: counts.indexOf(Math.max(...counts)),
    timesteps: network.timesteps,
    layers: rasters,
    trace: {
      layer: ask.layer,
      neuron,
      ...membraneTrace(network, weights, ask.layer, place, { inputs, outputs }),
      spikeSteps: stepsOf(outputs[ask.layer], place),
    },
  });
}

async function heldOut(
  { spec, limits }: LookAsk,
  network: NetworkSpec,
  context: QuickContext,
): Promise<Outcome<SampleSet>> {
  const key = JSON.stringify({
    data: spec.data,
    seed: spec.seed,
    input: network.input,
    classes: network.classes,
    limits,
  });
  if (kept?.key === key) return accept(kept.test);
  const guard = await guardFor(limits);
  const data = await loadDataset(
    { ...spec.data, maxTrain: 1 },
    {
      seed: spec.seed,
      input: network.input,
      classes: network.classes,
      guard,
      cache: tensorCache(context.paths),
      shouldStop: () => false,
    },
  );
  if (!data.ok) return data;
  kept = { key, test: data.value.test };
  return accept(data.value.test);
}

/** Output spikes of every layer; all but the last are the inputs of the next. */
function outputsOf(
  kernels: NetworkKernels,
  network: NetworkSpec,
  inputs: readonly SpikeTensor[],
): SpikeTensor[] {
  const last = network.layers.length - 1;
  const { ptr, events } = kernels.output(last);
  const { M, R } = network.layers[last];
  const shape = { channels: M, height: R, width: R, timesteps: network.timesteps };
  return [...inputs.slice(1), { ...shape, ptr: ptr.slice(), events: events.slice() }];
}

function rasterOf(name: string, spikes: SpikeTensor, tws: number): LayerRaster {
  const positions = spikes.height * spikes.width;
  const total = spikes.events.length;
  const every = Math.max(1, Math.ceil(total / MOST_SHOWN));
  const shown = Math.ceil(total / every);
  const neuronOf = new Uint32Array(shown);
  const stepOf = new Uint16Array(shown);
  const perStep = new Uint32Array(spikes.timesteps);
  for (let p = 0; p < positions; p++)
    for (let e = spikes.ptr[p]; e < spikes.ptr[p + 1]; e++) {
      const step = spikes.events[e] >>> 16;
      perStep[step]++;
      if (e % every) continue;
      neuronOf[e / every] = (spikes.events[e] & 0xffff) * positions + p;
      stepOf[e / every] = step;
    }
  const [filled] = filledWindows(spikes, [tws]);
  return {
    name,
    neurons: spikes.channels * positions,
    tws,
    neuronOf,
    stepOf,
    perStep,
    spikes: total,
    filledWindows: filled,
  };
}

function mostActive(spikes: SpikeTensor): number {
  const positions = spikes.height * spikes.width;
  const counts = new Uint32Array(spikes.channels * positions);
  for (let p = 0; p < positions; p++)
    for (let e = spikes.ptr[p]; e < spikes.ptr[p + 1]; e++)
      counts[(spikes.events[e] & 0xffff) * positions + p]++;
  let best = 0;
  for (let n = 1; n < counts.length; n++) if (counts[n] > counts[best]) best = n;
  return best;
}

function stepsOf(
  spikes: SpikeTensor,
  { channel, position }: { channel: number; position: number },
): number[] {
  const own = spikes.events.subarray(spikes.ptr[position], spikes.ptr[position + 1]);
  return [...own].filter((event) => (event & 0xffff) === channel).map((event) => event >>> 16);
}
