/** `trace`: the schedule of one layer, pass by pass, as the window plays it back. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  accept,
  ARRAY_SYSTEMS,
  DEFAULT_NETWORK,
  errorAt,
  MOST_PLAYBACK_STEPS,
  refuse,
  STEP_UPDATE,
  type Issue,
  type Outcome,
  type PlaybackOverview,
  type PlaybackSpec,
  type PlaybackSteps,
} from '../../../engine/contract/index.ts';
import { fileIssue } from '../../data/file-issues.ts';
import type { OpenWorkbench } from '../../host/workbench.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';
import { percent, table } from '../format.ts';
import { HARDWARE_OPTIONS, hardwareFrom, issuesOf } from '../hardware-options.ts';
import type { Arguments } from '../options.ts';
import { DATABASE_OPTION, withWorkbench } from '../session.ts';
import { spikeSourceFrom } from '../spike-source.ts';
import { networkOfRun } from './simulate.ts';

const { system: _systems, ...HARDWARE } = HARDWARE_OPTIONS;
const DEFAULT_STEPS = 20;

export const trace: Command = {
  name: 'trace',
  summary: 'the schedule of one layer: which NTWU is in which column of the PE array, pass by pass',
  usage: '[--network NAME] --layer NAME [--system SYS] [--tws K] [--spikes SOURCE] [options]',
  example: 'trace --network nmnist --layer CONV2 --system spikex --tws 3 --steps 5',
  options: {
    network: { kind: 'text', value: 'NAME or FILE', help: `network (default ${DEFAULT_NETWORK})` },
    layer: { kind: 'text', value: 'NAME', help: 'layer to follow' },
    system: { kind: 'text', value: 'SYS', help: 'system (default spikex)', choices: ARRAY_SYSTEMS },
    ...HARDWARE,
    spikes: {
      kind: 'text',
      value: 'SOURCE',
      help: 'random:RATE, bursty:RATE, npy:FILE, run:ID or dataset:PATH (default random:0.02)',
    },
    seed: { kind: 'integer', min: 0, max: 4_294_967_295, help: 'seed of random spikes (default 1)' },
    first: { kind: 'integer', min: 0, max: 2 ** 48, help: 'first step to print (default 0)' },
    cycle: { kind: 'number', min: 0, max: 1e18, help: 'print from the step at this cycle instead' },
    steps: {
      kind: 'integer',
      min: 1,
      max: MOST_PLAYBACK_STEPS,
      help: `steps to print (default ${DEFAULT_STEPS})`,
    },
    out: { kind: 'text', value: 'FILE.csv', help: 'write every step of the layer into this file' },
    ...DATABASE_OPTION,
  },
  positionals: NO_POSITIONALS,
  run: (args, terminal) =>
    withWorkbench(args, terminal, async (workbench) => {
      const asked = specFrom(args, workbench);
      if (!asked.ok) return refused(asked.issues);
      const spec = asked.value;
      const { handlers } = workbench.host;
      const opened = await handlers['playback.open']({ spec });
      if (!opened.ok) return refused(opened.issues);
      const out = args.text('out');
      if (out !== undefined) {
        const written = await writeAll(resolve(out), spec, opened.value, workbench, () => terminal.cancelled);
        if (!written.ok) return refused(written.issues);
        return done(
          { file: resolve(out), ...written.value, overview: opened.value },
          `${resolve(out)}: ${written.value.steps} steps`,
          opened.warnings,
        );
      }
      const cycle = args.number('cycle');
      const from = cycle === undefined ? { step: args.number('first') ?? 0 } : { cycle, before: 0 };
      const count = args.number('steps') ?? DEFAULT_STEPS;
      const page = await handlers['playback.steps']({ spec, from, count });
      if (!page.ok) return refused(page.issues);
      const lines = linesOf(page.value, opened.value.cols);
      return done({ overview: opened.value, steps: lines }, textOf(opened.value, lines), opened.warnings);
    }),
};

function specFrom(args: Arguments, workbench: OpenWorkbench): Outcome<PlaybackSpec> {
  const hardware = hardwareFrom(args);
  const spikes = spikeSourceFrom(args);
  const layer = args.text('layer');
  const issues: Issue[] = [...issuesOf(hardware), ...issuesOf(spikes)];
  if (layer === undefined)
    issues.push(
      errorAt('--layer', 'cli/layer', 'must name the layer to follow (got none); for example CONV2'),
    );
  const named = args.text('system') ?? 'spikex';
  const system = ARRAY_SYSTEMS.find((name) => name === named);
  if (!system)
    issues.push(
      errorAt(
        '--system',
        'cli/trace-system',
        `must be one of ${ARRAY_SYSTEMS.join(', ')} (got ${named}); choose one`,
      ),
    );
  if (!hardware.ok || !spikes.ok || layer === undefined || !system) return refuse(...issues);
  const { tws, arch, archOverrides, energy } = hardware.value;
  const network = args.text('network') ?? networkOfRun(workbench.store, spikes.value) ?? DEFAULT_NETWORK;
  return accept({ network, arch, archOverrides, energy, system, tws, spikes: spikes.value, layer });
}

interface StepLine {
  readonly step: number;
  readonly kind: 'pass' | 'update';
  readonly rowTile: number;
  readonly stage: number;
  /** -1 = all. */
  readonly channel: number;
  readonly startCycle: number;
  readonly workCycles: number;
  readonly drainCycles: number;
  readonly waitCycles: number;
  readonly columns: readonly ({ position: number; window: number; adds: number } | null)[];
}

const linesOf = (page: PlaybackSteps, cols: number): StepLine[] =>
  Array.from({ length: page.count }, (_, i) => ({
    step: page.first + i,
    kind: page.kind[i] === STEP_UPDATE ? 'update' : 'pass',
    rowTile: page.rowTile[i],
    stage: page.stage[i],
    channel: page.channel[i],
    startCycle: page.startCycle[i],
    workCycles: page.workCycles[i],
    drainCycles: page.drainCycles[i],
    waitCycles: page.waitCycles[i],
    columns: Array.from({ length: cols }, (_column, col) => {
      const at = i * cols + col;
      const [position, window, adds] = [page.position[at], page.window[at], page.adds[at]];
      return position < 0 ? null : { position, window, adds };
    }),
  }));

const cells = ({ columns }: StepLine): string[] =>
  columns.map((one) => (one === null ? '' : `${one.position}/${one.window}`));

function textOf(overview: PlaybackOverview, lines: readonly StepLine[]): string {
  const { layer, system, tws, steps, report } = overview;
  const cycles = (value: number): string => value.toFixed(value % 1 === 0 ? 0 : 1);
  return [
    `${layer.name} on ${system}, TWS ${tws}: ${steps} steps, ${cycles(report.cycles)} cycles, utilisation ${percent(report.utilization)}. Columns: output position / time window.`,
    table(lines, [
      { head: 'Step', right: true, of: ({ step }) => String(step) },
      { head: 'Cycle', right: true, of: ({ startCycle }) => cycles(startCycle) },
      { head: 'Tile', right: true, of: ({ rowTile }) => String(rowTile) },
      { head: 'Does', of: ({ kind, channel }) => (kind === 'update' ? 'update' : `channel ${channel}`) },
      ...Array.from({ length: overview.cols }, (_, col) => ({
        head: String(col),
        right: true,
        of: (line: StepLine) => cells(line)[col],
      })),
      { head: 'Adds', right: true, of: ({ columns }) => String(addsOf(columns)) },
      { head: 'Drain', right: true, of: ({ drainCycles }) => cycles(drainCycles) },
      { head: 'Wait', right: true, of: ({ waitCycles }) => cycles(waitCycles) },
    ]),
  ].join('\n');
}

const addsOf = (columns: StepLine['columns']): number =>
  columns.reduce((sum, one) => sum + (one?.adds ?? 0), 0);

async function writeAll(
  file: string,
  spec: PlaybackSpec,
  { cols, steps }: PlaybackOverview,
  { host }: OpenWorkbench,
  isCancelled: () => boolean,
): Promise<Outcome<{ steps: number }>> {
  const head = 'step,kind,rowTile,stage,channel,startCycle,workCycles,drainCycles,waitCycles,adds';
  try {
    const target = await open(file, 'w');
    try {
      await target.write(`${head},${Array.from({ length: cols }, (_, col) => `column${col}`).join(',')}\n`);
      for (let first = 0; first < steps && !isCancelled(); first += MOST_PLAYBACK_STEPS) {
        const page = await host.handlers['playback.steps']({
          spec,
          from: { step: first },
          count: MOST_PLAYBACK_STEPS,
        });
        if (!page.ok) return page;
        const lines = linesOf(page.value, cols).map((line) => {
          const { step, kind, rowTile, stage, channel, startCycle, workCycles, drainCycles, waitCycles } =
            line;
          const figures = [rowTile, stage, channel, startCycle, workCycles, drainCycles, waitCycles];
          return [step, kind, ...figures, addsOf(line.columns), ...cells(line)].join(',');
        });
        await target.write(`${lines.join('\n')}\n`);
      }
    } finally {
      await target.close();
    }
    return accept({ steps });
  } catch (error) {
    return refuse(fileIssue(error, file));
  }
}
