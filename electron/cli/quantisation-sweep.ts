/** `sweep quantisation`: the ready-made study of number formats and codings. */
import {
  joulesFromPj,
  secondsFromUs,
  type QuantisationPoint,
  type QuantisationReport,
} from '../../engine/contract/index.ts';
import type { OpenWorkbench } from '../host/workbench.ts';
import { done, refused, type CommandEnd } from './command.ts';
import { percent, si, table } from './format.ts';
import { follow } from './session.ts';
import type { Terminal } from './terminal.ts';

export const QUANTISATION = 'quantisation';

export async function quantisationSweep(
  quick: boolean,
  workbench: OpenWorkbench,
  terminal: Terminal,
): Promise<CommandEnd> {
  const { handlers } = workbench.host;
  const started = await handlers['quantisation.start']({ quick });
  if (!started.ok) return refused(started.issues);
  const { jobId, runIds, reused } = started.value;
  if (jobId !== null) {
    const answer = await follow(workbench, terminal, workbench.queue.answerOf('train-sweep', jobId));
    if (!answer.ok) return refused(answer.issues);
  }
  const report = await handlers['quantisation.report']({ quick });
  if (!report.ok || !report.value.report) return refused(report.ok ? [] : report.issues);
  const runs = runIds.flatMap((runId) => {
    const run = workbench.store.getRun(runId);
    return run.ok ? [run.value.row] : [];
  });
  return done({ runs, reused, report: report.value.report }, reportText(report.value.report));
}

function reportText(report: QuantisationReport): string {
  const systems = report.points[0].costs.map(({ system }) => system);
  const at = (point: QuantisationPoint, system: string) => point.costs.find((one) => one.system === system);
  return [
    `${report.finished} of ${report.planned} trainings on ${report.dataset}, means over seeds; energy table ${report.energyTable}`,
    table(report.points, [
      { head: 'Coding', of: ({ coding }) => coding },
      { head: 'Format', of: ({ format }) => format },
      { head: 'Seeds', right: true, of: ({ seeds }) => String(seeds.length) },
      { head: 'Accuracy', right: true, of: ({ accuracy }) => percent(accuracy.mean) },
      { head: 'Sparsity', right: true, of: ({ sparsity }) => percent(sparsity.mean) },
      ...systems.flatMap((system) => [
        {
          head: `${system} energy`,
          right: true,
          of: (point: QuantisationPoint) => si(joulesFromPj(at(point, system)?.energyPj.mean ?? NaN), 'J'),
        },
        {
          head: 'lower',
          right: true,
          of: (point: QuantisationPoint) => `${at(point, system)?.timesLowerEnergy?.toFixed(2) ?? '-'} x`,
        },
        {
          head: 'latency',
          right: true,
          of: (point: QuantisationPoint) => si(secondsFromUs(at(point, system)?.latencyUs.mean ?? NaN), 's'),
        },
      ]),
    ]),
    '',
    'Published (arXiv:2411.15409), not comparable: another network, data and device',
    ...report.published.map(({ quantity, value, unit }) => `  ${quantity}: ${value} ${unit}`),
  ].join('\n');
}
