import { edpJsOf, type RunRow } from '../../../engine/contract/index.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { costTable } from '../cost-table.ts';
import { percent, si, table } from '../format.ts';
import { DATABASE_OPTION, withWorkbench } from '../session.ts';

export const runsList: Command = {
  name: 'runs list',
  summary: 'all runs of the database, newest first',
  usage: '[--energy TABLE] [--tag TAG] [--trash] [--json] [--db FILE]',
  example: 'runs list',
  options: {
    energy: { kind: 'text', value: 'TABLE', help: 'price every cost with this energy table' },
    tag: { kind: 'text', value: 'TAG', help: 'runs with this tag only' },
    trash: { kind: 'flag', help: 'the runs in the trash' },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ host }) => {
      const ask = { energy: args.text('energy') ?? null, trash: args.has('trash') };
      const listed = await host.handlers['runs.list'](ask);
      if (!listed.ok) return refused(listed.issues);
      const tag = args.text('tag');
      const runs = { value: listed.value.runs.filter(({ tags }) => tag === undefined || tags.includes(tag)) };
      const text = runs.value.length ? runsTable(runs.value) : 'No runs yet. npm run demo makes some.';
      return done({ runs: runs.value }, text);
    }),
};

export const runsShow: Command = {
  name: 'runs show',
  summary: 'one run: configuration, provenance, epochs, costs per layer',
  usage: 'ID [--json] [--db FILE]',
  example: 'runs show ID',
  options: DATABASE_OPTION,
  positionals: { least: 1, most: 1, names: 'the id of a run, or its beginning' },
  run: (args, terminal) =>
    withWorkbench(args, terminal, async ({ store }) => {
      const run = store.getRun(args.positionals[0]);
      if (!run.ok) return refused(run.issues);
      const { row, costs, provenance, checkpoint } = run.value;
      const layers = costs.flatMap((cost) => [
        ...cost.layers.map((layer) => ({
          ...layer,
          system: cost.system,
          tws: [layer.tws],
          edpJs: edpJsOf(layer.energyPj, layer.latencyUs),
        })),
        { ...cost, name: 'network' },
      ]);
      const text = [
        runsTable([row]),
        row.message ?? '',
        layers.length ? costTable(layers, 'Layer') : '',
        `Version ${provenance.appVersion}, commit ${provenance.gitCommit ?? 'unknown'}${provenance.gitDirty ? ' with changes' : ''}, ${provenance.node}, ${provenance.platform}`,
        `Data ${provenance.dataHash ?? 'unknown'}`,
        checkpoint ? `Checkpoint ${checkpoint.file}` : '',
      ];
      return done(run.value, text.filter(Boolean).join('\n\n'));
    }),
};

function runsTable(runs: readonly RunRow[]): string {
  const edp = (run: RunRow, system: string): string => {
    const cost = run.costs.find((one) => one.system === system);
    return cost ? si(cost.edpJs, 'J·s') : '';
  };
  return table(runs, [
    { head: 'Id', of: (run) => run.id },
    { head: 'Name', of: (run) => run.name },
    { head: 'State', of: (run) => run.state },
    { head: 'Beta', right: true, of: (run) => (run.beta === null ? '' : String(run.beta)) },
    {
      head: 'Epochs',
      right: true,
      of: (run) => (run.epochs === null ? '' : `${run.epochsDone ?? 0}/${run.epochs}`),
    },
    { head: 'Accuracy', right: true, of: (run) => (run.accuracy === null ? '' : percent(run.accuracy)) },
    {
      head: 'Spikes',
      right: true,
      of: (run) => (run.spikeDensity === null ? '' : percent(run.spikeDensity)),
    },
    { head: 'EDP spikex', right: true, of: (run) => edp(run, 'spikex') },
    { head: 'EDP ptb', right: true, of: (run) => edp(run, 'ptb') },
    { head: 'Created', of: (run) => new Date(run.createdAtMs).toISOString().slice(0, 16).replace('T', ' ') },
  ]);
}
