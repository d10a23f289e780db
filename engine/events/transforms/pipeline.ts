/**
 * Pipelines of transforms: from JSON, checked against a sensor, applied. Transform i draws from its own generator,
 * seeded with (seed, i), so that what comes later changes nothing before it. The caller mixes sample and epoch into
 * the seed. Left out: transforms of labels.
 */
import { accept, errorAt, refuse } from '../../contract/index.ts';
import type { EventStream, Issue, Outcome, TransformKind, TransformSpec } from '../../contract/index.ts';
import { FieldReader, isRecord, shown } from '../../math/field-reader.ts';
import { nearestWord } from '../../math/nearest-word.ts';
import { Random, streamSeed } from '../../math/random.ts';
import type { Sensor } from '../sensor.ts';
import { CENTER_CROP, CROP_TIME, RANDOM_CROP } from './crops.ts';
import type { TransformDefinition } from './definition.ts';
import { DOWNSAMPLE } from './downsample.ts';
import { EVENT_DOWNSAMPLING } from './event-downsampling.ts';
import { MERGE_POLARITIES, RANDOM_FLIP_LR, RANDOM_FLIP_POLARITY, RANDOM_FLIP_UD } from './flips.ts';
import { SPATIAL_JITTER, TIME_JITTER } from './jitter.ts';
import { DENOISE, REFRACTORY_PERIOD } from './neighbour-filters.ts';
import { FIRST_SACCADE_ONLY, STABILIZE } from './nmnist.ts';
import { DROP_EVENT, UNIFORM_NOISE } from './random-events.ts';

const TRANSFORMS: { readonly [K in TransformKind]: TransformDefinition<K> } = {
  Denoise: DENOISE,
  CropTime: CROP_TIME,
  CenterCrop: CENTER_CROP,
  RandomCrop: RANDOM_CROP,
  Downsample: DOWNSAMPLE,
  EventDownsampling: EVENT_DOWNSAMPLING,
  DropEvent: DROP_EVENT,
  TimeJitter: TIME_JITTER,
  SpatialJitter: SPATIAL_JITTER,
  RandomFlipLR: RANDOM_FLIP_LR,
  RandomFlipUD: RANDOM_FLIP_UD,
  RandomFlipPolarity: RANDOM_FLIP_POLARITY,
  MergePolarities: MERGE_POLARITIES,
  RefractoryPeriod: REFRACTORY_PERIOD,
  UniformNoise: UNIFORM_NOISE,
  FirstSaccadeOnly: FIRST_SACCADE_ONLY,
  Stabilize: STABILIZE,
};

const isKind = (value: unknown): value is TransformKind =>
  typeof value === 'string' && Object.hasOwn(TRANSFORMS, value);

export const TRANSFORM_KINDS: readonly TransformKind[] = Object.keys(TRANSFORMS).filter(isKind);

/** source: JSON text of a list, or the list; path: shown in front of every issue. Parameters with a default may be absent. */
export function parsePipeline(source: unknown, path: string): Outcome<readonly TransformSpec[]> {
  let list = source;
  if (typeof source === 'string') {
    try {
      list = JSON.parse(source);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'not JSON';
      return refuse(
        errorAt(path, 'transforms/json', `must be JSON (${why}); correct the text at that place`),
      );
    }
  }
  if (!Array.isArray(list)) {
    return refuse(
      errorAt(path, 'transforms/list', `must be a list of transforms (got ${shown(list)}); start with [`),
    );
  }
  const issues: Issue[] = [];
  const specs: TransformSpec[] = [];
  list.forEach((entry: unknown, i) => {
    const spec = readTransform(entry, `${path}[${i}]`, issues);
    if (spec) specs.push(spec);
  });
  return issues.length ? refuse(...issues) : accept(specs);
}

function readTransform(entry: unknown, path: string, issues: Issue[]): TransformSpec | null {
  if (!isRecord(entry)) {
    const message = `must be an object (got ${shown(entry)}); write {"kind": "Denoise", …}`;
    issues.push(errorAt(path, 'transforms/record', message));
    return null;
  }
  const fields = new FieldReader(entry, 'transforms', path, issues);
  const kind = fields.raw('kind');
  if (!isKind(kind)) {
    const nearest = typeof kind === 'string' ? nearestWord(kind, TRANSFORM_KINDS) : null;
    const advice = nearest ? `did you mean "${nearest}"?` : `known are ${TRANSFORM_KINDS.join(', ')}`;
    fields.fault('kind', 'kind', `must be a known transform (got ${shown(kind)}); ${advice}`);
    return null;
  }
  const spec = readAs(kind, fields);
  fields.refuseUnknown();
  return spec;
}

function readAs<K extends TransformKind>(kind: K, fields: FieldReader): TransformSpec<K> {
  return { kind, ...TRANSFORMS[kind].read(fields) };
}

/** The sensor after the whole pipeline; every transform that does not fit the sensor before it is an issue. */
export function pipelineSensor(
  specs: readonly TransformSpec[],
  sensor: Sensor,
  path: string,
): Outcome<Sensor> {
  const issues: Issue[] = [];
  let current: Sensor = { width: sensor.width, height: sensor.height };
  specs.forEach((spec, i) => {
    const after = sensorAfter(spec, current);
    if (typeof after !== 'string') current = after;
    else issues.push(errorAt(`${path}[${i}]`, 'transforms/sensor', after));
  });
  return issues.length ? refuse(...issues) : accept(current);
}

/** The same for a pipeline that fits. */
export const sensorAfterAll = (specs: readonly TransformSpec[], sensor: Sensor): Sensor =>
  specs.reduce((current, spec) => {
    const after = sensorAfter(spec, current);
    if (typeof after === 'string') throw new Error(`sensorAfterAll: ${spec.kind} ${after}`);
    return after;
  }, sensor);

function sensorAfter<K extends TransformKind>(spec: TransformSpec<K>, sensor: Sensor): Sensor | string {
  return TRANSFORMS[spec.kind].sensorAfter?.(spec, sensor) ?? sensor;
}

/** The stream's sensor must have passed `pipelineSensor`; one that does not fit is a caller's bug. */
export function applyPipeline(
  stream: EventStream,
  specs: readonly TransformSpec[],
  seed: number,
  onStage?: (after: EventStream) => void,
): EventStream {
  return specs.reduce((current, spec, i) => {
    const fault = sensorAfter(spec, current);
    if (typeof fault === 'string') throw new Error(`applyPipeline: ${spec.kind} ${fault}`);
    const after = applyOne(current, spec, new Random(streamSeed(seed, i)));
    onStage?.(after);
    return after;
  }, stream);
}

function applyOne<K extends TransformKind>(
  stream: EventStream,
  spec: TransformSpec<K>,
  random: Random,
): EventStream {
  return TRANSFORMS[spec.kind].apply(stream, spec, random);
}
