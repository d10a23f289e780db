/** The search form as data, and the specification that it stands for. */
import {
  candidateTws,
  DEFAULT_ARCH,
  DEFAULT_ENERGY_TABLE,
  DEFAULT_NETWORK,
  errorBoundOf,
  isTrainingKey,
  type ArchKey,
  type ArraySystem,
  type Choice,
  type HardwareObjective,
  type Issue,
  type NetworkSpec,
  type SearchConstraint,
  type SearchMethod,
  type SearchMetric,
  type SearchParameter,
  type SearchReport,
  type SearchSpace,
  type SearchSpec,
  type SpikeSource,
} from '../../../../engine/contract/index.ts';

export interface SearchForm {
  network: string;
  system: ArraySystem;
  spikes: string;
  samples: number | null;
  space: string;
  arch: string;
  energy: string;
  method: SearchMethod;
  objectives: string;
  objective: HardwareObjective;
  exponent: number | null;
  constraints: string;
  budget: number | null;
  /** Epochs of a candidate at most; empty = nothing is trained. */
  epochs: number | null;
  eta: number | null;
  seed: number | null;
}

export type SearchField = keyof SearchForm;

export const FIRST_FORM: SearchForm = {
  network: DEFAULT_NETWORK,
  system: 'spikex',
  spikes: 'bursty:0.02',
  samples: 4,
  space: '',
  arch: DEFAULT_ARCH,
  energy: DEFAULT_ENERGY_TABLE,
  method: 'has',
  objectives: 'edpJs, energyPj, latencyUs',
  objective: 'per-layer',
  exponent: 1,
  constraints: '',
  budget: 1000,
  epochs: null,
  eta: 3,
  seed: 1,
};

/** One window size per layer. */
export const windowsOf = (network: NetworkSpec): string =>
  network.layers.map((_, i) => `tws[${i}] = ${candidateTws(network.timesteps).join(', ')}`).join('\n');

const valueOf = (text: string): number | string | boolean =>
  text === 'true' ? true : text === 'false' ? false : Number.isNaN(Number(text)) ? text : Number(text);

/** Lines without `=` become parameters without values, which the host refuses by name. */
export const parametersOf = (text: string): SearchParameter[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [key, values = ''] = line.split('=').map((part) => part.trim());
      return {
        key,
        values: values
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(valueOf),
      };
    });

export const pointsOf = (text: string): number =>
  parametersOf(text).reduce((product, { values }) => product * values.length, 1);

export function spikesOf(text: string, seed: number): SpikeSource {
  const at = text.indexOf(':');
  const [kind, rest] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()];
  if (kind === 'run') return { kind, runId: rest };
  if (kind === 'dataset') return { kind, source: rest };
  if (kind === 'npy') return { kind, file: rest };
  return { kind: kind === 'random' ? 'random' : 'bursty', rate: Number(rest), seed };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const constraintsOf = (text: string): SearchConstraint[] =>
  listOf(text).map((part) => {
    const [name, least] = part.split('>=').map((one) => one.trim());
    if (name === 'accuracy' && least) return { metric: 'errorRate', most: errorBoundOf(Number(least)) };
    const [metric, most] = part.split('<=').map((one) => one.trim());
    return { metric: metric as SearchMetric, most: Number(most) };
  });

export function specOf(form: SearchForm): SearchSpec {
  const number = (value: number | null): number => value ?? NaN;
  return {
    name: '',
    experiment: 'Searches',
    network: form.network,
    system: form.system,
    tws: [3],
    arch: form.arch,
    archOverrides: {},
    energy: form.energy,
    spikes: spikesOf(form.spikes, number(form.seed)),
    samples: number(form.samples),
    space: { schema: 'spikex-space/1', name: 'from the window', parameters: parametersOf(form.space) },
    method: form.method,
    objectives: listOf(form.objectives) as SearchMetric[],
    constraints: constraintsOf(form.constraints),
    budget: number(form.budget),
    objective: form.objective,
    exponent: number(form.exponent),
    seed: number(form.seed),
    ...(form.epochs === null
      ? {}
      : { training: { epochs: form.epochs, eta: number(form.eta), maxTrain: null, maxTest: null } }),
  };
}

const spikesText = (spikes: SpikeSource): string => {
  if (spikes.kind === 'run') return `run:${spikes.runId}`;
  if (spikes.kind === 'dataset') return `dataset:${spikes.source}`;
  return spikes.kind === 'npy' ? `npy:${spikes.file}` : `${spikes.kind}:${spikes.rate}`;
};

/** The form that starts a search like this one; settings of the command line that it has no field for stay behind. */
export const formOf = (spec: SearchSpec): SearchForm => ({
  network: spec.network,
  system: spec.system,
  spikes: spikesText(spec.spikes),
  samples: spec.samples,
  space: textOf(spec.space),
  arch: spec.arch,
  energy: spec.energy,
  method: spec.method,
  objectives: spec.objectives.join(', '),
  objective: spec.objective,
  exponent: spec.exponent,
  constraints: spec.constraints.map(({ metric, most }) => `${metric}<=${most}`).join(', '),
  budget: spec.budget,
  epochs: spec.training?.epochs ?? null,
  eta: spec.training?.eta ?? FIRST_FORM.eta,
  seed: spec.seed,
});

const FIELD_OF_PATH: readonly (readonly [string, SearchField])[] = [
  ['space', 'space'],
  ['network', 'network'],
  ['system', 'system'],
  ['spikes', 'spikes'],
  ['samples', 'samples'],
  ['method', 'method'],
  ['arch', 'arch'],
  ['set', 'arch'],
  ['energy', 'energy'],
  ['objectives', 'objectives'],
  ['objective', 'objective'],
  ['exponent', 'exponent'],
  ['constraints', 'constraints'],
  ['budget', 'budget'],
  ['training.eta', 'eta'],
  ['training', 'epochs'],
  ['methods', 'method'],
  ['seed', 'seed'],
];

/** Issues by field; what belongs to none is shown above the form. */
export function sortIssues(issues: readonly Issue[]): {
  fields: ReadonlyMap<SearchField, readonly Issue[]>;
  general: readonly Issue[];
} {
  const fields = new Map<SearchField, Issue[]>();
  const general: Issue[] = [];
  for (const issue of issues) {
    const place = issue.path.replace(/^spec\./, '');
    const hit = FIELD_OF_PATH.find(([prefix]) => place.startsWith(prefix));
    if (hit) fields.set(hit[1], [...(fields.get(hit[1]) ?? []), issue]);
    else general.push(issue);
  }
  return { fields, general };
}

/** A candidate as window sizes and accelerator settings, on top of what its search stood on. */
export function adopted(
  choice: Choice,
  { tws, archOverrides }: Pick<SearchReport, 'tws' | 'archOverrides'>,
  layers: number,
): { tws: number[]; overrides: { key: string; value: string | number | boolean }[] } {
  const base = (i: number) => tws[i] ?? tws[0];
  const sizes = Array.from({ length: layers }, (_, i) =>
    Number(choice[`tws[${i}]`] ?? choice['tws'] ?? base(i)),
  );
  const chosen = Object.entries(choice).filter(([key]) => !key.startsWith('tws') && !isTrainingKey(key));
  const overrides = Object.entries({ ...archOverrides, ...Object.fromEntries(chosen) });
  return { tws: sizes, overrides: overrides.map(([key, value]) => ({ key, value })) };
}

/** A space as the text of the form, and as the file that `search --space` reads. */
export const textOf = ({ parameters }: Pick<SearchSpace, 'parameters'>): string =>
  parameters.map(({ key, values }) => `${key} = ${values.join(', ')}`).join('\n');

export const spaceFileOf = (text: string, name: string): string =>
  `${JSON.stringify({ schema: 'spikex-space/1', name, parameters: parametersOf(text) }, null, 2)}\n`;

/** Null where the text is no space. */
export function spaceFrom(text: string): SearchSpace | null {
  try {
    const { parameters, name }: Partial<SearchSpace> = JSON.parse(text);
    const fits =
      Array.isArray(parameters) &&
      parameters.every((one) => typeof one?.key === 'string' && Array.isArray(one.values));
    return fits ? { schema: 'spikex-space/1', name: String(name ?? ''), parameters } : null;
  } catch {
    return null;
  }
}

/** Every parameter that can vary, with values around the usual one. */
export function offered(
  network: NetworkSpec | undefined,
  keys: readonly ArchKey[],
): { key: string; values: (string | number | boolean)[] }[] {
  const sizes = network ? [...candidateTws(network.timesteps)] : [];
  const windows = ['tws', ...(network?.layers ?? []).map((_, i) => `tws[${i}]`)];
  const bits = ['bits', ...(network?.layers ?? []).map((_, i) => `bits[${i}]`)];
  return [
    ...windows.map((key) => ({ key, values: sizes })),
    ...keys.flatMap(({ key, choices, fallback, least, most }) => {
      const among = (choices ?? []).filter((value) => value !== null);
      if (among.length > 1) return [{ key, values: among }];
      if (typeof fallback !== 'number') return [];
      const around = [fallback / 2, fallback, fallback * 2];
      return [
        { key, values: around.filter((value) => value >= (least ?? 0) && value <= (most ?? Infinity)) },
      ];
    }),
    ...bits.map((key) => ({ key, values: [8, 4, 2] })),
    { key: 'beta', values: [0, 0.01, 0.03] },
  ];
}
