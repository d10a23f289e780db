/**
 * Two results taken apart into factors that can be exchanged one by one, each with its setting in words: how work is
 * dispatched (system, dispatch.*, ptb.packing), tailoring, time windows, spikes, the rest of the hardware, and the
 * energy table. Both sides must run the same layers; anything else has no meaning in between.
 */
import { CHANGE_FACTORS, accept, errorAt, refuse } from '../contract/index.ts';
import type {
  ArchConfig,
  ChangeFactor,
  EnergyTable,
  NetworkSpec,
  Outcome,
  SpikeTensor,
  SystemName,
} from '../contract/index.ts';
import { capacities } from '../arch/arch.ts';
import { flatValues } from '../arch/fields.ts';
import { isTailored, systemTws } from '../schedule/dispatch.ts';
import { planSimulation } from './plan.ts';

export interface ChangeSide {
  readonly network: NetworkSpec;
  readonly system: SystemName;
  /** One value for all layers or one per layer; PTB with one size for the net: the one that it ran with. */
  readonly tws: readonly number[];
  readonly arch: ArchConfig;
  readonly energy: EnergyTable;
  /** The spikes that enter each layer, of every sample; costs are means. */
  readonly samples: readonly (readonly SpikeTensor[])[];
}

export interface Difference {
  readonly factor: ChangeFactor;
  readonly before: string;
  readonly after: string;
}

/** The same sides with the window size that each layer ran with. */
export function checkSides(before: ChangeSide, after: ChangeSide): Outcome<[ChangeSide, ChangeSide]> {
  const layersOf = ({ network }: ChangeSide): string =>
    JSON.stringify(network.layers.map((layer) => ({ ...layer, name: '', weightBits: 0 })));
  if (layersOf(before) !== layersOf(after)) {
    const message = `must have the layers of ${before.network.name} (got ${after.network.name}); compare results of one network`;
    return refuse(errorAt('after.network', 'change/network', message));
  }
  const [first, second] = [checkedSide(before, 'before'), checkedSide(after, 'after')];
  if (!first.ok) return first;
  return second.ok ? accept([first.value, second.value]) : second;
}

function checkedSide(side: ChangeSide, path: string): Outcome<ChangeSide> {
  if (side.samples.length === 0)
    return refuse(
      errorAt(`${path}.samples`, 'change/samples', 'must hold at least one (got none); give the spikes'),
    );
  const plan = planSimulation({ ...side, systems: [side.system] });
  if (!plan.ok) return refuse(...plan.issues.map((issue) => ({ ...issue, path: `${path}.${issue.path}` })));
  return accept({ ...side, tws: plan.value.tws.map((tws) => systemTws(side.system, tws)) });
}

/** In the order of `CHANGE_FACTORS`. */
export function differencesOf(before: ChangeSide, after: ChangeSide): Difference[] {
  const words: Record<ChangeFactor, readonly [string, string]> = {
    dispatch: settings(before, after, isDispatchKey, (side) => side.system),
    tailoring: [tailoringOf(before), tailoringOf(after)],
    tws: [before.tws.join(','), after.tws.join(',')],
    spikes: [spikesOf(before), spikesOf(after)],
    hardware: withStoredBits(
      before,
      after,
      settings(before, after, (key) => key !== 'tailoring' && key !== 'ptb.tws' && !isDispatchKey(key)),
    ),
    table: [before.energy.name, after.energy.name],
  };
  const same: Partial<Record<ChangeFactor, boolean>> = {
    spikes: sameSpikes(before, after),
    table: JSON.stringify(before.energy) === JSON.stringify(after.energy),
  };
  return CHANGE_FACTORS.flatMap((factor) => {
    const [from, to] = words[factor];
    return (same[factor] ?? from === to) ? [] : [{ factor, before: from, after: to }];
  });
}

const isDispatchKey = (key: string): boolean => key.startsWith('dispatch.') || key === 'ptb.packing';

/** The settings of those keys that differ, after what always stands there. */
function settings(
  before: ChangeSide,
  after: ChangeSide,
  has: (key: string) => boolean,
  always?: (side: ChangeSide) => string,
): [string, string] {
  const [values, others] = [flatValues(before.arch), flatValues(after.arch)];
  const keys = [...values.keys()].filter((key) => has(key) && values.get(key) !== others.get(key));
  const text = (side: ChangeSide, from: ReadonlyMap<string, unknown>): string =>
    [...(always ? [always(side)] : []), ...keys.map((key) => `${key} ${String(from.get(key))}`)].join(', ');
  return [text(before, values), text(after, others)];
}

/** Weights of one network may be stored on different bits. */
function withStoredBits(before: ChangeSide, after: ChangeSide, words: [string, string]): [string, string] {
  const bits = ({ network, arch }: ChangeSide): string =>
    network.layers.map((layer) => capacities(arch, layer).weightBytes * 8).join(',');
  const isPlain = [before, after].every(({ network }) =>
    network.layers.every((layer) => layer.weightBits === undefined),
  );
  if (isPlain || bits(before) === bits(after)) return words;
  const text = (side: ChangeSide, word: string): string =>
    [...(word ? [word] : []), `weight bits ${bits(side)}`].join(', ');
  return [text(before, words[0]), text(after, words[1])];
}

const tailoringOf = ({ system, arch }: ChangeSide): string => (isTailored(system, arch) ? 'on' : 'off');

function spikesOf({ samples }: ChangeSide): string {
  const total = samples.flat().reduce((sum, spikes) => sum + spikes.events.length, 0);
  return `${Number((total / samples.length).toFixed(1))} spikes`;
}

function sameSpikes(before: ChangeSide, after: ChangeSide): boolean {
  if (before.samples === after.samples) return true;
  const [ours, theirs] = [before.samples.flat(), after.samples.flat()];
  return (
    before.samples.length === after.samples.length && ours.every((spikes, i) => isSame(spikes, theirs[i]))
  );
}

function isSame(a: SpikeTensor, b: SpikeTensor): boolean {
  return (
    a === b || (a.timesteps === b.timesteps && sameNumbers(a.ptr, b.ptr) && sameNumbers(a.events, b.events))
  );
}

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
