/**
 * The spikes that enter each layer in simulated inferences. Random activity is drawn for every layer; real activity
 * comes from running the network on a sample: with a run's trained weights, or with fresh ones where only an
 * input is given (said as a warning: deeper activity is then that of an untrained network).
 */
import { join } from 'node:path';
import { spikesFromNpy } from '../../../engine/exchange/npy.ts';
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  warningAt,
  type Issue,
  type NetworkSpec,
  type Outcome,
  type RunDetail,
  type SampleChoice,
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
import { shapeOf } from '../../../engine/workload/recorded-inputs.ts';
import { storedNetwork } from '../../../engine/workload/stored-network.ts';
import { packSamples, type SampleSet } from '../../../engine/workload/sample-set.ts';
import {
  activityFolder,
  activityName,
  ActivityWriter,
  openActivity,
  readActivity,
  type ActivityFile,
  type ActivityHeader,
} from '../../data/activity-file.ts';
import { inputBins } from '../../data/input-bins.ts';
import { loadDataset } from '../../data/load-dataset.ts';
import { readBytes } from '../../data/read-bytes.ts';
import { tensorCache } from '../../data/tensor-cache.ts';
import { guardFor } from '../../data/path-guard.ts';
import { contentHash } from '../../store/index.ts';
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

/** Inferences to simulate, read or recorded one at a time. */
export interface ActivityStream {
  readonly samples: Iterable<readonly SpikeTensor[]>;
  readonly count: number;
  /** Samples of the held-out set; null where it was not read to its end, or is none. */
  readonly of: number | null;
  /** After the last sample: where they are kept; null where they are not. */
  readonly kept: () => { readonly file: string; readonly bytes: number } | null;
  /** What went wrong while reading, after the fact. */
  readonly failure: () => Outcome<never> | null;
}

/** The first inference. */
export async function activityOf(
  ask: ActivityAsk,
  context: ActivityContext,
): Promise<Outcome<readonly SpikeTensor[]>> {
  const { spikes } = ask;
  const one = 'samples' in spikes ? { ...spikes, samples: 1 } : spikes;
  const stream = await activityStream({ ...ask, spikes: one }, context);
  if (!stream.ok) return stream;
  const [first] = stream.value.samples;
  return stream.value.failure() ?? accept(first, stream.warnings);
}

export async function activityStream(
  ask: ActivityAsk,
  context: ActivityContext,
): Promise<Outcome<ActivityStream>> {
  const { network, spikes } = ask;
  switch (spikes.kind) {
    case 'random':
    case 'bursty': {
      const issues = checkRate(spikes.kind, spikes.rate, 'spikes');
      return issues.length
        ? refuse(...issues)
        : accept(single(randomInputs(network, spikes.kind, spikes.rate, spikes.seed)), [
            randomInputWarning(spikes.kind, spikes.rate, 'spikes'),
          ]);
    }
    case 'npy':
      return fromNpy(network, spikes.file, context);
    case 'dataset':
      return fromDataset(network, spikes.source, spikes.samples ?? 1, ask.limits, context);
    case 'run':
      return fromRun(network, ask.recorded, spikes.samples ?? 1, ask.limits, context);
  }
}

const single = (inputs: readonly SpikeTensor[]): ActivityStream => ({
  samples: [inputs],
  count: 1,
  of: null,
  kept: () => null,
  failure: () => null,
});

async function fromNpy(
  network: NetworkSpec,
  file: string,
  context: ActivityContext,
): Promise<Outcome<ActivityStream>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const sample = spikesFromNpy(bytes.value, file);
  if (!sample.ok) return sample;
  const recorder = await recorderOf(network, packSamples([sample.value], [0]), null, context);
  return recorder.ok ? accept(recorder.value.stream(1), [untrained(file)]) : recorder;
}

/** Fresh weights are calibrated on this many samples at least, so that one sample costs the same in any batch. */
const CALIBRATION_SAMPLES = 16;

async function fromDataset(
  network: NetworkSpec,
  source: string,
  wanted: SampleChoice,
  limits: readonly string[] | null,
  context: ActivityContext,
): Promise<Outcome<ActivityStream>> {
  const { data } = DEFAULT_TRAIN;
  const bins = inputBins(network);
  const maxTest = wanted === 'all' ? null : Math.max(CALIBRATION_SAMPLES, wanted);
  const loaded = await loadDataset(
    { ...data, source, bins, maxTrain: 1, maxTest },
    {
      seed: 1,
      input: network.input,
      classes: network.classes,
      cache: tensorCache(context.paths),
      guard: await guardFor(limits),
      shouldStop: context.shouldStop,
    },
  );
  if (!loaded.ok) return loaded;
  const recorder = await recorderOf(network, loaded.value.test, null, context);
  if (!recorder.ok) return recorder;
  const stream = recorder.value.stream(wanted);
  return accept({ ...stream, of: wanted === 'all' ? stream.of : null }, [untrained(source)]);
}

const untrained = (path: string): Issue =>
  warningAt(
    path,
    'spikes/untrained',
    'drives a network with fresh, untrained weights; use run:ID for trained activity',
  );

async function fromRun(
  network: NetworkSpec,
  run: RunDetail | null,
  wanted: SampleChoice,
  limits: readonly string[] | null,
  context: ActivityContext,
): Promise<Outcome<ActivityStream>> {
  const spec = run && trainSpecOf(run);
  if (!run || !spec || !run.checkpoint)
    return refuse(
      errorAt(
        'spikes',
        'spikes/run',
        'must be a finished training run with a checkpoint (got none); runs list shows them',
      ),
    );
  const { sha256 } = run.checkpoint;
  const file = join(activityFolder(context.paths.cache), activityName(run.row.id, sha256));
  const known = openActivity(file);
  if (known.ok && known.value.header.network === networkKey(network)) {
    const { samples, header } = known.value;
    if (samples === header.of || (wanted !== 'all' && wanted <= samples))
      return accept(replay(known.value, wanted));
  }
  const bytes = await readBytes(run.checkpoint.file);
  if (!bytes.ok) return bytes;
  const checkpoint = decodeCheckpoint(bytes.value, run.checkpoint.file);
  if (!checkpoint.ok) return checkpoint;
  const misfits = checkFits(checkpoint.value, network, run.checkpoint.file);
  if (misfits.length) return refuse(...misfits);
  const loaded = await loadDataset(spec.data, {
    seed: spec.seed,
    input: network.input,
    classes: network.classes,
    cache: tensorCache(context.paths),
    guard: await guardFor(limits),
    shouldStop: context.shouldStop,
  });
  if (!loaded.ok) return loaded;
  const recorder = await recorderOf(network, loaded.value.test, checkpoint.value, context);
  if (!recorder.ok) return recorder;
  const header = { network: networkKey(network), runId: run.row.id, checkpointSha256: sha256 };
  return accept(keeping(recorder.value.stream(wanted), file, { ...header, of: loaded.value.test.count }));
}

/** Weight bits cost differently and do not change the activity. */
const networkKey = (network: NetworkSpec): string => contentHash(storedNetwork(network, []));

/** Recorded before: no dataset is needed. */
function replay(known: ActivityFile, wanted: SampleChoice): ActivityStream {
  const count = wanted === 'all' ? known.samples : Math.min(wanted, known.samples);
  let failure: Outcome<never> | null = null;
  return {
    samples: readActivity(known, count, (damage) => (failure = damage)),
    count,
    of: known.header.of,
    kept: () => ({ file: known.file, bytes: known.bytes }),
    failure: () => failure,
  };
}

/** The same samples, written to a file on the way. Figures never wait for the file: where it fails, they go on. */
function keeping(
  stream: ActivityStream,
  file: string,
  header: Omit<ActivityHeader, 'schema' | 'shapes'>,
): ActivityStream {
  let bytes: number | null = null;
  function* samples(): Generator<readonly SpikeTensor[]> {
    let writer: ActivityWriter | null = null;
    let whole = false;
    try {
      for (const inputs of stream.samples) {
        if (writer === null) {
          const shapes = inputs.map(shapeOf);
          const opened = ActivityWriter.open(file, { schema: 'spikex-activity/1', ...header, shapes });
          writer = opened.ok ? opened.value : null;
        }
        writer?.add(inputs);
        yield inputs;
      }
      whole = true;
    } finally {
      if (whole) bytes = writer?.finish() ?? null;
      else writer?.drop();
    }
  }
  return { ...stream, samples: samples(), kept: () => (bytes === null ? null : { file, bytes }) };
}

interface Recorder {
  /** In a seeded order: the first n are the same for any number. */
  stream(wanted: SampleChoice): ActivityStream;
}

/** Runs the network on samples of the set. checkpoint: null = fresh weights, calibrated on the set. */
async function recorderOf(
  network: NetworkSpec,
  set: SampleSet,
  checkpoint: Checkpoint | null,
  context: ActivityContext,
): Promise<Outcome<Recorder>> {
  const planned = planTraining({
    network,
    settings: DEFAULT_TRAIN,
    tws: [1],
    wasm: await kernelBytes(context.paths),
    train: set,
    test: set,
  });
  if (!planned.ok) return planned;
  const kernels = kernelsOf(planned.value);
  if (checkpoint) kernels.weights.set(checkpointWeights(kernels.geometry, checkpoint));
  else initialWeights(planned.value, kernels);
  kernels.refresh();
  return accept({
    stream(wanted) {
      const chosen = costSamples(set, wanted === 'all' ? set.count : wanted);
      return {
        samples: recordings(kernels, set, chosen),
        count: chosen.length,
        of: set.count,
        kept: () => null,
        failure: () => null,
      };
    },
  });
}
