/** `sweep fig13`: PTB, + hardware-aware training, + architecture search, and SpikeX with both (SpikeX Fig 13). */
import {
  errorAt,
  joulesFromPj,
  secondsFromUs,
  type Fig13Bar,
  type Fig13Report,
  type Spread,
  type Variation,
} from '../../engine/contract/index.ts';
import type { OpenWorkbench } from '../host/workbench.ts';
import { done, refused, type CommandEnd } from './command.ts';
import { trainSpecFrom } from './commands/train.ts';
import { percent, si, table } from './format.ts';
import type { Arguments } from './options.ts';
import { follow } from './session.ts';
import type { Terminal } from './terminal.ts';
import { trainingSweepText } from './training-sweep.ts';

export const FIG13 = 'fig13';
const DEFAULT_EXPERIMENT = 'Fig. 13';
const DEFAULT_SEEDS = [1, 2, 3];

export async function fig13Sweep(
  args: Arguments,
  vary: readonly Variation[],
  workbench: OpenWorkbench,
  terminal: Terminal,
): Promise<CommandEnd> {
  const spec = await trainSpecFrom(args, 'two-level');
  const wrong = vary.filter(({ key }) => key !== 'seed');
  const issues = wrong.map(({ key }) =>
    errorAt(
      `vary ${key}`,
      'sweep/unknown-key',
      `must be seed in fig13 (got ${key}); give it once, not varied`,
    ),
  );
  const seeds = vary.find(({ key }) => key === 'seed')?.values.map(Number) ?? DEFAULT_SEEDS;
  if (!spec.ok || issues.length) return refused([...(spec.ok ? [] : spec.issues), ...issues]);
  const { handlers } = workbench.host;
  const experiment = args.text('experiment') ?? DEFAULT_EXPERIMENT;
  const started = await handlers['fig13.start']({ spec: { ...spec.value, experiment }, seeds });
  if (!started.ok) return refused(started.issues);
  const { jobId, runIds, reused } = started.value;
  if (jobId !== null) {
    const answer = await follow(workbench, terminal, workbench.queue.answerOf('train-sweep', jobId));
    if (!answer.ok) return refused(answer.issues);
  }
  const report = await handlers['fig13.report']({ runIds });
  if (!report.ok || !report.value.report) return refused(report.ok ? [] : report.issues);
  return done({ runIds, reused, report: report.value.report }, fig13Text(report.value.report));
}

const TITLES: Readonly<Record<Fig13Bar['name'], string>> = {
  ptb: 'PTB',
  'ptb-ht': 'PTB + HT',
  'ptb-ht-has': 'PTB + HT + HAS',
  'spikex-ht-has': 'SpikeX + HT + HAS',
};

const range = ({ mean, low, high }: Spread, text: (value: number) => string): string =>
  `${text(mean)} (${text(low)} to ${text(high)})`;

export function fig13Text(report: Fig13Report): string {
  const { bars, layers, beta, candidates } = report;
  const times = ({ mean }: Spread): string => `${mean.toFixed(2)} x`;
  const seeds = bars[0].seeds.length;
  const perLayer = (of: (bar: Fig13Bar) => readonly number[], text: (value: number) => string) =>
    table(bars, [
      { head: '', of: ({ name }) => TITLES[name] },
      ...layers.map((layer, l) => ({ head: layer, right: true, of: (bar: Fig13Bar) => text(of(bar)[l]) })),
    ]);
  return [
    `${report.network} on ${report.dataset}, β ${beta}, window sizes ${candidates.join(', ')}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}; mean (lowest to highest)`,
    table(bars, [
      { head: '', of: ({ name }) => TITLES[name] },
      {
        head: 'Accuracy',
        right: true,
        of: ({ hardwareAccuracy, accuracy }) => range(hardwareAccuracy ?? accuracy, (v) => percent(v)),
      },
      { head: 'TWS', of: ({ tws }) => tws.map((own) => [...new Set(own)].join(',')).join(' / ') },
      { head: 'Energy', right: true, of: ({ energyPj }) => range(energyPj, (v) => si(joulesFromPj(v), 'J')) },
      {
        head: 'Latency',
        right: true,
        of: ({ latencyUs }) => range(latencyUs, (v) => si(secondsFromUs(v), 's')),
      },
      { head: 'EDP', right: true, of: ({ edpJs }) => range(edpJs, (v) => si(v, 'J·s')) },
      { head: 'Energy lower', right: true, of: ({ timesLower }) => times(timesLower.energy) },
      { head: 'Latency lower', right: true, of: ({ timesLower }) => times(timesLower.latency) },
      { head: 'EDP lower', right: true, of: ({ timesLower }) => times(timesLower.edp) },
    ]),
    'Energy per layer',
    perLayer(
      ({ layerEnergyPj }) => layerEnergyPj,
      (value) => si(joulesFromPj(value), 'J'),
    ),
    'Latency per layer',
    perLayer(
      ({ layerLatencyUs }) => layerLatencyUs,
      (value) => si(secondsFromUs(value), 's'),
    ),
    ...(report.training ? [trainingSweepText(report.training)] : []),
    ...(report.searchTime
      ? [`Training time with the search over without: ${range(report.searchTime, (v) => v.toFixed(2))}`]
      : []),
  ].join('\n');
}
