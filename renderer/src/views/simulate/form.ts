/** The form of one simulation as data: what the user edits, the specification it stands for, issues to fields. */
import {
  DEFAULT_ARCH,
  DEFAULT_DATASET,
  DEFAULT_ENERGY_TABLE,
  DEFAULT_NETWORK,
  type ArchConfig,
  type Issue,
  type SampleChoice,
  type SimulateSpec,
  type SpikeSource,
  type SystemName,
} from '../../../../engine/contract/index.ts';

/** One `KEY=VALUE` row; the host reads the text as a number, a flag or a choice. */
export interface OverrideRow {
  readonly key: string;
  readonly value: string;
}

export interface SimulateForm {
  network: string;
  activity: SpikeSource['kind'];
  /** Spikes per neuron and step, 0..1; null while the field is empty. */
  rate: number | null;
  seed: number | null;
  runId: string;
  /** Of a run or a dataset: 1, a number, or all. */
  samples: string;
  source: string;
  file: string;
  systems: SystemName[];
  /** One number, or one per layer, separated by commas. */
  tws: string;
  arch: string;
  overrides: OverrideRow[];
  energy: string;
}

export type SimulateField = keyof SimulateForm;

export const FIRST_FORM: SimulateForm = {
  network: DEFAULT_NETWORK,
  activity: 'random',
  rate: 0.02,
  seed: 1,
  runId: '',
  samples: '1',
  source: DEFAULT_DATASET,
  file: '',
  systems: ['spikex', 'ptb'],
  tws: '3',
  arch: DEFAULT_ARCH,
  overrides: [],
  energy: DEFAULT_ENERGY_TABLE,
};

/** Empty number fields become NaN: the host names the field and the range in its answer. */
export function specOf(form: SimulateForm): SimulateSpec {
  const rows = form.overrides.filter(({ key }) => key !== '');
  return {
    network: form.network,
    systems: form.systems,
    tws: form.tws
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number),
    spikes: spikesOf(form),
    arch: form.arch,
    archOverrides: Object.fromEntries(rows.map(({ key, value }) => [key, value.trim()])),
    energy: form.energy,
  };
}

function spikesOf(form: SimulateForm): SpikeSource {
  switch (form.activity) {
    case 'random':
    case 'bursty':
      return { kind: form.activity, rate: form.rate ?? NaN, seed: form.seed ?? NaN };
    case 'run':
      return { kind: 'run', runId: form.runId, ...samplesOf(form) };
    case 'dataset':
      return { kind: 'dataset', source: form.source.trim(), ...samplesOf(form) };
    case 'npy':
      return { kind: 'npy', file: form.file.trim() };
  }
}

/** One sample is what a specification without a number means. */
function samplesOf({ samples }: SimulateForm): { samples?: SampleChoice } {
  if (samples === '1') return {};
  return { samples: samples === 'all' ? 'all' : Number(samples) };
}

/** The form that gives this specification again; fields that it does not speak of keep their last text. */
export function formOf(spec: SimulateSpec, last: SimulateForm): SimulateForm {
  const { spikes } = spec;
  const form: SimulateForm = {
    ...last,
    network: spec.network,
    activity: spikes.kind,
    systems: [...spec.systems],
    tws: spec.tws.join(', '),
    arch: spec.arch,
    overrides: Object.entries(spec.archOverrides).map(([key, value]) => ({ key, value: String(value) })),
    energy: spec.energy,
  };
  const samples = 'samples' in spikes ? String(spikes.samples ?? 1) : '1';
  if (spikes.kind === 'run') return { ...form, samples, runId: spikes.runId };
  if (spikes.kind === 'dataset') return { ...form, samples, source: spikes.source };
  if (spikes.kind === 'npy') return { ...form, file: spikes.file };
  return { ...form, rate: spikes.rate, seed: spikes.seed };
}

/** The keys that may be overridden, each with the preset's value: the leaves of its description. */
export function archKeys(arch: ArchConfig): readonly (readonly [string, string])[] {
  const { name: _name, title: _title, source: _source, ...groups } = arch;
  return Object.entries(groups).flatMap(([group, value]): (readonly [string, string])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, leaf]) => [`${group}.${key}`, String(leaf)] as const)
      : [[group, value === null ? 'unset' : String(value)]],
  );
}

/** `spikes` alone means the field in which the chosen activity is written. */
const ACTIVITY_FIELD: Readonly<Record<SpikeSource['kind'], SimulateField>> = {
  random: 'rate',
  bursty: 'rate',
  run: 'runId',
  dataset: 'source',
  npy: 'file',
};

const PLAIN_FIELDS: readonly SimulateField[] = ['network', 'systems', 'tws', 'arch', 'energy'];
const SPIKE_FIELDS: readonly SimulateField[] = ['rate', 'seed', 'runId', 'samples', 'source', 'file'];

/** `spec.tws[1]`, `archOverrides array.rows`, a path of the chosen file → field; null when none is meant. */
export function fieldOf(path: string, form: SimulateForm): SimulateField | null {
  const place = path.replace(/^spec\./, '').replace(/\[\d+\]/g, '');
  if (/^archOverrides\b/.test(place)) return 'overrides';
  const activity = ACTIVITY_FIELD[form.activity];
  if (place.startsWith('spikes.')) {
    return SPIKE_FIELDS.find((field) => place === `spikes.${field}`) ?? activity;
  }
  const named = form[activity];
  const isNamed = typeof named === 'string' && named.length > 1 && path.startsWith(named);
  if (place === 'spikes' || isNamed) return activity;
  return (
    PLAIN_FIELDS.find((field) => place === field || place.startsWith(`${field}.`)) ??
    (form.overrides.some(({ key }) => place === key) ? 'overrides' : null)
  );
}

export interface SortedIssues {
  readonly fields: ReadonlyMap<SimulateField, readonly Issue[]>;
  /** Issues that belong to no field; shown above the results. */
  readonly general: readonly Issue[];
}

export function sortIssues(issues: readonly Issue[], form: SimulateForm): SortedIssues {
  const fields = new Map<SimulateField, Issue[]>();
  const general: Issue[] = [];
  for (const issue of issues) {
    const field = fieldOf(issue.path, form);
    if (field === null) general.push(issue);
    else fields.set(field, [...(fields.get(field) ?? []), issue]);
  }
  return { fields, general };
}
