/**
 * Which units to take out: greedy descent. Each round tries one move per layer, its next smaller size (unit-sizes.ts) without
 * its least important units; importance is of the present network. A move's score is
 *   ln(geometric mean over the systems of EDP before / EDP after) / max(rise of the mean loss, 1 % of the first loss)
 * and the best one is taken among those that lower the EDP and leave the accuracy at or above the first one less `drop`.
 * Ends when none is left. Nothing here is random. Left out: moves that go back, moves of two layers at once.
 */
import { accept, errorAt, refuse, type Issue, type Outcome, type ShrinkFigures } from '../contract/index.ts';
import { mostImportant } from './importance.ts';
import { removableLayers, type TrainedNetwork } from './remove-units.ts';
import {
  figuresOf,
  without,
  type ChosenUnits,
  type ShrinkJudge,
  type ShrinkRound,
  type State,
} from './shrink-state.ts';
import { nextSize } from './unit-sizes.ts';

interface Move {
  readonly layer: number;
  readonly state: State;
  readonly score: number;
}

export interface Greed {
  /** `array.cols`. */
  readonly columns: number;
  /** Accuracy that may be lost, 0..1. */
  readonly drop: number;
}

const LEAST_RISE = 0.01;
/** Accuracies are fractions of whole samples; this is far below one of them. */
const ROUNDING = 1e-9;

export function chooseUnits(
  trained: TrainedNetwork,
  { columns, drop }: Greed,
  judge: ShrinkJudge,
  onRound: (rounds: readonly ShrinkRound[]) => void,
): Outcome<ChosenUnits> {
  const first = figuresOf(trained, judge);
  if (!first.ok) return first;
  const before = first.value;
  const floor = before.accuracy - drop - ROUNDING;
  const rounds: ShrinkRound[] = [];
  let state: State = { trained, kept: trained.network.layers.map(() => null), figures: before };
  let missed = -1;
  for (;;) {
    const importance = judge.importance(state.trained);
    if (!importance.ok) return importance;
    let best: Move | null = null;
    for (const layer of removableLayers(trained.network)) {
      const size = nextSize(state.trained.network.layers[layer].M, columns);
      const units = importance.value[layer];
      if (size === null || !units) continue;
      const smaller = without(state, new Map([[layer, mostImportant(units, size)]]));
      const answers = judge.answers(smaller.trained);
      if (!answers.ok) return answers;
      if (answers.value.accuracy < floor) {
        missed = Math.max(missed, answers.value.accuracy);
        continue;
      }
      const costs = judge.costs(smaller.trained);
      if (!costs.ok) return costs;
      const figures = { ...answers.value, costs: costs.value };
      const score = scoreOf(state.figures, figures, before.loss);
      if (score > (best?.score ?? 0)) best = { layer, state: { ...smaller, figures }, score };
    }
    if (!best) break;
    ({ state } = best);
    const { layer } = best;
    rounds.push({ layer, units: state.trained.network.layers[layer].M, figures: state.figures });
    onRound(rounds);
  }
  if (rounds.length === 0) return refuse(nothingToTake(before.accuracy, drop, missed));
  return accept({ trained: state.trained, kept: state.kept, before, after: state.figures, rounds });
}

/** 0 or less where the EDP does not fall. */
function scoreOf(before: ShrinkFigures, after: ShrinkFigures, firstLoss: number): number {
  const logs = before.costs.map(({ edpJs }, i) => Math.log(edpJs / after.costs[i].edpJs));
  const gain = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return gain / Math.max(after.loss - before.loss, LEAST_RISE * firstLoss, Number.MIN_VALUE);
}

function nothingToTake(accuracy: number, drop: number, missed: number): Issue {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  return missed < 0
    ? errorAt(
        'network',
        'shrink/no-smaller-size',
        'must have a layer whose next smaller size, a multiple of array.cols, lowers the EDP (got none); give the sizes yourself with units',
      )
    : errorAt(
        'drop',
        'shrink/nothing-within-drop',
        `must allow one step: accuracy ${percent(accuracy)} may fall by ${(100 * drop).toFixed(2)} points (got ${percent(missed)} at best); raise drop, or give the sizes yourself with units`,
      );
}
