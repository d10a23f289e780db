/** How far a removal of units is, in words for the job list. */
import type { NetworkSpec } from '../../../engine/contract/index.ts';
import { removableLayers, stepsDown, type ShrinkRound } from '../../../engine/shrink/index.ts';
import type { JobContext } from '../context.ts';

export interface Watch {
  readonly onNetwork: () => void;
  readonly onRound: (rounds: readonly ShrinkRound[]) => void;
}

/** The network before, and the one after. */
export function pairProgress({ progress }: JobContext): Watch {
  let judged = 0;
  return {
    onNetwork: () =>
      progress({ done: judged++, total: 2, unit: 'networks', message: 'judging', secondsLeft: null }),
    onRound: () => {},
  };
}

/** Rounds done of those that there can be at most. */
export function searchProgress(network: NetworkSpec, columns: number, { progress }: JobContext): Watch {
  const removable = removableLayers(network);
  const total = removable.reduce((sum, l) => sum + stepsDown(network.layers[l].M, columns), 0);
  const units = network.layers.map(({ M }) => M);
  let [done, judged, state] = [0, 0, ''];
  const tell = () =>
    progress({
      done,
      total,
      unit: 'rounds',
      message: [`${judged} networks judged`, state].filter(Boolean).join('; '),
      secondsLeft: null,
    });
  return {
    onNetwork: () => {
      judged++;
      tell();
    },
    onRound: (rounds) => {
      const last = rounds[rounds.length - 1];
      units[last.layer] = last.units;
      done = rounds.length;
      state = `units ${removable.map((l) => units[l]).join(',')}, accuracy ${(100 * last.figures.accuracy).toFixed(1)} %`;
      tell();
    },
  };
}
