import { availableParallelism } from 'node:os';
import {
  accept,
  DEFAULT_NETWORK,
  errorAt,
  joulesFromPj,
  MOST_SWEEP_POINTS,
  refuse,
  secondsFromUs,
  type Issue,
  type Outcome,
  type SweepReport,
  type Variation,
} from '../../../engine/contract/index.ts';
import type { OpenWorkbench } from '../../host/workbench.ts';
import type { SweepAsk } from '../../jobs/kinds/sweep.ts';
import { done, refused, type Command, type CommandEnd } from '../command.ts';
import { si, table } from '../format.ts';
import { hardwareFrom, issuesOf } from '../hardware-options.ts';
import type { Arguments, OptionTable } from '../options.ts';
import { DATABASE_OPTION, follow, withWorkbench } from '../session.ts';
import { SAMPLES_OPTION, spikeSourceFrom } from '../spike-source.ts';
import { FIG13, fig13Sweep } from '../fig13-sweep.ts';
import { QUANTISATION, quantisationSweep } from '../quantisation-sweep.ts';
import { readSweepFile } from '../sweep-file-options.ts';
import { trainingSweep } from '../training-sweep.ts';
import { networkOfRun } from './simulate.ts';
import { TRAINING_OPTIONS } from './train.ts';

const MOST_WORKERS = 64;

const OPTIONS = {
  vary: {
    kind: 'text',
    value: 'KEY=V1,V2',
    many: true,
    help: 'tws, rate, seed or any key of --set (may be repeated); tws=4/2/2/8 is one size per layer; with --data: beta, seed',
  },
  ...TRAINING_OPTIONS,
  quick: { kind: 'flag', help: 'with quantisation: one seed and a quarter of samples and epochs' },
  spikes: {
    kind: 'text',
    value: 'SOURCE',
    help: 'random:RATE, bursty:RATE, npy:FILE, run:ID or dataset:PATH (default random:0.02)',
  },
  ...SAMPLES_OPTION,
} as const satisfies OptionTable;

export const sweep: Command = {
  name: 'sweep',
  summary:
    'simulate a grid of settings in parallel, or (with --data) train over beta and seeds; goes on where an earlier one stopped',
  usage:
    '[FILE, quantisation or fig13] [--vary KEY=V1,V2]... [options of simulate, or --data and those of train] [--workers N]',
  example: 'sweep --network nmnist --system spikex,ptb --vary tws=2,4,8 --vary array.rows=8,16',
  options: { ...OPTIONS, ...DATABASE_OPTION },
  positionals: {
    least: 0,
    most: 1,
    names: 'at most one sweep FILE, or quantisation or fig13 for the ready-made studies',
  },
  async run(typed, terminal) {
    const [file] = typed.positionals;
    if (file === QUANTISATION)
      return withWorkbench(typed, terminal, (workbench) =>
        quantisationSweep(typed.has('quick'), workbench, terminal),
      );
    const written = file === undefined || file === FIG13 ? null : await readSweepFile(file, OPTIONS);
    if (written && !written.ok) return refused(written.issues);
    const args = written ? typed.over(written.value) : typed;
    return withWorkbench(args, terminal, async (workbench) => {
      if (file === FIG13) {
        const vary = variationsFrom(args.many('vary'));
        return vary.ok ? fig13Sweep(args, vary.value, workbench, terminal) : refused(vary.issues);
      }
      if (args.has('data')) {
        const vary = variationsFrom(args.many('vary'));
        return vary.ok ? trainingSweep(args, vary.value, workbench, terminal) : refused(vary.issues);
      }
      const ask = askFrom(args, workbench);
      if (!ask.ok) return refused(ask.issues);
      const job = workbench.queue.start('sweep', ask.value, { title: 'Sweep' });
      const answer = await follow(workbench, terminal, workbench.queue.answerOf('sweep', job.id));
      return answer.ok ? end(answer.value, answer.warnings) : refused(answer.issues);
    });
  },
};

function askFrom(args: Arguments, { store, provenance }: OpenWorkbench): Outcome<SweepAsk> {
  const hardware = hardwareFrom(args);
  const spikes = spikeSourceFrom(args);
  const vary = variationsFrom(args.many('vary'));
  if (!hardware.ok || !spikes.ok || !vary.ok)
    return refuse(...issuesOf(hardware), ...issuesOf(spikes), ...issuesOf(vary));
  const run = spikes.value.kind === 'run' ? store.getRun(spikes.value.runId) : accept(null);
  if (!run.ok) return run;
  const network = args.text('network') ?? networkOfRun(store, spikes.value) ?? DEFAULT_NETWORK;
  return accept({
    spec: { network, spikes: spikes.value, ...hardware.value },
    vary: vary.value,
    workers: args.number('workers') ?? Math.min(MOST_WORKERS, availableParallelism()),
    appVersion: provenance.appVersion,
    recorded: run.value,
    limits: null,
  });
}

function variationsFrom(pairs: readonly string[]): Outcome<readonly Variation[]> {
  const vary: Variation[] = [];
  const issues: Issue[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0) vary.push({ key: pair.slice(0, at), values: pair.slice(at + 1).split(',') });
    else issues.push(errorAt('--vary', 'cli/vary', `must be KEY=V1,V2 (got ${pair}); for example tws=2,4,8`));
  }
  return issues.length ? refuse(...issues) : accept(vary);
}

function end(answer: SweepReport, warnings: readonly Issue[]): CommandEnd {
  const { runs, computed, reused, file } = answer;
  const keys = Object.keys(runs[0].settings);
  const lines = runs.flatMap(({ settings, systems }) => systems.map((cost) => ({ settings, ...cost })));
  const text = [
    table(lines, [
      ...keys.map((key) => ({
        head: key,
        right: true,
        of: (line: (typeof lines)[number]) => String(line.settings[key]),
      })),
      { head: 'System', of: (line) => line.system },
      { head: 'Energy', right: true, of: (line) => si(joulesFromPj(line.energyPj), 'J') },
      { head: 'Latency', right: true, of: (line) => si(secondsFromUs(line.latencyUs), 's') },
      { head: 'EDP', right: true, of: (line) => si(line.edpJs, 'J·s') },
    ]),
    `${runs.length} points (at most ${MOST_SWEEP_POINTS}): ${computed} computed, ${reused} taken from ${file}`,
  ];
  return done(answer, text.join('\n'), warnings);
}
