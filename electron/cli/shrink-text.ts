/** A removal of units as tables, and the command lines to go on with. */
import {
  joulesFromPj,
  secondsFromUs,
  type ShrinkCost,
  type ShrinkReport,
} from '../../engine/contract/index.ts';
import { percent, si, table } from './format.ts';
import type { Arguments } from './options.ts';

export function shrinkText(report: ShrinkReport): string {
  const { before, after, samples, costSamples, layers, steps } = report;
  return [
    table(layers, [
      { head: 'Layer', of: ({ name }) => name },
      { head: 'Units before', right: true, of: (layer) => String(layer.before) },
      { head: 'after', right: true, of: (layer) => String(layer.after) },
    ]),
    `Accuracy on ${samples} training samples: ${percent(before.accuracy)} before, ${percent(after.accuracy)} after, before training goes on`,
    costsText(before.costs, after.costs, costSamples),
    ...(steps.length
      ? [
          table(steps, [
            { head: 'Round', of: ({ layer, units }) => `${layer} ${units}` },
            { head: 'Accuracy', right: true, of: ({ figures }) => percent(figures.accuracy) },
            { head: 'Loss', right: true, of: ({ figures }) => figures.loss.toFixed(4) },
            ...before.costs.map(({ system }, i) => ({
              head: `${system} EDP`,
              right: true,
              of: ({ figures }: (typeof steps)[number]) => si(figures.costs[i].edpJs, 'J·s'),
            })),
          ]),
        ]
      : []),
    `Network: ${report.network}\nWeights: ${report.checkpoint}`,
  ].join('\n\n');
}

function costsText(before: readonly ShrinkCost[], after: readonly ShrinkCost[], samples: number): string {
  const rows = before.map((cost, i) => ({ system: cost.system, cost, left: after[i] }));
  const pair = (head: string, of: (cost: ShrinkCost) => string) => [
    { head: `${head} before`, right: true, of: ({ cost }: (typeof rows)[number]) => of(cost) },
    { head: 'after', right: true, of: ({ left }: (typeof rows)[number]) => of(left) },
  ];
  const costs = table(rows, [
    { head: 'System', of: ({ system }) => system },
    ...pair('Energy', ({ energyPj }) => si(joulesFromPj(energyPj), 'J')),
    ...pair('Latency', ({ latencyUs }) => si(secondsFromUs(latencyUs), 's')),
    ...pair('EDP', ({ edpJs }) => si(edpJs, 'J·s')),
    { head: 'lower', right: true, of: ({ cost, left }) => `${(cost.edpJs / left.edpJs).toFixed(2)} x` },
  ]);
  return `Mean cost of ${samples} of them\n${costs}`;
}

const CARRIED = [
  'data',
  'split',
  'max-train',
  'transform',
  'factor',
  'bin',
  'tws',
  'system',
  'arch',
  'energy',
  'seed',
];

/** What trains on from the smaller network, once and over beta; options that were given are said again. */
export function nextCommands(
  { network, checkpoint, weightBits }: ShrinkReport,
  args: Arguments,
): { readonly train: string; readonly sweep: string } {
  const bits = weightBits.every((own) => own === 32) ? [] : ['--bits', weightBits.join(',')];
  const carried = CARRIED.flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const set = args.many('set').flatMap((pair) => ['--set', pair]);
  const start = ['--network', network, '--init', checkpoint, ...carried, ...set, ...bits];
  const line = (...words: readonly string[]): string => ['spikex', ...words].map(quoted).join(' ');
  return {
    train: line('train', ...start),
    sweep: line('sweep', ...start, '--vary', 'beta=0,0.01,0.03'),
  };
}

/** As a POSIX shell reads it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
