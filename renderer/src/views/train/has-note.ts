/** What the search inside a training reached, in a line: its choice against the exact optimum, its proxy against exact costs. */
import type { HasReport } from '../../../../engine/contract/index.ts';
import { count, fixed } from '../../format/index.ts';
import { trainTexts } from '../../texts/train.ts';

export function hasNote({ tws, exactTws, excess, rankCorrelation, samples }: HasReport): string {
  const best = tws.filter((size, layer) => size === exactTws[layer]).length;
  const above = best < tws.length ? fixed(100 * (Math.max(1, ...excess) - 1), 1) : null;
  const known = rankCorrelation.filter((rank) => rank !== null);
  const ranks = known.length ? [Math.min(...known), Math.max(...known)].map((rank) => fixed(rank, 3)) : null;
  return trainTexts.look.hasNote(count(best), count(tws.length), above, count(samples), ranks);
}
