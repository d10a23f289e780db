/** Runs beside each other: what differs, other prices, the same run again. */
import {
  edpJsOf,
  errorAt,
  type DiffRow,
  type Issue,
  type RunDiff,
  type RunRow,
} from '../../../engine/contract/index.ts';
import { done, refused, type Command } from '../command.ts';
import { costTable } from '../cost-table.ts';
import { table } from '../format.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { trainingSweepText } from '../training-sweep.ts';

const shown = (value: DiffRow['values'][number]): string => (value === null ? '–' : String(value));
const rowsTable = (rows: readonly DiffRow[], heads: readonly string[]): string =>
  table(rows, [
    { head: 'Field', of: (row) => row.field },
    ...heads.map((head, i) => ({ head, of: (row: DiffRow) => shown(row.values[i]).slice(0, 60) })),
  ]);

export const runsDiff: Command = {
  name: 'runs diff',
  summary: 'what differs between 2 to 8 runs, and why their EDP does',
  usage: 'A B [C...] [--energy TABLE]',
  example: 'runs diff A B',
  options: {
    energy: { kind: 'text', value: 'TABLE', help: 'price all of them with this energy table' },
    ...DATABASE_OPTION,
  },
  positionals: { least: 2, most: 8, names: '2 to 8 ids of runs' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const ask = { runIds: args.positionals, energy: args.text('energy') ?? null };
      const diff = await host.handlers['runs.diff'](ask);
      return diff.ok ? done(diff.value, diffText(diff.value)) : refused(diff.issues);
    }),
};

function diffText({ runs, groups, compared, differing, changes }: RunDiff): string {
  const heads = runs.map(({ id, name }) => `${id} ${name}`.slice(0, 40));
  const factors = changes.map(({ system, afterId, beforeJs, afterJs, parts }) => {
    const list = parts.map(({ name, logPart }) => `${name} ×${Math.exp(logPart).toPrecision(3)}`);
    return `EDP on ${system}, ${afterId}: ${beforeJs.toExponential(3)} → ${afterJs.toExponential(3)} J·s = ${list.join(', ') || 'unchanged'}`;
  });
  return [
    `${differing} of ${compared} values differ`,
    ...groups.map(({ name, rows }) => `${name}\n${rowsTable(rows, heads)}`),
    ...factors,
  ].join('\n\n');
}

const MOST_TRAININGS = 200;

export const runsSweep: Command = {
  name: 'runs sweep',
  summary:
    'trainings beside those with beta 0 and the same seed: accuracy answer by answer, EDP at each one’s best TWS',
  usage: 'A B [C...]',
  example: 'runs sweep A B',
  options: DATABASE_OPTION,
  positionals: { least: 2, most: MOST_TRAININGS, names: `2 to ${MOST_TRAININGS} ids of trainings` },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host, store }) => {
      const rows: RunRow[] = [];
      for (const id of new Set(args.positionals)) {
        const run = store.getRun(id);
        if (!run.ok) return refused(run.issues);
        rows.push(run.value.row);
      }
      const issues = notOneSweep(rows);
      if (issues.length) return refused(issues);
      const report = await host.handlers['train.sweepReport']({ runIds: rows.map(({ id }) => id) });
      if (!report.ok) return refused(report.issues);
      return report.value.report
        ? done(report.value.report, trainingSweepText(report.value.report))
        : refused([errorAt('arguments', 'cli/no-result', 'must be trainings that have ended well')]);
    }),
};

/** What keeps runs from standing in one table: another kind or state, or the same beta and seed twice. */
function notOneSweep(rows: readonly RunRow[]): Issue[] {
  const seen = new Map<string, string>();
  return rows.flatMap(({ id, kind, state, beta, seed }) => {
    if (kind !== 'train' || state !== 'done')
      return [
        errorAt(id, 'cli/not-trained', `must be a training that has ended well (got ${kind}, ${state})`),
      ];
    const place = `beta ${beta ?? 0}, seed ${seed ?? 0}`;
    const other = seen.get(place);
    seen.set(place, id);
    return other === undefined
      ? []
      : [
          errorAt(
            id,
            'cli/same-place',
            `must differ from ${other} in beta or seed (got ${place}); name one of them`,
          ),
        ];
  });
}

export const runsReprice: Command = {
  name: 'runs reprice',
  summary: 'the cost of a run with another energy table, without simulating again',
  usage: 'ID --energy TABLE',
  example: 'runs reprice ID --energy cacti-32nm',
  options: {
    energy: { kind: 'text', value: 'NAME or FILE', help: 'energy table (default paper)' },
    ...DATABASE_OPTION,
  },
  positionals: { least: 1, most: 1, names: 'the id of a run, or its beginning' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const energy = args.text('energy') ?? 'paper';
      const was = await host.handlers['runs.get']({ runId: args.positionals[0], energy: null });
      if (!was.ok) return refused(was.issues);
      const is = await host.handlers['runs.get']({ runId: args.positionals[0], energy });
      if (!is.ok) return refused(is.issues);
      const systems = is.value.costs.map((cost, i) => {
        const { energyTable, energyPj, edpJs } = was.value.costs[i];
        return { ...cost, before: { energyTable, energyPj, edpJs } };
      });
      const lines = is.value.costs.flatMap((cost, i) => [
        { ...was.value.costs[i], name: `network, ${was.value.costs[i].energyTable}` },
        ...cost.layers.map((layer) => ({
          ...layer,
          system: cost.system,
          tws: [layer.tws],
          edpJs: edpJsOf(layer.energyPj, layer.latencyUs),
        })),
        { ...cost, name: `network, ${cost.energyTable}` },
      ]);
      const text = lines.length ? costTable(lines, 'Layer') : 'This run holds no costs.';
      return done({ runId: is.value.row.id, energyTable: systems[0]?.energyTable ?? energy, systems }, text);
    }),
};

export const runsRerun: Command = {
  name: 'runs rerun',
  summary: 'repeat a run with its own configuration and compare every bit',
  usage: 'ID',
  example: 'runs rerun ID',
  options: DATABASE_OPTION,
  positionals: { least: 1, most: 1, names: 'the id of a run, or its beginning' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async (workbench) => {
      const { handlers } = workbench.host;
      const started = await handlers['runs.rerun']({ runId: args.positionals[0] });
      if (!started.ok) return refused(started.issues);
      const { runId, jobId } = started.value;
      const kind =
        workbench.queue.list().find(({ id }) => id === jobId)?.kind === 'train' ? 'train' : 'simulate';
      const ended = await follow(workbench, terminal, workbench.queue.answerOf(kind, jobId));
      if (!ended.ok) return refused(ended.issues);
      const found = await handlers['runs.reproduction']({ runId });
      if (!found.ok) return refused(found.issues);
      const { of, same, inputs, results, compared } = found.value;
      const heads = [of, runId];
      const text = [
        same
          ? `Run ${runId} gave the same bits as ${of} in all ${compared} values`
          : `Run ${runId} differs from ${of} first in ${results[0]?.field ?? 'nothing that was compared'}`,
        ...(results.length ? [rowsTable(results, heads)] : []),
        ...(inputs.length ? [`They started from other things:\n${rowsTable(inputs, heads)}`] : []),
      ];
      return done(found.value, text.join('\n\n'));
    }),
};
