/** One schema per call, with limits. A missing, too wide or too narrow schema does not compile (see the end). */
import { z } from 'zod';
import {
  accept,
  ARRAY_SYSTEMS,
  BIN_MODES,
  HARDWARE_LOSS_MODES,
  HARDWARE_OBJECTIVES,
  HAS_MODES,
  COLUMN_PICKS,
  EXCHANGE_KINDS,
  EXPORT_FORMATS,
  LOSSES,
  OPTIMISERS,
  MOST_PLAYBACK_STEPS,
  MOST_STRIP_BINS,
  MOST_SWEEP_POINTS,
  PAPER_FIGURES,
  PAPER_SIZES,
  refuse,
  SCHEDULES,
  SURROGATES,
  SEARCH_METHODS,
  SEARCH_METRICS,
  SYSTEM_NAMES,
  TRAINING_RULES,
  type Ask,
  type CallName,
  type Outcome,
  type TransformSpec,
} from '../../engine/contract/index.ts';
import { MOST_FACTOR } from '../../engine/events/bin.ts';
import { parsePipeline } from '../../engine/events/transforms/index.ts';
import { issuesOf } from './ask-issues.ts';
import { between, bytes, choice, flag, group, list, name, place, real, text, whole } from './fields.ts';

/** One upload chunk; a message of 8 MiB holds it with its header. */
export const MAX_CHUNK_BYTES = 4 * 2 ** 20;
const MAX_UPLOAD_FILES = 200_000;
const MAX_UPLOAD_BYTES = 64 * 2 ** 30;
const MAX_STEPS = 65_535;
const MAX_LAYERS = 256;
const MAX_SAMPLES = 10_000_000;
const MAX_VIEWS = 2 ** 32;
/** JSON text of a network or an accelerator; 256 layers need about 100 KB. */
const MAX_DESCRIPTION = 2 ** 20;
const MAX_SEED = 2 ** 32 - 1;

const nothing = group({});
const id = text(64, 1);
const tws = list(whole(1, MAX_STEPS), 1, MAX_LAYERS);
const systems = list(choice(SYSTEM_NAMES), 1, SYSTEM_NAMES.length).refine(
  (names) => new Set(names).size === names.length,
  'must name each system once',
);
const overrides = z
  .record(
    text(64, 1),
    z.union([text(200), z.number(), flag], 'must be a text, a number, true or false'),
    'must be an object of KEY: value pairs',
  )
  .refine((pairs) => Object.keys(pairs).length <= 64, 'must hold at most 64 keys');

const bins = group({
  timesteps: whole(1, MAX_STEPS),
  mode: choice(BIN_MODES),
  windowUs: real(1, 1e9),
  eventCount: whole(1, 2 ** 28).optional(),
  overlapUs: real(0, 1e9).optional(),
  overlapEvents: whole(0, 2 ** 28).optional(),
  overlap: real(0, 1).optional(),
  factor: whole(1, MOST_FACTOR).nullable(),
});

const nirOptions = group({
  dtS: real(1e-9, 1e3),
  integration: choice(['euler', 'exact']),
  reset: choice(['auto', 'v_reset', 'subtract']),
  firing: choice(['above', 'reached']),
  integrator: choice(['impulse', 'current']),
});

const transforms = z.unknown().transform((given, context): readonly TransformSpec[] => {
  const parsed = parsePipeline(given, '');
  if (parsed.ok) return parsed.value;
  for (const { path, message } of parsed.issues)
    context.addIssue({ code: 'custom', message, path: stepsOf(path), params: { saysGot: true } });
  return z.NEVER;
});

/** `[0].filterTimeUs` as a path of zod. */
const stepsOf = (path: string): (string | number)[] =>
  (path.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step));

const data = group({
  source: place,
  split: between(0, 1).nullable(),
  maxTrain: whole(1, MAX_SAMPLES).nullable(),
  maxTest: whole(1, MAX_SAMPLES).nullable(),
  transforms,
  bins,
});

const train = group({
  name,
  experiment: name,
  network: place,
  data,
  epochs: whole(1, 100_000),
  pretrainEpochs: whole(0, 100_000),
  batch: whole(1, 65_536),
  learningRate: between(0, 100),
  schedule: choice(SCHEDULES),
  rampEpochs: real(0, 100_000).optional(),
  weightDecay: real(0, 100),
  clipNorm: between(0, 1e9),
  surrogateHalfWidth: between(0, 1000),
  augment: group({
    shiftPixels: whole(0, 64),
    dropEvents: real(0, 1),
    rotateDegrees: real(0, 180),
    scale: real(0, 1),
  }),
  dropout: real(0, 1),
  rule: group({
    kind: choice(TRAINING_RULES),
    surrogate: choice(SURROGATES),
    warmupEpochs: whole(0, 100_000),
    cutoffSteps: whole(0, MAX_STEPS),
  }),
  loss: group({
    kind: choice(LOSSES),
    rightRate: real(0, 1),
    wrongRate: real(0, 1),
    tauSteps: real(0, MAX_STEPS),
  }),
  optimiser: group({ kind: choice(OPTIMISERS), momentum: real(0, 1) }),
  bits: list(whole(1, 32), 1, MAX_LAYERS),
  patience: whole(0, 100_000),
  hardwareLoss: group({
    mode: choice(HARDWARE_LOSS_MODES),
    beta: real(0, 1e9),
    objective: choice(HARDWARE_OBJECTIVES),
    exponent: real(0, 2).optional(),
    restartRate: between(0, 100).optional(),
    has: group({
      mode: choice(HAS_MODES),
      tws: list(whole(1, MAX_STEPS), 0, 64),
      bits: list(whole(1, 64), 0, 64).optional(),
      settleEpochs: whole(0, 100_000),
    })
      .nullable()
      .optional(),
  }),
  cost: group({
    systems,
    tws,
    arch: place,
    archOverrides: overrides,
    energy: place,
    samplesPerEpoch: whole(0, MAX_SAMPLES),
    samplesAtEnd: whole(0, MAX_SAMPLES),
  }),
  seed: whole(0, MAX_SEED),
  workers: whole(1, 256),
  init: place.nullable(),
});

const samples = z.union([whole(1, MAX_SAMPLES), z.literal('all')], 'must be a whole number or all');

const spikes = z.discriminatedUnion(
  'kind',
  [
    group({ kind: z.enum(['random', 'bursty']), rate: real(0, 1), seed: whole(0, MAX_SEED) }),
    group({ kind: z.literal('npy'), file: place }),
    group({ kind: z.literal('run'), runId: id, samples: samples.optional() }),
    group({ kind: z.literal('dataset'), source: place, samples: samples.optional() }),
  ],
  'must be of kind random, bursty, npy, run or dataset',
);

const picojoules = real(0, 1e30);
const energies = group({
  ALU: picojoules,
  RF: picojoules,
  LBUF: picojoules,
  GLB: picojoules,
  DRAM: picojoules,
});

const simulate = group({
  network: place,
  systems,
  tws,
  spikes,
  arch: place,
  archOverrides: overrides,
  energy: place,
});

const description = text(MAX_DESCRIPTION, 1);
const namedText = group({ file: text(255, 1), text: text(MAX_DESCRIPTION) });

const playback = group({
  network: description,
  arch: description,
  archOverrides: overrides,
  energy: place,
  system: choice(ARRAY_SYSTEMS),
  tws,
  spikes,
  layer: text(200, 1),
});
const cycle = real(0, 1e18);

const libraryKind = choice(['network', 'arch']);
const change = z.discriminatedUnion(
  'kind',
  [
    group({ kind: z.literal('note'), note: text(100_000) }),
    group({ kind: z.enum(['tag', 'untag']), tag: text(100, 1) }),
    group({ kind: z.literal('project'), project: name }),
    group({ kind: z.enum(['archive', 'unarchive', 'delete', 'restore', 'purge']) }),
  ],
  'must be of kind note, tag, untag, project, archive, unarchive, delete, restore or purge',
);

const searchValue = z.union([text(200), z.number(), flag], 'must be a text, a number, true or false');
const search = group({
  name,
  experiment: name,
  network: place,
  system: choice(ARRAY_SYSTEMS),
  tws,
  arch: place,
  archOverrides: overrides,
  energy: place,
  spikes,
  samples: whole(1, 10_000),
  space: group({
    schema: z.literal('spikex-space/1'),
    name: text(200),
    parameters: list(group({ key: text(64, 1), values: list(searchValue, 0, 10_000) }), 0, 256),
  }),
  method: choice(SEARCH_METHODS),
  workers: whole(1, 64).optional(),
  objectives: list(choice(SEARCH_METRICS), 0, SEARCH_METRICS.length),
  constraints: list(group({ metric: choice(SEARCH_METRICS), most: z.number() }), 0, 64),
  budget: whole(1, 1_000_000),
  objective: choice(HARDWARE_OBJECTIVES),
  exponent: z.number(),
  seed: whole(0, MAX_SEED),
  training: group({
    epochs: z.number(),
    eta: z.number(),
    maxTrain: whole(1, MAX_SAMPLES).nullable(),
    maxTest: whole(1, MAX_SAMPLES).nullable(),
  })
    .nullable()
    .optional(),
});

const paperAsk = {
  size: choice(PAPER_SIZES),
  datasets: group({ nmnist: place.nullable(), gesture: place.nullable() }),
};
const paperFigures = list(choice(PAPER_FIGURES), 1, PAPER_FIGURES.length);

export const SCHEMAS = {
  'host.info': nothing,
  'host.doctor': nothing,
  'files.list': group({ path: place.nullable() }),
  'files.uploadBegin': group({
    name: text(255, 1),
    files: whole(1, MAX_UPLOAD_FILES),
    bytes: whole(0, MAX_UPLOAD_BYTES),
  }),
  'files.uploadChunk': group({
    uploadId: id,
    relativePath: text(1024, 1),
    offset: whole(0, MAX_UPLOAD_BYTES),
    bytes: bytes(MAX_CHUNK_BYTES),
  }),
  'files.uploadEnd': group({ uploadId: id }),
  'files.uploads': nothing,
  'files.uploadRemove': group({ uploadIds: list(id, 1, 10_000) }),
  'files.choose': group({
    what: choice(['folder', 'file']),
    title: text(200),
    endings: list(text(32, 1), 0, 32),
  }),
  'files.takeOpened': nothing,
  'host.licences': nothing,
  'networks.list': nothing,
  'archs.list': nothing,
  'tech.list': nothing,
  'networks.check': group({ text: description, infer: flag }),
  'archs.check': group({ text: description }),
  'archs.keys': nothing,
  'library.save': group({ kind: libraryKind, text: description, replace: flag }),
  'library.remove': group({ kind: libraryKind, name: text(64, 1) }),
  'simulate.preview': group({
    spec: group({ network: description, arch: description, energy: place, systems, tws, spikes }),
  }),
  'data.open': group({ source: place }),
  'data.cancel': nothing,
  'data.sample': group({ source: place, index: whole(0, MAX_SAMPLES), transforms, bins }),
  'data.slice': group({ view: whole(0, MAX_VIEWS), slice: whole(0, MAX_VIEWS) }),
  'data.frame': group({ view: whole(0, MAX_VIEWS), startUs: real(0, 1e15), lengthUs: real(0, 1e15) }),
  'data.picture': group({ source: place, index: whole(0, MAX_SAMPLES) }),
  'train.start': group({ spec: train }),
  'train.pause': group({ runId: id }),
  'train.resume': group({ runId: id }),
  'train.look': group({
    runId: id,
    sample: whole(0, MAX_SAMPLES),
    layer: whole(0, MAX_LAYERS),
    neuron: whole(0, 1e8).nullable(),
  }),
  'train.sweep': group({
    spec: train,
    betas: list(real(0, 1e6), 1, 1000),
    seeds: list(whole(0, MAX_SEED), 1, 1000),
  }),
  'train.sweepReport': group({ runIds: list(id, 1, 1000) }),
  'fig13.start': group({ spec: train, seeds: list(whole(0, MAX_SEED), 1, 100) }),
  'fig13.report': group({ runIds: list(id, 1, 1000) }),
  'quantisation.start': group({ quick: flag }),
  'quantisation.report': group({ quick: flag }),
  'demo.start': group({ quick: flag }),
  'simulate.run': group({ spec: simulate }),
  'simulate.explain': group({ spec: simulate, before: simulate.nullable(), bandPercent: real(0, 100) }),
  'simulate.band': group({
    percent: real(0, 100),
    systems: list(group({ system: choice(SYSTEM_NAMES), byComponentPj: energies }), 1, SYSTEM_NAMES.length),
  }),
  'exchange.write': group({
    spec: group({
      kind: choice(EXCHANGE_KINDS),
      network: place,
      systems,
      tws,
      spikes,
      arch: place,
      archOverrides: overrides,
      energy: place,
    }),
  }),
  'exchange.scalesim': group({ topology: namedText, cfg: namedText.nullable() }),
  'playback.open': group({ spec: playback }),
  'playback.cancel': nothing,
  'playback.steps': group({
    spec: playback,
    from: z.union(
      [group({ step: whole(0, 2 ** 48) }), group({ cycle, before: whole(0, MOST_PLAYBACK_STEPS) })],
      'must hold step, or cycle and before',
    ),
    count: whole(1, MOST_PLAYBACK_STEPS),
  }),
  'playback.strip': group({
    spec: playback,
    fromCycle: cycle,
    toCycle: cycle,
    bins: whole(1, MOST_STRIP_BINS),
  }).refine(
    ({ fromCycle, toCycle }) => toCycle > fromCycle,
    'must end after it starts (toCycle above fromCycle)',
  ),
  'playback.raster': group({ spec: playback, stage: whole(0, 2 ** 32) }),
  'sweep.start': group({
    spec: simulate,
    vary: list(group({ key: text(64, 1), values: list(text(400, 1), 1, MOST_SWEEP_POINTS) }), 1, 32),
    workers: whole(1, 64),
  }),
  'sweep.result': group({ jobId: id }),
  'shrink.start': group({
    spec: group({
      checkpoint: place,
      data,
      seed: whole(0, MAX_SEED),
      hardware: group({ systems, tws, arch: place, archOverrides: overrides, energy: place }),
      drop: real(0, 100),
      samples: whole(1, 1_000_000),
      units: list(whole(1, MAX_STEPS), 1, MAX_LAYERS).nullable(),
      name: text(64, 1).nullable(),
    }),
  }),
  'shrink.result': group({ jobId: id }),
  'nir.report': group({ file: place, options: nirOptions, timesteps: whole(1, MAX_STEPS) }),
  'nir.import': group({
    file: place,
    options: nirOptions,
    timesteps: whole(1, MAX_STEPS),
    name: text(64, 1),
  }),
  'nir.run': group({
    spec: group({
      file: place,
      options: nirOptions,
      data: place,
      steps: whole(1, MAX_STEPS).nullable(),
      most: whole(1, MAX_SAMPLES).nullable(),
      systems: list(choice(SYSTEM_NAMES), 0, SYSTEM_NAMES.length),
      tws,
    }),
  }),
  'nir.export': group({ runId: id, dtS: real(1e-9, 1000).nullable(), bits: whole(2, 16) }),
  'search.start': group({ spec: search }),
  'search.compare': group({ spec: search, methods: list(choice(SEARCH_METHODS), 1, SEARCH_METHODS.length) }),
  'search.comparison': group({ runId: id }),
  'search.resume': group({ runId: id }),
  'search.report': group({ runId: id }),
  'paper.report': group(paperAsk),
  'paper.start': group({ ...paperAsk, figures: paperFigures }),
  'paper.finish': group({ ...paperAsk, figures: paperFigures }),
  'paper.stop': nothing,
  'paper.look': group({
    ...paperAsk,
    figure: choice(PAPER_FIGURES),
    settings: group({
      energy: place,
      archOverrides: overrides,
      tws: list(whole(1, MAX_STEPS), 0, 32),
      beta: real(0, 1e9).nullable(),
    }),
  }),
  'paper.export': group(paperAsk),
  'jobs.list': nothing,
  'jobs.cancel': group({ jobId: id }),
  'jobs.restart': group({ jobId: id }),
  'runs.list': group({ energy: place.nullable(), trash: flag }),
  'runs.get': group({ runId: id, energy: place.nullable() }),
  'runs.change': group({ runIds: list(id, 1, 100_000), change }),
  'runs.renameProject': group({ project: name, to: name }),
  'runs.export': group({ runIds: list(id, 1, 100_000), format: choice(EXPORT_FORMATS) }),
  'runs.bundle': group({ runIds: list(id, 1, 60_000) }),
  'runs.import': group({ file: place, project: name.nullable() }),
  'runs.diff': group({ runIds: list(id, 2, 8), energy: place.nullable() }),
  'runs.parameters': group({ runIds: list(id, 1, 5000) }),
  'runs.rerun': group({ runId: id }),
  'runs.reproduction': group({ runId: id }),
  'runs.curves': nothing,
  'runs.column': group({
    pick: group({ key: text(200, 1), pick: choice(COLUMN_PICKS), step: real(-1e15, 1e15).nullable() }),
  }),
  'runs.curve': group({ runIds: list(id, 1, 200), key: text(200, 1), most: whole(4, 100_000) }),
  'host.backup': group({ file: place }),
  'host.diagnostics': nothing,
} satisfies { readonly [K in CallName]: z.ZodType<Ask<K>> };

/** A schema that would refuse what the contract allows does not compile. */
type Mutable<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer Item)[]
    ? Mutable<Item>[]
    : T extends object
      ? { -readonly [P in keyof T]: Mutable<T[P]> }
      : T;
type Refused = {
  [K in CallName]: Mutable<Ask<K>> extends z.input<(typeof SCHEMAS)[K]> ? never : K;
}[CallName];
const NOTHING_REFUSED: [Refused] extends [never] ? true : never = true;
void NOTHING_REFUSED;

const schemas: { readonly [K in CallName]: z.ZodType<Ask<K>> } = SCHEMAS;
export const CALL_NAMES = Object.keys(SCHEMAS) as readonly CallName[];

/** Checks a question. What comes back is the schema's own copy: nothing unknown passes. */
export function checkAsk<K extends CallName>(callName: K, ask: unknown): Outcome<Ask<K>> {
  const result = schemas[callName].safeParse(ask);
  return result.success ? accept(result.data) : refuse(...issuesOf(callName, result.error, ask));
}
