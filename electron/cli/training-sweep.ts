/** `sweep --data`: trainings over beta and seeds, with what SpikeX Fig 7 shows. */
import {
  comparisonOf,
  errorAt,
  joulesFromPj,
  refuse,
  secondsFromUs,
  accept,
  type BetaPoint,
  type BetaSweepReport,
  type Issue,
  type Outcome,
  type Variation,
} from '../../engine/contract/index.ts';
import type { OpenWorkbench } from '../host/workbench.ts';
import { done, refused, type CommandEnd } from './command.ts';
import { trainSpecFrom } from './commands/train.ts';
import { percent, si, table } from './format.ts';
import type { Arguments } from './options.ts';
import { follow } from './session.ts';
import type { Terminal } from './terminal.ts';

const DEFAULT_EXPERIMENT = 'Sweep of beta';
const KEYS = ['beta', 'seed'];

export async function trainingSweep(
  args: Arguments,
  vary: readonly Variation[],
  workbench: OpenWorkbench,
  terminal: Terminal,
): Promise<CommandEnd> {
  const spec = await trainSpecFrom(args);
  const grid = gridFrom(vary, args.number('seed') ?? 1);
  if (!spec.ok || !grid.ok)
    return refused([...(spec.ok ? [] : spec.issues), ...(grid.ok ? [] : grid.issues)]);
  const { handlers } = workbench.host;
  const experiment = args.text('experiment') ?? DEFAULT_EXPERIMENT;
  const ask = { spec: { ...spec.value, experiment }, ...grid.value };
  const started = await handlers['train.sweep'](ask);
  if (!started.ok) return refused(started.issues);
  const { jobId, runIds, reused } = started.value;
  if (jobId !== null) {
    const answer = await follow(workbench, terminal, workbench.queue.answerOf('train-sweep', jobId));
    if (!answer.ok) return refused(answer.issues);
  }
  const report = await handlers['train.sweepReport']({ runIds });
  if (!report.ok || !report.value.report) return refused(report.ok ? [] : report.issues);
  const runs = runIds.map((runId) => workbench.store.getRun(runId));
  const rows = runs.flatMap((run) => (run.ok ? [run.value.row] : []));
  return done({ runs: rows, reused, report: report.value.report }, trainingSweepText(report.value.report));
}

function gridFrom(
  vary: readonly Variation[],
  seed: number,
): Outcome<{ betas: readonly number[]; seeds: readonly number[] }> {
  const issues: Issue[] = [];
  const valuesOf = (key: string, otherwise: readonly number[]): readonly number[] => {
    const given = vary.find((one) => one.key === key)?.values.map(Number);
    if (given?.some((value) => !(value >= 0) || (key === 'seed' && !Number.isInteger(value))))
      issues.push(
        errorAt(`vary ${key}`, 'sweep/values', `must be numbers of at least 0; for example ${key}=0,1`),
      );
    return given ?? otherwise;
  };
  for (const { key } of vary)
    if (!KEYS.includes(key))
      issues.push(
        errorAt(
          `vary ${key}`,
          'sweep/unknown-key',
          `must be ${KEYS.join(' or ')} in a sweep of trainings (got ${key})`,
        ),
      );
  const grid = { betas: valuesOf('beta', [0]), seeds: valuesOf('seed', [seed]) };
  return issues.length ? refuse(...issues) : accept(grid);
}

export function trainingSweepText(report: BetaSweepReport): string {
  const systems = report.points[0].systems.map(({ system }) => system);
  const at = (point: BetaPoint, system: string) => point.systems.find((one) => one.system === system);
  return [
    `${report.network} on ${report.dataset}: held-out accuracy, densities of the hidden layers, EDP at each run's own best TWS`,
    table(report.points, [
      { head: 'β', right: true, of: ({ beta }) => String(beta) },
      { head: 'Accuracy', right: true, of: ({ accuracy }) => percent(accuracy.mean) },
      {
        head: 'on hardware',
        right: true,
        of: ({ hardwareAccuracy }) => (hardwareAccuracy ? percent(hardwareAccuracy.mean) : '-'),
      },
      { head: 'Against β 0, 95 %', right: true, of: againstText },
      { head: 'Spikes', right: true, of: ({ spikeDensity }) => percent(spikeDensity.mean, 3) },
      { head: 'Windows', right: true, of: ({ twDensity }) => percent(twDensity.mean, 3) },
      ...systems.flatMap((system) => [
        {
          head: `${system} EDP`,
          right: true,
          of: (point: BetaPoint) => si(at(point, system)?.edpJs.mean ?? NaN, 'J·s'),
        },
        {
          head: 'lower',
          right: true,
          of: (point: BetaPoint) => `${at(point, system)?.timesLower?.mean.toFixed(2) ?? '-'} x`,
        },
      ]),
    ]),
    ...report.points.map(
      ({ beta, systems: own }) =>
        `β ${beta}: ${own.map(({ system, tws, energyPj, latencyUs }) => `${system} TWS ${tws.join('/')}, ${si(joulesFromPj(energyPj.mean), 'J')}, ${si(secondsFromUs(latencyUs.mean), 's')}`).join('; ')}`,
    ),
  ].join('\n');
}

function againstText(point: BetaPoint): string {
  const compared = comparisonOf(point);
  if (!compared) return '-';
  const points = (share: number): string => (share * 100).toFixed(1);
  const { difference, low, high, pValue } = compared;
  return `${points(difference)} (${points(low)} to ${points(high)}), p ${pValue.toPrecision(2)}`;
}
