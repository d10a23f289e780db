/**
 * Which runs are repetitions of each other: those whose specification differs in nothing but seed, name, experiment and
 * threads. The result of a training depends on none of the last three.
 */
import { contentHash } from './text.ts';

const LEFT_OUT = new Set(['seed', 'name', 'experiment', 'workers']);

export function seedGroupOf(kind: string, spec: unknown): string {
  return contentHash({ kind, spec: withoutSeeds(spec) }).slice(0, 16);
}

/** `seed` at any depth (spikes.seed of a simulation); the others at the top only. */
function withoutSeeds(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key]) => (depth ? key !== 'seed' : !LEFT_OUT.has(key)));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutSeeds(item, depth + 1)]));
}
