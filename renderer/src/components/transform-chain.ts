/** The chain of transforms as pages edit it. Every change makes a new list; the host checks it. */
import {
  DOWNSAMPLE_COMBINES,
  EVENT_DOWNSAMPLING_METHODS,
  TRANSFORM_DEFAULTS,
} from '../../../engine/contract/index.ts';
import type { Issue, NumberOrRange, TransformKind, TransformSpec } from '../../../engine/contract/index.ts';

export const KINDS = Object.keys(TRANSFORM_DEFAULTS) as readonly TransformKind[];

export type ParamValue = number | boolean | string | null | NumberOrRange;

export interface Param {
  readonly key: string;
  readonly value: ParamValue;
  /** Words to choose from; absent for numbers and flags. */
  readonly words?: readonly string[];
  /** May be left empty. */
  readonly optional: boolean;
  /** From and to, where a range may stand; to is null for a single number. */
  readonly range: readonly [number, number | null] | null;
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  combine: DOWNSAMPLE_COMBINES,
  method: EVENT_DOWNSAMPLING_METHODS,
};

/** Parameters of which a range may be drawn from. */
const RANGES: ReadonlySet<string> = new Set(['DropEvent.p', 'RefractoryPeriod.deltaUs', 'UniformNoise.n']);

export const fresh = (kind: TransformKind): TransformSpec =>
  ({ kind, ...TRANSFORM_DEFAULTS[kind] }) as TransformSpec;

export function paramsOf(spec: TransformSpec): Param[] {
  const { kind, ...values } = spec;
  const defaults: Readonly<Record<string, ParamValue>> = TRANSFORM_DEFAULTS[kind];
  return Object.entries(values as Readonly<Record<string, ParamValue>>).map(([key, value]) => ({
    key,
    value,
    words: WORDS[key],
    optional: defaults[key] === null,
    range: RANGES.has(`${kind}.${key}`) ? rangeOf(value) : null,
  }));
}

function rangeOf(value: ParamValue): readonly [number, number | null] | null {
  if (typeof value === 'number') return [value, null];
  return Array.isArray(value) ? [value[0], value[1]] : null;
}

/** A single number where `to` is empty. */
export const withRange = (
  chain: readonly TransformSpec[],
  at: number,
  key: string,
  from: number,
  to: number | null,
): readonly TransformSpec[] => withParam(chain, at, key, to === null ? from : [from, to]);

export function withParam(
  chain: readonly TransformSpec[],
  at: number,
  key: string,
  value: ParamValue,
): readonly TransformSpec[] {
  return chain.map((spec, i) => (i === at ? ({ ...spec, [key]: value } as TransformSpec) : spec));
}

export const without = (chain: readonly TransformSpec[], at: number): readonly TransformSpec[] =>
  chain.filter((_, i) => i !== at);

/** Swaps with the neighbour `by` places away; at the ends nothing moves. */
export function moved(chain: readonly TransformSpec[], at: number, by: 1 | -1): readonly TransformSpec[] {
  const to = at + by;
  if (to < 0 || to >= chain.length) return chain;
  const next = [...chain];
  [next[at], next[to]] = [next[to], next[at]];
  return next;
}

/** `transforms[2].filterTimeUs` → 2; null for issues of nothing in the chain. */
export function placeOf(path: string): number | null {
  const [, index] = /transforms\[(\d+)\]/.exec(path) ?? [];
  return index === undefined ? null : Number(index);
}

/** What is wrong with each transform, by its place. */
export function messagesByPlace(issues: readonly Issue[]): ReadonlyMap<number, readonly string[]> {
  const messages = new Map<number, string[]>();
  for (const { path, message, severity } of issues) {
    const at = severity === 'error' ? placeOf(path) : null;
    if (at !== null) messages.set(at, [...(messages.get(at) ?? []), message]);
  }
  return messages;
}
