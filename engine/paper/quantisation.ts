/**
 * The quantisation study: its template as data, the trainings that it asks for, and their results gathered by coding and
 * number format, mean with the smallest and largest seed. After Aliyev et al., arXiv:2411.15409.
 */
import { DEFAULT_TRAIN, accept, errorAt, refuse } from '../contract/index.ts';
import type {
  ArchOverrides,
  Issue,
  Outcome,
  QuantisationPoint,
  QuantisationReport,
  RunDetail,
  Spread,
  SystemName,
  TrainSpec,
} from '../contract/index.ts';
import { FieldReader, isRecord, recordFrom, shown } from '../math/field-reader.ts';
import type { PublishedPaper } from './published.ts';

export interface QuantisationStudy {
  readonly experiment: string;
  readonly codings: readonly {
    readonly name: string;
    readonly network: string;
    readonly timesteps: number;
  }[];
  readonly formats: readonly { readonly name: string; readonly bits: number; readonly set: ArchOverrides }[];
  readonly seeds: readonly number[];
  readonly systems: readonly SystemName[];
  readonly tws: number;
  readonly dataset: string;
  readonly maxTrain: number;
  readonly maxTest: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly samplesAtEnd: number;
}

/** source: JSON text; file: shown in front of every issue. */
export function parseQuantisation(source: unknown, file: string): Outcome<QuantisationStudy> {
  const issues: Issue[] = [];
  const record = recordFrom(source, 'study', file, issues);
  if (!record) return refuse(...issues);
  const read = new FieldReader(record, 'study', file, issues);
  read.choice('schema', ['spikex-quantisation/1'], 'spikex-quantisation/1');
  read.text('source', '');
  read.text('licence', '');
  const lists = ['codings', 'formats', 'seeds', 'systems'].map((key): readonly unknown[] => {
    const value = read.raw(key);
    if (Array.isArray(value) && value.length > 0) return value;
    issues.push(
      errorAt(
        `${file}.${key}`,
        'study/list',
        `must be a list that is not empty (got ${shown(value)}); fill it`,
      ),
    );
    return [];
  });
  const [codings, formats] = lists.map((list) => list.filter(isRecord));
  const whole = (key: string): number =>
    read.number(key, { integer: true, least: 1, most: 1e6, advice: 'give a whole number' }, 1);
  const study: QuantisationStudy = {
    experiment: read.text('experiment', 'Quantisation'),
    codings: codings.map(({ name, network, timesteps }) => ({
      name: String(name),
      network: String(network),
      timesteps: Number(timesteps),
    })),
    formats: formats.map(({ name, bits, set }) => ({
      name: String(name),
      bits: Number(bits),
      set: (isRecord(set) ? set : {}) as ArchOverrides,
    })),
    seeds: lists[2].map(Number),
    systems: lists[3].map(String) as SystemName[],
    tws: whole('tws'),
    dataset: read.text('dataset', ''),
    maxTrain: whole('maxTrain'),
    maxTest: whole('maxTest'),
    epochs: whole('epochs'),
    batch: whole('batch'),
    learningRate: read.number('learningRate', { least: 0, above: true, most: 1, advice: '0.003' }, 0.003),
    samplesAtEnd: whole('samplesAtEnd'),
  };
  read.refuseUnknown();
  return issues.length ? refuse(...issues) : accept(study);
}

/** One training per seed, coding and format. quick: one seed and a fraction of the samples and epochs. */
export function quantisationRuns(study: QuantisationStudy, quick: boolean, workers: number): TrainSpec[] {
  const seeds = quick ? study.seeds.slice(0, 1) : study.seeds;
  const share = quick ? 0.25 : 1;
  const scaled = (value: number): number => Math.max(1, Math.round(value * share));
  return seeds.flatMap((seed) =>
    study.codings.flatMap((coding) =>
      study.formats.map(({ name, bits, set }): TrainSpec => ({
        ...DEFAULT_TRAIN,
        name: `${coding.name}, ${name}, seed ${seed}`,
        experiment: quick ? `${study.experiment}, quick` : study.experiment,
        network: coding.network,
        data: {
          ...DEFAULT_TRAIN.data,
          source: study.dataset,
          maxTrain: scaled(study.maxTrain),
          maxTest: scaled(study.maxTest),
          bins: { ...DEFAULT_TRAIN.data.bins, timesteps: coding.timesteps, mode: 'span' as const },
        },
        epochs: scaled(study.epochs),
        batch: study.batch,
        learningRate: study.learningRate,
        augment: { shiftPixels: 1, dropEvents: 0, rotateDegrees: 0, scale: 0 },
        dropout: 0,
        bits: [bits],
        cost: {
          ...DEFAULT_TRAIN.cost,
          systems: study.systems,
          tws: [study.tws],
          archOverrides: set,
          samplesPerEpoch: 0,
          samplesAtEnd: scaled(study.samplesAtEnd),
        },
        seed,
        workers,
      })),
    ),
  );
}

/** runs: finished trainings of the study, in any order. */
export function quantisationReport(
  study: QuantisationStudy,
  planned: number,
  runs: readonly RunDetail[],
  published: PublishedPaper,
): QuantisationReport {
  const points = study.codings.flatMap(({ name, network }) =>
    study.formats.flatMap((format): QuantisationPoint[] => {
      const own = runs.filter(
        ({ spec }) => isRecord(spec) && spec.network === network && bitsOf(spec) === format.bits,
      );
      return own.length === 0 ? [] : [pointOf(name, format, network, own)];
    }),
  );
  const floats = new Map(points.filter(({ bits }) => bits === 32).map((point) => [point.coding, point]));
  return {
    experiment: study.experiment,
    dataset: study.dataset,
    energyTable: runs[0]?.costs[0]?.energyTable ?? '',
    points: points.map((point) => ({
      ...point,
      costs: point.costs.map((cost) => {
        const base = floats.get(point.coding)?.costs.find(({ system }) => system === cost.system);
        return { ...cost, timesLowerEnergy: base ? base.energyPj.mean / cost.energyPj.mean : null };
      }),
    })),
    planned,
    finished: runs.length,
    published: published.values.flatMap(({ quantity, value, unit, note }) =>
      typeof value === 'number' ? [{ quantity, value, unit, note }] : [],
    ),
  };
}

const bitsOf = (spec: Readonly<Record<string, unknown>>): number =>
  Array.isArray(spec.bits) ? Number(spec.bits[0]) : 32;

function pointOf(
  coding: string,
  { name, bits }: QuantisationStudy['formats'][number],
  network: string,
  runs: readonly RunDetail[],
): QuantisationPoint {
  const spread = (of: (run: RunDetail) => number | null): Spread => spreadOf(runs.map((run) => of(run) ?? 0));
  const systems = runs[0].costs.map(({ system }) => system);
  return {
    coding,
    format: name,
    bits,
    network,
    seeds: runs.map(({ row }) => row.seed ?? 0),
    runIds: runs.map(({ row }) => row.id),
    accuracy: spread(({ row }) => row.accuracy),
    sparsity: spread(({ row }) => 1 - (row.spikeDensity ?? 0)),
    costs: systems.map((system) => {
      const of = (pick: 'energyPj' | 'latencyUs' | 'edpJs') =>
        spread(({ costs }) => costs.find((cost) => cost.system === system)?.[pick] ?? 0);
      return {
        system,
        energyPj: of('energyPj'),
        latencyUs: of('latencyUs'),
        edpJs: of('edpJs'),
        timesLowerEnergy: null,
      };
    }),
  };
}

const spreadOf = (values: readonly number[]): Spread => ({
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  low: Math.min(...values),
  high: Math.max(...values),
});
