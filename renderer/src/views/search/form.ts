/** The search form as data, and the specification that it stands for. */
import {
  candidateTws,
  DEFAULT_ARCH,
  DEFAULT_ENERGY_TABLE,
  DEFAULT_NETWORK,
  type ArraySystem,
  type Choice,
  type HardwareObjective,
  type Issue,
  type NetworkSpec,
  type SearchConstraint,
  type SearchMethod,
  type SearchMetric,
  type SearchParameter,
  type SearchSpec,
  type SpikeSource,
} from '../../../../engine/contract/index.ts';

export interface SearchForm {
  network: string;
  system: ArraySystem;
  spikes: string;
  samples: number | null;
  space: string;
  method: SearchMethod;
  objective: HardwareObjective;
  exponent: number | null;
  constraints: string;
  budget: number | null;
  seed: number | null;
}

export type SearchField = keyof SearchForm;

export const FIRST_FORM: SearchForm = {
  network: DEFAULT_NETWORK,
  system: 'spikex',
  spikes: 'bursty:0.02',
  samples: 4,
  space: '',
  method: 'has',
  objective: 'per-layer',
  exponent: 1,
  constraints: '',
  budget: 1000,
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
  return { kind: kind === 'random' ? 'random' : 'bursty', rate: Number(rest), seed };
}

const constraintsOf = (text: string): SearchConstraint[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
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
    arch: DEFAULT_ARCH,
    archOverrides: {},
    energy: DEFAULT_ENERGY_TABLE,
    spikes: spikesOf(form.spikes, number(form.seed)),
    samples: number(form.samples),
    space: { schema: 'spikex-space/1', name: 'from the window', parameters: parametersOf(form.space) },
    method: form.method,
    objectives: ['edpJs', 'energyPj', 'latencyUs'],
    constraints: constraintsOf(form.constraints),
    budget: number(form.budget),
    objective: form.objective,
    exponent: number(form.exponent),
    seed: number(form.seed),
  };
}

const FIELD_OF_PATH: readonly (readonly [string, SearchField])[] = [
  ['space', 'space'],
  ['network', 'network'],
  ['system', 'system'],
  ['spikes', 'spikes'],
  ['samples', 'samples'],
  ['method', 'method'],
  ['objectives', 'method'],
  ['objective', 'objective'],
  ['exponent', 'exponent'],
  ['constraints', 'constraints'],
  ['budget', 'budget'],
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

/** A candidate as window sizes and accelerator settings. */
export function adopted(
  choice: Choice,
  layers: number,
): { tws: number[]; overrides: { key: string; value: string }[] } {
  const tws = Array.from({ length: layers }, (_, i) => Number(choice[`tws[${i}]`] ?? choice['tws'] ?? 3));
  const overrides = Object.entries(choice)
    .filter(([key]) => !key.startsWith('tws'))
    .map(([key, value]) => ({ key, value: String(value) }));
  return { tws, overrides };
}
