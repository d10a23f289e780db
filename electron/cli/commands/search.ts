import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';
import {
  accept,
  ARRAY_SYSTEMS,
  candidateTws,
  DEFAULT_NETWORK,
  errorAt,
  HARDWARE_OBJECTIVES,
  joulesFromPj,
  errorBoundOf,
  refuse,
  SEARCH_METHODS,
  SEARCH_METRICS,
  secondsFromUs,
  type ArraySystem,
  type HardwareObjective,
  type Issue,
  type NetworkSpec,
  type Outcome,
  type SearchConstraint,
  type SearchMetric,
  type SearchMethod,
  type SearchReport,
  type SearchSpace,
  type SearchSpec,
  type SearchTraining,
  type SpikeSource,
} from '../../../engine/contract/index.ts';
import type { OpenWorkbench } from '../../host/workbench.ts';
import { Catalog } from '../../resources/catalog.ts';
import { catalogPlaces } from '../../host/paths.ts';
import { done, NO_POSITIONALS, refused, type Command, type CommandEnd } from '../command.ts';
import { percent, si, table } from '../format.ts';
import { HARDWARE_OPTIONS, hardwareFrom } from '../hardware-options.ts';
import type { Arguments, OptionTable } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { dataSource, spikeSourceFrom } from '../spike-source.ts';
import type { Terminal } from '../terminal.ts';

const DEFAULT_BUDGET = 1000;
/** Where each candidate is trained. */
const DEFAULT_TRAINED_BUDGET = 9;
const DEFAULT_ETA = 3;
const TRAINED_BITS = [8, 4, 2];
const DEFAULT_SAMPLES = 4;

const OPTIONS = {
  network: { kind: 'text', value: 'NAME or FILE', help: `network (default ${DEFAULT_NETWORK})` },
  data: {
    kind: 'text',
    value: 'PATH',
    help: 'a dataset: activity of an untrained network on it (see --spikes), or with --train what candidates learn',
  },
  spikes: {
    kind: 'text',
    value: 'SOURCE',
    help: 'random:RATE, bursty:RATE, npy:FILE, run:ID (default random:0.02)',
  },
  inferences: {
    kind: 'integer',
    min: 1,
    max: 10_000,
    help: `inferences that every candidate is simulated on (default ${DEFAULT_SAMPLES})`,
  },
  space: {
    kind: 'text',
    value: 'FILE',
    help: 'a space as JSON: {"name", "parameters": [{"key", "values"}]}',
  },
  vary: {
    kind: 'text',
    value: 'KEY=V1,V2',
    many: true,
    help: 'a parameter of the space: tws, tws[i] or a key of --set, with --train also bits, bits[i], beta, epochs (default: tws[i] of every layer, with --train bits[i])',
  },
  method: {
    kind: 'text',
    value: 'NAME',
    choices: SEARCH_METHODS,
    help: 'how to search (default has, with --train halving)',
  },
  objective: {
    kind: 'text',
    value: 'NAME',
    choices: HARDWARE_OBJECTIVES,
    help: 'HAS: each layer by its own EDP, or the network’s (default per-layer)',
  },
  exponent: { kind: 'number', min: 0, max: 2, help: 'HAS: g in E^g L^(2-g) (default 1 = EDP)' },
  minimise: {
    kind: 'text',
    value: 'M1,M2',
    help: `objectives, the first decides (default edpJs,energyPj,latencyUs, with --train edpJs,errorRate): ${SEARCH_METRICS.join(', ')}`,
  },
  constraint: {
    kind: 'text',
    value: 'METRIC<=V',
    many: true,
    help: 'a bound that candidates must hold; with --train also accuracy>=V, 0 to 1, on the hardware’s numbers',
  },
  budget: {
    kind: 'integer',
    min: 1,
    max: 1_000_000,
    help: `candidates at most, halving: to begin with (default ${DEFAULT_BUDGET}, with --train ${DEFAULT_TRAINED_BUDGET})`,
  },
  train: {
    kind: 'integer',
    min: 1,
    max: 100_000,
    help: 'train every candidate for so many epochs at most before it is costed: from fresh weights on --data, or on from the weights of --spikes run:ID',
  },
  eta: {
    kind: 'integer',
    min: 2,
    max: 100,
    help: `halving: the best 1/N go on for N times the epochs (default ${DEFAULT_ETA})`,
  },
  'max-train': { kind: 'integer', min: 1, help: 'with --train: cap on training samples' },
  'max-test': { kind: 'integer', min: 1, help: 'with --train: cap on held-out samples' },
  ...HARDWARE_OPTIONS,
  name: { kind: 'text', value: 'S', help: 'name of the run' },
  experiment: { kind: 'text', value: 'S', help: 'experiment that the run belongs to' },
  seed: { kind: 'integer', min: 0, max: 4_294_967_295, help: 'seed of spikes and method (default 1)' },
  workers: {
    kind: 'integer',
    min: 1,
    max: 64,
    help: 'threads; the result does not depend on it (default: cores)',
  },
  compare: {
    kind: 'text',
    value: 'M1,M2',
    choices: SEARCH_METHODS,
    help: 'run these methods on the same budget and put them side by side',
  },
  resume: { kind: 'text', value: 'ID', help: 'go on with this search; takes no other option' },
} as const satisfies OptionTable;

export const search: Command = {
  name: 'search',
  summary:
    'search window sizes, accelerators and, training its candidates, weight bits: HAS, exhaustive, random, evolutionary, successive halving; goes on where it stopped',
  usage: '[--network NAME] [--spikes SOURCE] [--vary KEY=V1,V2]... [options]',
  example: 'search --network nmnist --spikes bursty:0.02 --method has',
  options: { ...OPTIONS, ...DATABASE_OPTION },
  positionals: NO_POSITIONALS,
  async run(args, terminal) {
    const resume = args.text('resume');
    const spec = resume === undefined ? await specFrom(args) : accept(null);
    if (!spec.ok) return refused(spec.issues);
    return withWorkbench(args, terminal, async (workbench) => {
      const { handlers } = workbench.host;
      const methods = args.list('compare') as SearchMethod[] | undefined;
      if (spec.value && methods) return compared(spec.value, methods, workbench, terminal);
      const started = spec.value
        ? await handlers['search.start']({ spec: spec.value })
        : await handlers['search.resume']({ runId: resume ?? '' });
      if (!started.ok) return refused(started.issues);
      const answer = await follow(
        workbench,
        terminal,
        workbench.queue.answerOf('search', started.value.jobId),
      );
      return answer.ok ? end(answer.value, answer.warnings) : refused(answer.issues);
    });
  },
};

async function compared(
  spec: SearchSpec,
  methods: readonly SearchMethod[],
  workbench: OpenWorkbench,
  terminal: Terminal,
): Promise<CommandEnd> {
  const { handlers } = workbench.host;
  const started = await handlers['search.compare']({ spec, methods });
  if (!started.ok) return refused(started.issues);
  const { jobIds, runIds, reused } = started.value;
  for (const jobId of jobIds) {
    const answer = await follow(workbench, terminal, workbench.queue.answerOf('search', jobId));
    if (!answer.ok) return refused(answer.issues);
  }
  const comparison = await handlers['search.comparison']({ runId: runIds[0] });
  if (!comparison.ok) return refused(comparison.issues);
  const { searches } = comparison.value;
  const [first] = spec.objectives;
  const text = [
    `${spec.network} on ${spec.system}, budget ${spec.budget}: hypervolume as a share of the box that all of them span`,
    table(searches, [
      { head: 'Method', of: ({ method }) => method },
      { head: 'Seed', right: true, of: ({ seed }) => String(seed) },
      { head: 'Candidates', right: true, of: ({ evaluations }) => String(evaluations) },
      { head: `Best ${first}`, right: true, of: ({ best }) => best?.toPrecision(5) ?? '-' },
      { head: 'reached after', right: true, of: ({ bestAfter }) => String(bestAfter ?? '-') },
      { head: 'Hypervolume', right: true, of: ({ hypervolume }) => hypervolume.toFixed(4) },
    ]),
  ];
  return done({ runIds, reused, searches }, text.join('\n'));
}

async function specFrom(args: Arguments): Promise<Outcome<SearchSpec>> {
  const hardware = hardwareFrom(args);
  const seed = args.number('seed') ?? 1;
  const spikes: Outcome<SpikeSource> = args.has('data')
    ? accept({ kind: 'dataset', source: dataSource(args.text('data') ?? '') })
    : spikeSourceFrom(args);
  const network = args.text('network') ?? DEFAULT_NETWORK;
  const found = await new Catalog(catalogPlaces()).networks.find(network, '--network');
  if (!hardware.ok || !spikes.ok || !found.ok)
    return refuse(...[hardware, spikes, found].flatMap((one) => (one.ok ? [] : one.issues)));
  const space = await spaceFrom(args, found.value);
  const minimise = (args.list('minimise') ??
    (args.has('train') ? ['edpJs', 'errorRate'] : ['edpJs', 'energyPj', 'latencyUs'])) as SearchMetric[];
  const constraints = constraintsFrom(args.many('constraint'));
  const { systems, tws, arch, archOverrides, energy } = hardware.value;
  const system = (args.has('system') ? systems[0] : 'spikex') as ArraySystem;
  const issues: Issue[] = [
    ...(space.ok ? [] : space.issues),
    ...(constraints.ok ? [] : constraints.issues),
    ...aloneIssues(args),
    ...minimise
      .filter((metric) => !SEARCH_METRICS.includes(metric))
      .map((metric) =>
        errorAt('--minimise', 'cli/metric', `must be ${SEARCH_METRICS.join(', ')} (got ${metric})`),
      ),
    ...(ARRAY_SYSTEMS.includes(system)
      ? []
      : [
          errorAt(
            '--system',
            'cli/system',
            `must be ${ARRAY_SYSTEMS.join(', ')} in a search (got ${system})`,
          ),
        ]),
  ];
  if (issues.length || !space.ok || !constraints.ok) return refuse(...issues);
  return accept({
    name: args.text('name') ?? '',
    experiment: args.text('experiment') ?? 'Searches',
    network,
    system,
    tws,
    arch,
    archOverrides,
    energy,
    spikes: spikes.value,
    samples: args.number('inferences') ?? DEFAULT_SAMPLES,
    space: space.value,
    method: (args.text('method') ?? (args.has('train') ? 'halving' : 'has')) as SearchMethod,
    objectives: minimise,
    constraints: constraints.value,
    budget: args.number('budget') ?? (args.has('train') ? DEFAULT_TRAINED_BUDGET : DEFAULT_BUDGET),
    objective: (args.text('objective') ?? 'per-layer') as HardwareObjective,
    exponent: args.number('exponent') ?? 1,
    seed,
    workers: args.number('workers') ?? availableParallelism(),
    ...(args.has('train') ? { training: trainingFrom(args) } : {}),
  });
}

async function spaceFrom(args: Arguments, network: NetworkSpec): Promise<Outcome<SearchSpace>> {
  const file = args.text('space');
  if (file !== undefined) return spaceFile(file);
  const pairs = args.many('vary');
  const wrong = pairs.filter((pair) => !(pair.indexOf('=') > 0));
  if (wrong.length)
    return refuse(...wrong.map((pair) => errorAt('--vary', 'cli/vary', `must be KEY=V1,V2 (got ${pair})`)));
  const given = pairs.map((pair) => {
    const [key, values] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    return { key, values: values.split(',').filter(Boolean).map(valueFrom) };
  });
  const usual = args.has('train')
    ? network.layers.flatMap(({ kind }, i) =>
        kind === 'pool' ? [] : [{ key: `bits[${i}]`, values: TRAINED_BITS }],
      )
    : network.layers.map((_, i) => ({ key: `tws[${i}]`, values: [...candidateTws(network.timesteps)] }));
  return accept({
    schema: 'spikex-space/1',
    name: given.length ? 'from the command line' : args.has('train') ? 'weight bits' : 'window sizes',
    parameters: given.length ? given : usual,
  });
}

function trainingFrom(args: Arguments): SearchTraining {
  return {
    epochs: args.number('train') ?? NaN,
    eta: args.number('eta') ?? DEFAULT_ETA,
    maxTrain: args.number('max-train') ?? null,
    maxTest: args.number('max-test') ?? null,
  };
}

function aloneIssues(args: Arguments): Issue[] {
  if (args.has('train')) return [];
  return (['eta', 'max-train', 'max-test'] as const)
    .filter((name) => args.has(name))
    .map((name) =>
      errorAt(
        `--${name}`,
        'cli/train',
        'must stand beside --train (got it alone); say for how many epochs candidates are trained',
      ),
    );
}

const valueFrom = (text: string): number | string | boolean =>
  text === 'true' ? true : text === 'false' ? false : Number.isNaN(Number(text)) ? text : Number(text);

async function spaceFile(file: string): Promise<Outcome<SearchSpace>> {
  const fail = (message: string): Outcome<never> => refuse(errorAt(file, 'search/space-file', message));
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return fail(`must be a readable file (got ${(error as NodeJS.ErrnoException).code ?? 'an error'})`);
  }
  try {
    const space: Partial<SearchSpace> = JSON.parse(text);
    const parameters = space.parameters;
    const fits =
      Array.isArray(parameters) &&
      parameters.every((one) => typeof one?.key === 'string' && Array.isArray(one.values));
    if (!fits) return fail('must hold "parameters": a list of {"key", "values"}; see docs/search.md');
    return accept({ schema: 'spikex-space/1', name: String(space.name ?? file), parameters });
  } catch {
    return fail('must be JSON (got something else); see docs/search.md');
  }
}

/** `accuracy>=0.95` as the bound on the error rate that it is. */
function asErrorRate(text: string): string {
  const [metric, least] = text.split('>=').map((part) => part.trim());
  return metric === 'accuracy' && least ? `errorRate<=${errorBoundOf(Number(least))}` : text;
}

function constraintsFrom(texts: readonly string[]): Outcome<SearchConstraint[]> {
  const constraints: SearchConstraint[] = [];
  const issues: Issue[] = [];
  for (const given of texts) {
    const text = asErrorRate(given);
    const [metric, most] = text.split('<=').map((part) => part.trim());
    const known = SEARCH_METRICS.find((name) => name === metric);
    if (known && most && Number.isFinite(Number(most)))
      constraints.push({ metric: known, most: Number(most) });
    else
      issues.push(
        errorAt(
          '--constraint',
          'cli/constraint',
          `must be METRIC<=NUMBER with one of ${SEARCH_METRICS.join(', ')}, or accuracy>=NUMBER (got ${given}); for example latencyUs<=200`,
        ),
      );
  }
  return issues.length ? refuse(...issues) : accept(constraints);
}

function end(report: SearchReport, warnings: readonly Issue[]): CommandEnd {
  const { best, front, evaluations, spaceSize, hypervolume } = report;
  const rows = best ? [best, ...front.filter(({ position }) => position !== best.position)] : [];
  const keys = Object.keys(rows[0]?.choice ?? {});
  const text = [
    `${report.method} on ${report.system}: ${evaluations} of ${spaceSize} candidates, hypervolume ${hypervolume.toFixed(4)}, ${availableParallelism()} cores`,
    rows.length
      ? table(rows.slice(0, 20), [
          { head: 'Candidate', right: true, of: ({ position }) => String(position + 1) },
          ...keys.map((key) => ({
            head: key,
            right: true,
            of: (row: (typeof rows)[number]) => String(row.choice[key]),
          })),
          { head: 'Energy', right: true, of: ({ metrics }) => si(joulesFromPj(metrics.energyPj ?? 0), 'J') },
          {
            head: 'Latency',
            right: true,
            of: ({ metrics }) => si(secondsFromUs(metrics.latencyUs ?? 0), 's'),
          },
          { head: 'EDP', right: true, of: ({ metrics }) => si(metrics.edpJs ?? 0, 'J·s') },
          ...(report.epochsTrained === null
            ? []
            : [
                {
                  head: 'Accuracy',
                  right: true,
                  of: ({ metrics }: (typeof rows)[number]) => percent(1 - (metrics.errorRate ?? 1)),
                },
              ]),
        ])
      : 'No candidate meets every constraint; loosen one, or widen the space.',
    ...(report.epochsTrained === null
      ? []
      : [
          `${report.epochsTrained} epochs trained; candidates that differ in windows and accelerator share a training.`,
        ]),
    `Run ${report.runId}; the first line is the best, the others the rest of the front.`,
  ];
  const { candidates: _candidates, ...short } = report;
  return done(short, text.join('\n'), warnings);
}
