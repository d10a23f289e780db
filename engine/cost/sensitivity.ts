/**
 * How far a result moves with its energy table: every entry, or all of them, x % lower and higher. Energy is linear in
 * the table, E = sum over levels of E_level, so the bands are exact. The ratio of two energies is monotone in each
 * entry alone (a quotient of linear functions), so over the box of tables it is least and greatest at a corner: all
 * 32 are tried. Latency does not depend on the table, so bands of EDP are the same in percent.
 */
import { LEVELS } from '../contract/index.ts';
import type { EnergyBand, Level, RatioBand, SystemRatioBand, SystemReport } from '../contract/index.ts';

type ByLevel = Readonly<Record<Level, number>>;

/** percent: 0 to 100. */
export function energyBand(byComponentPj: ByLevel, percent: number): EnergyBand {
  const nominalPj = LEVELS.reduce((sum, level) => sum + byComponentPj[level], 0);
  const part = percent / 100;
  const band = (pj: number): { lowPj: number; highPj: number } => ({
    lowPj: nominalPj - pj * part,
    highPj: nominalPj + pj * part,
  });
  const entries = LEVELS.map((level) => ({ level, ...band(byComponentPj[level]) }));
  return { percent, nominalPj, entries, ...band(nominalPj) };
}

/** Energy of one system over that of another, both priced with the same table. */
export function ratioBand(over: ByLevel, under: ByLevel, percent: number): RatioBand {
  const ratioAt = (factorOf: (level: number) => number): number => {
    const sum = (energies: ByLevel): number =>
      LEVELS.reduce((total, level, i) => total + energies[level] * factorOf(i), 0);
    return sum(over) / sum(under);
  };
  const part = percent / 100;
  const corners = Array.from({ length: 2 ** LEVELS.length }, (_, corner) =>
    ratioAt((level) => (corner & (1 << level) ? 1 + part : 1 - part)),
  );
  return { percent, nominal: ratioAt(() => 1), low: Math.min(...corners), high: Math.max(...corners) };
}

/** Every further system against the first. */
export function ratioBands(
  systems: readonly (Pick<SystemReport, 'system'> & {
    readonly total: Pick<SystemReport['total'], 'byComponentPj'>;
  })[],
  percent: number,
): SystemRatioBand[] {
  const [first, ...others] = systems;
  return others.map((other) => ({
    over: other.system,
    under: first.system,
    band: ratioBand(other.total.byComponentPj, first.total.byComponentPj, percent),
  }));
}
