/** The options that say on what hardware and at what prices: shared by simulate, train and evaluate. */
import {
  accept,
  DEFAULT_TRAIN,
  errorAt,
  refuse,
  SYSTEM_NAMES,
  type ArchOverrides,
  type Issue,
  type Outcome,
  type SystemName,
} from '../../engine/contract/index.ts';
import type { HardwareChoice } from '../jobs/kinds/prepare.ts';
import type { Arguments, OptionTable } from './options.ts';

export const HARDWARE_OPTIONS = {
  system: { kind: 'text', value: 'SYS,SYS', help: 'systems to simulate', choices: SYSTEM_NAMES },
  tws: { kind: 'text', value: 'K or K,K,..', help: 'time window size: one for all layers, or one per layer' },
  arch: { kind: 'text', value: 'NAME or FILE', help: 'accelerator description' },
  energy: { kind: 'text', value: 'NAME or FILE', help: 'energy table' },
  set: {
    kind: 'text',
    value: 'KEY=VALUE',
    many: true,
    help: 'change one key of the accelerator (may be repeated)',
  },
} as const satisfies OptionTable;

export function hardwareFrom(args: Arguments): Outcome<HardwareChoice> {
  const defaults = DEFAULT_TRAIN.cost;
  const tws = wholeNumbers(args.list('tws'), '--tws');
  const overrides = overridesFrom(args.many('set'));
  if (!tws.ok || !overrides.ok) return refuse(...issuesOf(tws), ...issuesOf(overrides));
  return accept({
    systems: (args.list('system') as readonly SystemName[] | undefined) ?? defaults.systems,
    tws: tws.value ?? defaults.tws,
    arch: args.text('arch') ?? defaults.arch,
    energy: args.text('energy') ?? defaults.energy,
    archOverrides: overrides.value,
  });
}

export const issuesOf = (outcome: Outcome<unknown>): readonly Issue[] => (outcome.ok ? [] : outcome.issues);

function wholeNumbers(
  texts: readonly string[] | undefined,
  flag: string,
): Outcome<readonly number[] | undefined> {
  if (!texts) return accept(undefined);
  const bad = texts.filter((text) => !/^\d+$/.test(text) || Number(text) < 1);
  if (bad.length || !texts.length) {
    const got = texts.length ? bad.join(', ') : 'nothing';
    return refuse(
      errorAt(flag, 'cli/tws', `must be whole numbers of time points, at least 1 (got ${got}); try 3`),
    );
  }
  return accept(texts.map(Number));
}

function overridesFrom(pairs: readonly string[]): Outcome<ArchOverrides> {
  const overrides: Record<string, string> = {};
  const issues: Issue[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0) overrides[pair.slice(0, at)] = pair.slice(at + 1);
    else
      issues.push(errorAt('--set', 'cli/set', `must be KEY=VALUE (got ${pair}); for example array.rows=16`));
  }
  return issues.length ? refuse(...issues) : accept(overrides);
}
