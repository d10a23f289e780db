/** What NIR leaves open and every nir command must be told: the step, and how neurons are integrated and reset. */
import {
  accept,
  DEFAULT_NIR_RUN,
  errorAt,
  refuse,
  type NirReport,
  type NirRunOptions,
  type Outcome,
} from '../../../../engine/contract/index.ts';
import { table } from '../../format.ts';
import type { Arguments, OptionTable } from '../../options.ts';

const CHOICES = {
  integration: ['euler', 'exact'],
  reset: ['auto', 'v_reset', 'subtract'],
  firing: ['above', 'reached'],
  integrator: ['impulse', 'current'],
} as const;

export const RULE_OPTIONS = {
  dt: { kind: 'number', value: 'S', help: 'time step in seconds; NIR files store none (1 ms frames: 0.001)' },
  integration: {
    kind: 'text',
    value: 'RULE',
    choices: CHOICES.integration,
    help: 'share of a leak per step: euler dt/tau, or exact 1 - exp(-dt/tau) (default euler)',
  },
  reset: {
    kind: 'text',
    value: 'RULE',
    choices: CHOICES.reset,
    help: 'after a spike: v_reset, subtract, or auto: subtract for IF nodes without v_reset (default auto)',
  },
  firing: {
    kind: 'text',
    value: 'RULE',
    choices: CHOICES.firing,
    help: 'fire above v_threshold, or when it is reached (default above, as NIR defines)',
  },
  integrator: {
    kind: 'text',
    value: 'RULE',
    choices: CHOICES.integrator,
    help: 'input of I and IF: impulse v += r x, or current v += dt r x (default impulse)',
  },
} as const satisfies OptionTable;

/** fallbackS: step of commands that may go without. */
export function rulesFrom(args: Arguments, fallbackS?: number): Outcome<NirRunOptions> {
  const dtS = args.number('dt') ?? fallbackS;
  if (dtS === undefined)
    return refuse(
      errorAt(
        '--dt',
        'nir/dt',
        'must be given: NIR is continuous in time and stores no step; frames of 1 ms are --dt 0.001',
      ),
    );
  if (!(dtS > 0))
    return refuse(
      errorAt('--dt', 'nir/dt', `must be a time above 0 s (got ${dtS}); frames of 1 ms are 0.001`),
    );
  const chosen = (key: keyof typeof CHOICES): string | undefined => args.text(key);
  // The option table admits the listed choices only.
  const rules = Object.fromEntries(
    Object.entries(DEFAULT_NIR_RUN).map(([key, fallback]) => [
      key,
      chosen(key as keyof typeof CHOICES) ?? fallback,
    ]),
  ) as typeof DEFAULT_NIR_RUN;
  return accept({ ...rules, dtS });
}

const shape = (dims: readonly number[] | null): string => (dims ? dims.join('x') : '?');

export function nodesTable({ nodes, edges, unsupported }: NirReport): string {
  const lines = [
    table(nodes, [
      { head: 'Node', of: (node) => node.name },
      { head: 'Type', of: (node) => node.type },
      { head: 'In', right: true, of: (node) => shape(node.inputShape) },
      { head: 'Out', right: true, of: (node) => shape(node.outputShape) },
      { head: 'Numbers', right: true, of: (node) => String(node.parameters) },
      { head: 'Hardware', of: (node) => node.fit },
      { head: 'Layer', of: (node) => node.layer ?? '' },
      { head: 'Details', of: (node) => node.details },
    ]),
  ];
  const delayed = edges.filter((edge) => edge.isDelayed);
  if (delayed.length)
    lines.push(
      `One step later (recurrent): ${delayed.map(({ source, target }) => `${source} to ${target}`).join(', ')}`,
    );
  if (unsupported.length)
    lines.push(
      table(unsupported, [
        { head: 'Not held exactly', of: (one) => `${one.node} (${one.type})` },
        { head: 'Because', of: (one) => one.reason },
        { head: 'By', of: (one) => one.systems.join(', ') },
      ]),
    );
  return lines.join('\n\n');
}

/** As `nodes[]`, `unsupported[]` and the rest of the report. */
export const reportJson = (report: NirReport): Omit<NirReport, 'network'> & { layers: unknown } => {
  const { network, ...rest } = report;
  return { ...rest, layers: network?.layers ?? null };
};
