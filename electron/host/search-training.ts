/**
 * What the trainings of a search start from: a training run (its data and settings, its weights) or a dataset (the usual
 * settings, fresh weights). A candidate's own bits, beta and epochs replace those here.
 */
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  type NetworkSpec,
  type Outcome,
  type RunDetail,
  type SearchSpec,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import { checkTrainSpec, hardwareIssues } from '../../engine/train/index.ts';
import { defaultSplit } from '../data/default-split.ts';
import { inputBins } from '../data/input-bins.ts';
import { trainSpecOf } from '../jobs/kinds/run-spec.ts';

/** Samples on which a training with hardware loss watches the drift of its proxy, every epoch. */
const DRIFT_SAMPLES = 4;

/** Null where nothing is trained. recorded: the run behind `run:ID`. */
export function trainingBase(
  spec: SearchSpec,
  network: NetworkSpec,
  recorded: RunDetail | null,
): Outcome<TrainSpec | null> {
  const { training, spikes } = spec;
  if (!training) return accept(null);
  const from =
    spikes.kind === 'dataset'
      ? ofDataset(spikes.source, network, spec.seed)
      : ofRun(recorded, network, spec.network);
  if (!from.ok) return from;
  const { systems: _systems, ...cost } = from.value.cost;
  const base: TrainSpec = {
    ...from.value,
    name: '',
    network: spec.network,
    data: {
      ...from.value.data,
      maxTrain: training.maxTrain ?? from.value.data.maxTrain,
      maxTest: training.maxTest ?? from.value.data.maxTest,
    },
    epochs: training.epochs,
    pretrainEpochs: 0,
    patience: 0,
    hardwareLoss: { ...from.value.hardwareLoss, has: null },
    cost: {
      ...cost,
      systems: [spec.system],
      tws: spec.tws,
      arch: spec.arch,
      archOverrides: spec.archOverrides,
      energy: spec.energy,
      samplesPerEpoch: DRIFT_SAMPLES,
      samplesAtEnd: 0,
    },
    workers: spec.workers ?? 1,
  };
  const issues = [...checkTrainSpec(base, network), ...hardwareIssues(network)];
  return issues.length ? refuse(...issues) : accept(base);
}

const ofDataset = (source: string, network: NetworkSpec, seed: number): Outcome<TrainSpec> =>
  accept({
    ...DEFAULT_TRAIN,
    seed,
    data: { ...DEFAULT_TRAIN.data, source, split: defaultSplit(source), bins: inputBins(network) },
  });

function ofRun(run: RunDetail | null, network: NetworkSpec, asked: string): Outcome<TrainSpec> {
  const spec = run && trainSpecOf(run);
  if (!run || !spec || !run.checkpoint)
    return refuse(
      errorAt(
        'spikes',
        'spikes/run',
        'must be a finished training run with a checkpoint for candidates to go on from (got none); runs list shows them',
      ),
    );
  if (run.row.network !== network.name)
    return refuse(
      errorAt(
        'network',
        'search/training-network',
        `must be the network of the run, ${run.row.network} (got ${asked}); choose it, or another run`,
      ),
    );
  // The run's own seed, so that what it held out is held out of the candidates, too.
  return accept({ ...spec, init: run.checkpoint.file });
}
