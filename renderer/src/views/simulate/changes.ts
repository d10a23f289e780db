/**
 * The shown result against another one on the same system: parts by memory level that add up exactly to the
 * difference of the energies, and the factors of the EDP (energy ratio × latency ratio, exactly).
 */
import { LEVELS, type Level, type SystemReport } from '../../../../engine/contract/index.ts';

export interface Change {
  readonly levels: readonly { readonly level: Level; readonly deltaPj: number }[];
  readonly deltaPj: number;
  readonly deltaUs: number;
  /** After / before; null where before is 0. */
  readonly energyRatio: number | null;
  readonly latencyRatio: number | null;
  readonly edpRatio: number | null;
}

export function changeOf(before: SystemReport, after: SystemReport): Change {
  const [from, to] = [before.total, after.total];
  const levels = LEVELS.map((level) => ({
    level,
    deltaPj: to.byComponentPj[level] - from.byComponentPj[level],
  }));
  const over = (a: number, b: number): number | null => (b > 0 ? a / b : null);
  return {
    levels,
    deltaPj: levels.reduce((sum, { deltaPj }) => sum + deltaPj, 0),
    deltaUs: to.latencyUs - from.latencyUs,
    energyRatio: over(to.energyPj, from.energyPj),
    latencyRatio: over(to.latencyUs, from.latencyUs),
    edpRatio: over(to.edpJs, from.edpJs),
  };
}
