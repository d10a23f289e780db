/**
 * Why the EDP of one result differs from another's, from stored counters alone: ln(EDP after / EDP before) as a sum of
 * parts, so that exp(part) are factors that multiply to the ratio. Energy: every memory level by its traffic, and the
 * energy table where prices differ, each weighted by the logarithmic mean of the two energies (LMDI, Ang 2005), which
 * leaves no rest. Latency: cycles and clock. Traffic and price of one level share their product evenly.
 * Left out: why traffic or cycles differ; `engine/sim/explain-change` answers that by simulating again.
 */
import { LEVELS } from '../contract/index.ts';
import type { EdpChange, Level, SystemCost } from '../contract/index.ts';

type Parts = EdpChange['parts'];

/** A cycle count over a latency gives back its clock to within this. */
const ROUNDING = 1e-12;

/** Empty where a ratio means nothing (an energy or latency that is zero or not known). */
export function edpFactors(before: SystemCost, after: SystemCost): Parts {
  const [was, is] = [levelsOf(before), levelsOf(after)];
  const mean = logarithmicMean(was.energyPj, is.energyPj);
  const cycles = Math.log(after.cycles / before.cycles);
  const clock = Math.log(clockOf(before) / clockOf(after));
  if (![mean, cycles, clock].every((value) => Number.isFinite(value)) || mean <= 0) return [];
  let prices = 0;
  const traffic = LEVELS.map((level) => {
    const { byTraffic, byPrice } = split(was.levels[level], is.levels[level]);
    prices += byPrice;
    return { name: `${level} traffic`, logPart: byTraffic / mean };
  });
  return [
    ...traffic,
    { name: 'Energy table', logPart: prices / mean },
    { name: 'Cycles', logPart: cycles },
    { name: 'Clock', logPart: clock },
  ].filter(({ logPart }) => Math.abs(logPart) > ROUNDING);
}

interface LevelSum {
  /** Bytes moved; ALU: accumulations. */
  readonly count: number;
  readonly energyPj: number;
}

function levelsOf({ layers }: SystemCost): { levels: Record<Level, LevelSum>; energyPj: number } {
  const levels = {} as Record<Level, LevelSum>;
  for (const level of LEVELS) {
    let count = 0;
    let energyPj = 0;
    for (const layer of layers) {
      energyPj += layer.byComponentPj[level] ?? 0;
      for (const [key, bytes] of Object.entries(layer.counts))
        if (key.startsWith(`${level}.`)) count += bytes;
    }
    levels[level] = { count, energyPj };
  }
  return { levels, energyPj: LEVELS.reduce((sum, level) => sum + levels[level].energyPj, 0) };
}

/** (c' - c) (p + p') / 2 and (p' - p) (c + c') / 2 add up to c' p' - c p. */
function split(was: LevelSum, is: LevelSum): { byTraffic: number; byPrice: number } {
  const change = is.energyPj - was.energyPj;
  if (was.count === 0 || is.count === 0) return { byTraffic: change, byPrice: 0 };
  const [before, after] = [was.energyPj / was.count, is.energyPj / is.count];
  // Prices of one table come out equal only to within rounding.
  if (Math.abs(after - before) <= 1e-12 * Math.max(after, before)) return { byTraffic: change, byPrice: 0 };
  const byPrice = ((after - before) * (was.count + is.count)) / 2;
  return { byTraffic: change - byPrice, byPrice };
}

function logarithmicMean(a: number, b: number): number {
  if (!(a > 0) || !(b > 0)) return NaN;
  // Where both are nearly equal the quotient below is 0 / 0; their mean is its limit.
  return Math.abs(a - b) <= 1e-9 * a ? (a + b) / 2 : (a - b) / Math.log(a / b);
}

const clockOf = ({ cycles, latencyUs }: SystemCost): number => cycles / latencyUs;
