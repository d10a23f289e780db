/**
 * The spikes that enter each layer in one simulated inference. Random activity is drawn for every layer; real activity
 * comes from running the network on a sample: with a run's trained weights, or with fresh ones where only an
 * input is given (said as a warning: deeper activity is then that of an untrained network).
 */
import { spikesFromNpy } from '../../../engine/exchange/npy.ts';
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  warningAt,
  type DataSpec,
  type NetworkSpec,
  type Outcome,
  type RunDetail,
  type SpikeSource,
  type SpikeTensor,
} from '../../../engine/contract/index.ts';
import {
  checkpointWeights,
  type Checkpoint,
  checkFits,
  costSamples,
  decodeCheckpoint,
  kernelsOf,
  planTraining,
  recordings,
} from '../../../engine/train/index.ts';
import { initialWeights } from '../../../engine/train/initialise.ts';
import { checkRate, randomInputs, randomInputWarning } from '../../../engine/workload/generators.ts';
import { packSamples, type SampleSet } from '../../../engine/workload/sample-set.ts';
import { inputBins } from '../../data/input-bins.ts';
import { tensorCache } from '../../data/tensor-cache.ts';
import { loadDataset } from '../../data/load-dataset.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { guardFor } from '../../data/path-guard.ts';
import type { JobContext } from '../context.ts';
import { kernelBytes } from './prepare.ts';
import { trainSpecOf } from './run-spec.ts';

export type ActivityContext = Pick<JobContext, 'paths' | 'shouldStop'>;

export interface ActivityAsk {
  readonly network: NetworkSpec;
  readonly spikes: SpikeSource;
  /** The run behind `run:ID`. */
  readonly recorded: RunDetail | null;
  /** Real paths below which data may be read; null = anywhere. */
  readonly limits: readonly string[] | null;
}

export async function activityOf(
  ask: ActivityAsk,
  context: ActivityContext,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const { network, spikes } = ask;
  switch (spikes.kind) {
    case 'random':
    case 'bursty': {
      const issues = checkRate(spikes.kind, spikes.rate, 'spikes');
      return issues.length
        ? refuse(...issues)
        : accept(randomInputs(network, spikes.kind, spikes.rate, spikes.seed), [
            randomInputWarning(spikes.kind, spikes.rate, 'spikes'),
          ]);
    }
    case 'npy':
      return fromNpy(network, spikes.file, context);
    case 'dataset':
      return fromDataset(network, { ...DEFAULT_TRAIN.data, source: spikes.source }, ask.limits, context);
    case 'run':
      return fromRun(network, ask.recorded, ask.limits, context);
  }
}

async function fromNpy(
  network: NetworkSpec,
  file: string,
  context: ActivityContext,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const sample = spikesFromNpy(bytes.value, file);
  if (!sample.ok) return sample;
  return record(network, packSamples([sample.value], [0]), null, context, file);
}

async function fromDataset(
  network: NetworkSpec,
  data: DataSpec,
  limits: readonly string[] | null,
  context: ActivityContext,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const bins = inputBins(network);
  const loaded = await loadDataset(
    { ...data, bins, maxTrain: 1, maxTest: 16 },
    {
      seed: 1,
      input: network.input,
      cache: tensorCache(context.paths),
      guard: await guardFor(limits),
      shouldStop: context.shouldStop,
    },
  );
  return loaded.ok ? record(network, loaded.value.test, null, context, data.source) : loaded;
}

async function fromRun(
  network: NetworkSpec,
  run: RunDetail | null,
  limits: readonly string[] | null,
  context: ActivityContext,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const spec = run && trainSpecOf(run);
  if (!run || !spec || !run.checkpoint)
    return refuse(
      errorAt(
        'spikes',
        'spikes/run',
        'must be a finished training run with a checkpoint (got none); runs list shows them',
      ),
    );
  const bytes = await readBytes(run.checkpoint.file);
  if (!bytes.ok) return bytes;
  const checkpoint = decodeCheckpoint(bytes.value, run.checkpoint.file);
  if (!checkpoint.ok) return checkpoint;
  const misfits = checkFits(checkpoint.value, network, run.checkpoint.file);
  if (misfits.length) return refuse(...misfits);
  const loaded = await loadDataset(spec.data, {
    seed: spec.seed,
    input: network.input,
    cache: tensorCache(context.paths),
    guard: await guardFor(limits),
    shouldStop: context.shouldStop,
  });
  return loaded.ok ? record(network, loaded.value.test, checkpoint.value, context, spec.data.source) : loaded;
}

/** Runs the network on one sample of the set. checkpoint: null = fresh weights, calibrated on the set. */
async function record(
  network: NetworkSpec,
  samples: SampleSet,
  checkpoint: Checkpoint | null,
  context: ActivityContext,
  path: string,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const planned = planTraining({
    network,
    settings: DEFAULT_TRAIN,
    tws: [1],
    wasm: await kernelBytes(context.paths),
    train: samples,
    test: samples,
  });
  if (!planned.ok) return planned;
  const kernels = kernelsOf(planned.value);
  if (checkpoint) kernels.weights.set(checkpointWeights(kernels.geometry, checkpoint));
  else initialWeights(planned.value, kernels);
  kernels.refresh();
  const [inputs] = recordings(kernels, samples, costSamples(samples, 1));
  const untrained = warningAt(
    path,
    'spikes/untrained',
    'drives a network with fresh, untrained weights; use run:ID for trained activity',
  );
  return accept(inputs, checkpoint ? [] : [untrained]);
}
