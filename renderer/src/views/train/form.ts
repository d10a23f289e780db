/** The training form as data: defaults per network, the specification it stands for, issues to fields. */
import {
  candidateTws,
  DEFAULT_TRAIN,
  type BinMode,
  type BinSpec,
  type HardwareObjective,
  type HasMode,
  type HasSpec,
  type Issue,
  type LearningRateSchedule,
  type NetworkSpec,
  type SystemName,
  type TrainSpec,
} from '../../../../engine/contract/index.ts';
import {
  LEARNING_PLACES,
  learningFormOf,
  learningOf,
  numbersOf,
  tidy,
  type LearningForm,
} from './learning-form.ts';

/** What the user edits. Numbers are null while their field is empty. */
export interface TrainForm extends LearningForm {
  name: string;
  experiment: string;
  network: string;
  source: string;
  /** Percent of the Train part used for training; null = the dataset's own Test part is held out. */
  trainPercent: number | null;
  maxTrain: number | null;
  maxTest: number | null;
  timesteps: number | null;
  binMode: BinMode;
  windowUs: number | null;
  /** Of the modes that have them; an empty overlap is none. */
  stepEvents: number | null;
  overlapUs: number | null;
  overlapEvents: number | null;
  overlapPercent: number | null;
  epochs: number | null;
  pretrainEpochs: number | null;
  batch: number | null;
  learningRate: number | null;
  schedule: LearningRateSchedule;
  weightDecay: number | null;
  hardwareLoss: HardwareLossMode;
  beta: number | null;
  objective: HardwareObjective;
  exponent: number | null;
  /** Empty: none. */
  rampEpochs: number | null;
  /** Empty: the schedule goes on behind the pre-training. */
  restartRate: number | null;
  /** Search of window sizes inside the training. */
  has: HasMode | 'off';
  /** Separated by commas. Empty sizes are the usual ones; without bits those of the training stay. */
  hasTws: string;
  hasBits: string;
  systems: SystemName[];
  /** One number, or one per layer, separated by commas. */
  tws: string;
  arch: string;
  energy: string;
  samplesPerEpoch: number | null;
  samplesAtEnd: number | null;
  seed: number | null;
  /** Values of a sweep, separated by commas. */
  sweepBetas: string;
  sweepSeeds: string;
  workers: number | null;
  /** Checkpoint file; empty = fresh weights. */
  init: string;
  /** Not part of the specification: runs are moved there after their start. */
  project: string;
}

export type TrainField = keyof TrainForm;
export type HardwareLossMode = TrainSpec['hardwareLoss']['mode'];

/** Beta that shows an effect on the embedded dataset; the user sees and may change it. */
const FIRST_BETA = 1e-2;
/** The range of SpikeX Fig 7, with the baseline. */
const SWEEP_BETAS = '0, 5e-5, 1e-3, 5e-3, 1e-2, 3e-2, 1e-1';
const SWEEP_SEEDS = '1, 2, 3';
/** E * L, the EDP. */
const EDP_EXPONENT = 1;
/** An N-MNIST recording lasts 300 ms (three saccades of 100 ms). */
const NMNIST_US = 300_000;
const NMNIST_SIDE = 34;

/** The fields that only some modes have. */
export const binFields = ({ eventCount, overlapUs, overlapEvents, overlap }: BinSpec) => ({
  stepEvents: eventCount ?? null,
  overlapUs: overlapUs ?? null,
  overlapEvents: overlapEvents ?? null,
  overlapPercent: overlap === undefined ? null : tidy(overlap * 100),
});

function binsOf(form: TrainForm, base: BinSpec): BinSpec {
  const { timesteps, binMode: mode, windowUs, stepEvents, overlapUs, overlapEvents, overlapPercent } = form;
  const bins = { factor: base.factor, timesteps: timesteps ?? NaN, mode, windowUs: windowUs ?? NaN };
  if (mode === 'time_window') return { ...bins, overlapUs: overlapUs ?? 0 };
  if (mode === 'event_count')
    return { ...bins, eventCount: stepEvents ?? NaN, overlapEvents: overlapEvents ?? 0 };
  const isShared = mode === 'n_time_bins' || mode === 'n_event_bins';
  return isShared ? { ...bins, overlap: (overlapPercent ?? 0) / 100 } : bins;
}

export function formOf(spec: TrainSpec): TrainForm {
  return {
    name: spec.name,
    experiment: spec.experiment,
    network: spec.network,
    source: spec.data.source,
    trainPercent: spec.data.split === null ? null : tidy(spec.data.split * 100),
    maxTrain: spec.data.maxTrain,
    maxTest: spec.data.maxTest,
    timesteps: spec.data.bins.timesteps,
    binMode: spec.data.bins.mode,
    windowUs: spec.data.bins.windowUs,
    ...binFields(spec.data.bins),
    epochs: spec.epochs,
    pretrainEpochs: spec.pretrainEpochs,
    batch: spec.batch,
    learningRate: spec.learningRate,
    schedule: spec.schedule,
    weightDecay: spec.weightDecay,
    // Runs of older versions lack some of these.
    ...learningFormOf({ ...DEFAULT_TRAIN, ...spec }),
    hardwareLoss: spec.hardwareLoss.mode,
    beta: spec.hardwareLoss.beta,
    // Runs of older versions have no objective.
    objective: spec.hardwareLoss.objective ?? DEFAULT_TRAIN.hardwareLoss.objective,
    exponent: spec.hardwareLoss.exponent ?? EDP_EXPONENT,
    rampEpochs: spec.rampEpochs ?? null,
    restartRate: spec.hardwareLoss.restartRate ?? null,
    has: spec.hardwareLoss.has?.mode ?? 'off',
    hasTws: spec.hardwareLoss.has?.tws.join(', ') ?? '',
    hasBits: spec.hardwareLoss.has?.bits?.join(', ') ?? '',
    systems: [...spec.cost.systems],
    tws: spec.cost.tws.join(', '),
    arch: spec.cost.arch,
    energy: spec.cost.energy,
    samplesPerEpoch: spec.cost.samplesPerEpoch,
    samplesAtEnd: spec.cost.samplesAtEnd,
    seed: spec.seed,
    sweepBetas: SWEEP_BETAS,
    sweepSeeds: SWEEP_SEEDS,
    workers: spec.workers,
    init: spec.init ?? '',
    project: '',
  };
}

/** Sane values for one network; what the user named (dataset, experiment, seed) stays. */
export function withNetwork(form: TrainForm, network: NetworkSpec): TrainForm {
  const long = network.timesteps >= 100;
  const { stepUs, width, height } = network.input;
  const nmnistSized = width === NMNIST_SIDE && height === NMNIST_SIDE;
  return {
    ...form,
    network: network.name,
    timesteps: network.timesteps,
    // Where the network does not state its step, recordings are cut into equal bins from first to last event.
    binMode: stepUs || nmnistSized ? 'window' : 'span',
    windowUs: stepUs ?? Math.round(NMNIST_US / network.timesteps),
    batch: long ? 8 : DEFAULT_TRAIN.batch,
    tws: long ? '8' : DEFAULT_TRAIN.cost.tws.join(', '),
    samplesPerEpoch: long ? 2 : DEFAULT_TRAIN.cost.samplesPerEpoch,
    samplesAtEnd: long ? 16 : DEFAULT_TRAIN.cost.samplesAtEnd,
  };
}

/** Switching the hardware loss on fills in a first beta and a third of the epochs without it. */
export function withHardwareLoss(form: TrainForm, mode: HardwareLossMode): TrainForm {
  if (mode === 'off') return { ...form, hardwareLoss: mode, beta: 0, pretrainEpochs: 0 };
  return {
    ...form,
    hardwareLoss: mode,
    beta: form.beta || FIRST_BETA,
    pretrainEpochs: form.pretrainEpochs || Math.round((form.epochs ?? 0) / 3),
  };
}

/** Empty number fields become NaN: the host names the field and the range in its answer. */
export function specOf(form: TrainForm, base: TrainSpec = DEFAULT_TRAIN): TrainSpec {
  const number = (value: number | null): number => value ?? NaN;
  const { rampEpochs: _ramp, ...rest } = base;
  return {
    ...rest,
    name: form.name.trim(),
    experiment: form.experiment.trim(),
    network: form.network,
    data: {
      source: form.source.trim(),
      split: form.trainPercent === null ? null : form.trainPercent / 100,
      maxTrain: form.maxTrain,
      maxTest: form.maxTest,
      transforms: base.data.transforms,
      bins: binsOf(form, base.data.bins),
    },
    epochs: number(form.epochs),
    pretrainEpochs: form.hardwareLoss === 'off' ? 0 : number(form.pretrainEpochs),
    batch: number(form.batch),
    learningRate: number(form.learningRate),
    schedule: form.schedule,
    ...(form.rampEpochs === null ? {} : { rampEpochs: form.rampEpochs }),
    weightDecay: number(form.weightDecay),
    ...learningOf(form),
    hardwareLoss: {
      mode: form.hardwareLoss,
      beta: form.hardwareLoss === 'off' ? 0 : number(form.beta),
      objective: form.objective,
      ...(form.hardwareLoss === 'off' || form.exponent === EDP_EXPONENT
        ? {}
        : { exponent: number(form.exponent) }),
      ...(form.hardwareLoss === 'off' || form.restartRate === null ? {} : { restartRate: form.restartRate }),
      ...(form.hardwareLoss === 'off' || form.has === 'off' ? {} : { has: hasOf(form, form.has) }),
    },
    cost: {
      ...base.cost,
      systems: form.systems,
      tws: numbersOf(form.tws),
      arch: form.arch,
      energy: form.energy,
      samplesPerEpoch: number(form.samplesPerEpoch),
      samplesAtEnd: number(form.samplesAtEnd),
    },
    seed: number(form.seed),
    workers: number(form.workers),
    init: form.init.trim() || null,
  };
}

/** Share of the epochs behind the pre-training that go on with the choice made. */
const SETTLE_SHARE = 0.25;

function hasOf(form: TrainForm, mode: HasMode): HasSpec {
  const { timesteps, epochs, pretrainEpochs } = form;
  const [tws, bits] = [numbersOf(form.hasTws), numbersOf(form.hasBits)];
  return {
    mode,
    tws: tws.length ? tws : candidateTws(timesteps ?? 0).filter((size) => size > 1),
    ...(bits.length ? { bits } : {}),
    settleEpochs: Math.floor(SETTLE_SHARE * Math.max(0, (epochs ?? 0) - (pretrainEpochs ?? 0))),
  };
}

/** Dotted places of a TrainSpec, longest first where one contains another. */
const FIELD_OF_PATH: readonly (readonly [string, TrainField])[] = [
  ['data.bins.timesteps', 'timesteps'],
  ['data.bins.mode', 'binMode'],
  ['data.bins.windowUs', 'windowUs'],
  ['data.bins.eventCount', 'stepEvents'],
  ['data.bins.overlapUs', 'overlapUs'],
  ['data.bins.overlapEvents', 'overlapEvents'],
  ['data.bins.overlap', 'overlapPercent'],
  ['data.bins', 'timesteps'],
  ['data.source', 'source'],
  ['data.split', 'trainPercent'],
  ['data.maxTrain', 'maxTrain'],
  ['data.maxTest', 'maxTest'],
  ['data', 'source'],
  ['name', 'name'],
  ['experiment', 'experiment'],
  ['network', 'network'],
  ['epochs', 'epochs'],
  ['pretrainEpochs', 'pretrainEpochs'],
  ['batch', 'batch'],
  ['learningRate', 'learningRate'],
  ['schedule', 'schedule'],
  ['rampEpochs', 'rampEpochs'],
  ['weightDecay', 'weightDecay'],
  ...LEARNING_PLACES,
  ['hardwareLoss.mode', 'hardwareLoss'],
  ['hardwareLoss.objective', 'objective'],
  ['hardwareLoss.has.tws', 'hasTws'],
  ['hardwareLoss.has.bits', 'hasBits'],
  ['hardwareLoss.exponent', 'exponent'],
  ['hardwareLoss.has', 'has'],
  ['hardwareLoss.restartRate', 'restartRate'],
  ['hardwareLoss', 'beta'],
  ['cost.systems', 'systems'],
  ['cost.tws', 'tws'],
  ['cost.archOverrides', 'arch'],
  ['cost.arch', 'arch'],
  ['cost.energy', 'energy'],
  ['cost.samplesPerEpoch', 'samplesPerEpoch'],
  ['cost.samplesAtEnd', 'samplesAtEnd'],
  ['seed', 'seed'],
  ['workers', 'workers'],
  ['init', 'init'],
  ['project', 'project'],
  ['betas', 'sweepBetas'],
  ['seeds', 'sweepSeeds'],
];

/** `train.data.source`, `spec.epochs`, `cost.tws[2]` → field; null when no field of the form is meant. */
export function fieldOf(path: string): TrainField | null {
  const place = path.replace(/^(train|spec)\./, '').replace(/\[\d+\]/g, '');
  const hit = FIELD_OF_PATH.find(([prefix]) => place === prefix || place.startsWith(`${prefix}.`));
  return hit ? hit[1] : null;
}

export interface FormIssues {
  readonly fields: ReadonlyMap<TrainField, readonly Issue[]>;
  /** Issues that belong to no field; shown above the form. */
  readonly general: readonly Issue[];
}

/** A path that is the dataset folder, or lies in it, belongs to the dataset field; the start weights' file to theirs. */
export function sortIssues(issues: readonly Issue[], form: TrainForm): FormIssues {
  const fields = new Map<TrainField, Issue[]>();
  const general: Issue[] = [];
  for (const issue of issues) {
    const insideFolder = form.source.length > 1 && issue.path.startsWith(form.source);
    const isInit = form.init !== '' && issue.path === form.init.trim();
    const field = isInit ? 'init' : insideFolder ? 'source' : fieldOf(issue.path);
    if (field === null) general.push(issue);
    else fields.set(field, [...(fields.get(field) ?? []), issue]);
  }
  return { fields, general };
}
