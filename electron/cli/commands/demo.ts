import type { EpochMetrics } from '../../../engine/contract/index.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { costTable } from '../cost-table.ts';
import { percent } from '../format.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';

export const demo: Command = {
  name: 'demo',
  summary:
    'the co-design loop on the embedded dataset: train with and without hardware loss, compare accuracy and EDP',
  usage: '[--quick] [--db FILE] [--json]',
  example: 'demo --quick',
  options: {
    quick: { kind: 'flag', help: 'a small network and fewer samples: about half a minute' },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async (workbench) => {
      const { host, queue, store, news } = workbench;
      news.subscribe((item) => {
        if (item.name === 'run.epoch') terminal.log(`  ${epochLine(item.payload.metrics)}`);
      });
      const started = await host.handlers['demo.start']({ quick: args.has('quick') });
      if (!started.ok) return refused(started.issues);
      const answer = await follow(workbench, terminal, queue.answerOf('demo', started.value.jobId));
      if (!answer.ok) return refused(answer.issues);
      const runs = answer.value
        .map(({ runId }) => store.getRun(runId))
        .flatMap((run) => (run.ok ? [run.value] : []));
      const lines = runs.flatMap(({ row, costs }) =>
        costs.map((cost) => ({ ...cost, name: `${row.name} (${percent(row.accuracy ?? 0)})` })),
      );
      const text = [
        'Held-out accuracy and mean cost of one inference:',
        costTable(lines, 'Run (accuracy)'),
        `Energy table: ${runs[0]?.costs[0]?.energyTable ?? ''}. The runs are in ${store.file}; npm start shows them on the Compare page.`,
      ];
      return done({ runs: runs.map((run) => run.row), table: lines }, text.join('\n'), answer.warnings);
    }),
};

function epochLine(metrics: EpochMetrics): string {
  return `beta ${metrics.betaNow}  epoch ${metrics.epoch}/${metrics.epochs}  loss ${metrics.lossTotal.toFixed(3)}  held out ${percent(metrics.testAccuracy)}`;
}
