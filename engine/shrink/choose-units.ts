/**
 * Which units to take out: greedy descent. Each round tries one move per layer, its next smaller size (unit-sizes.ts) without
 * its least important units; importance is of the present network. A move's score is
 *   ln(geometric mean over the systems of EDP before / EDP after) / max(rise of the mean loss, 1 % of the first loss)
 * and the best one is taken among those that lower the EDP and leave the accuracy at or above the first one less `drop`.
 * Ends when none is left. Nothing here is random. Left out: moves that go back, moves of two layers at once.
 */
import {
  accept,
  errorAt,
  refuse,
  type Outcome,
  type ShrinkCost,
  type ShrinkFigures,
} from '../contract/index.ts';
import { mostImportant } from './importance.ts';
import {
  indices,
  removableLayers,
  removeUnits,
  type KeptUnits,
  type TrainedNetwork,
} from './remove-units.ts';
import { nextSize } from './unit-sizes.ts';

/** What only the host can tell of a network. An empty refusal: the user stopped. */
export interface ShrinkJudge {
  importance(trained: TrainedNetwork): Outcome<readonly (Float64Array | null)[]>;
  /** Mean loss and accuracy, 0..1, on the samples judged on. */
  answers(trained: TrainedNetwork): Outcome<Omit<ShrinkFigures, 'costs'>>;
  /** One per system, in one order. */
  costs(trained: TrainedNetwork): Outcome<readonly ShrinkCost[]>;
}

export interface ShrinkRound {
  /** Index of the layer that lost units. */
  readonly layer: number;
  readonly units: number;
  readonly figures: ShrinkFigures;
}

export interface ChosenUnits {
  readonly trained: TrainedNetwork;
  /** Per layer, indices into the first network; null for layers that keep all. */
  readonly kept: KeptUnits;
  readonly before: ShrinkFigures;
  readonly after: ShrinkFigures;
  readonly rounds: readonly ShrinkRound[];
}

interface State {
  readonly trained: TrainedNetwork;
  readonly kept: KeptUnits;
  readonly figures: ShrinkFigures;
}

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

/** The given sizes at once, one per removable layer; importance is that of the first network. */
export function takeSizes(
  trained: TrainedNetwork,
  sizes: readonly number[],
  judge: ShrinkJudge,
): Outcome<ChosenUnits> {
  const before = figuresOf(trained, judge);
  if (!before.ok) return before;
  const importance = judge.importance(trained);
  if (!importance.ok) return importance;
  const layers = removableLayers(trained.network);
  const chosen = new Map(
    layers.map((layer, i) => [
      layer,
      mostImportant(importance.value[layer] ?? new Float64Array(0), sizes[i]),
    ]),
  );
  const smaller = without({ trained, kept: trained.network.layers.map(() => null) }, chosen);
  const after = figuresOf(smaller.trained, judge);
  if (!after.ok) return after;
  return accept({ ...smaller, before: before.value, after: after.value, rounds: [] });
}

function figuresOf(trained: TrainedNetwork, judge: ShrinkJudge): Outcome<ShrinkFigures> {
  const answers = judge.answers(trained);
  if (!answers.ok) return answers;
  const costs = judge.costs(trained);
  return costs.ok ? accept({ ...answers.value, costs: costs.value }) : costs;
}

/** Keeps these units of the present network in these layers. */
function without(
  { trained, kept }: Omit<State, 'figures'>,
  chosen: ReadonlyMap<number, readonly number[]>,
): Omit<State, 'figures'> {
  const now = trained.network.layers.map((_, l) => chosen.get(l) ?? null);
  const all = kept.map((units, l) => {
    const own = now[l];
    if (!own) return units;
    const before = units ?? indices(trained.network.layers[l].M);
    return own.map((unit) => before[unit]);
  });
  return { trained: removeUnits(trained, now), kept: all };
}

/** 0 or less where the EDP does not fall. */
function scoreOf(before: ShrinkFigures, after: ShrinkFigures, firstLoss: number): number {
  const logs = before.costs.map(({ edpJs }, i) => Math.log(edpJs / after.costs[i].edpJs));
  const gain = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return gain / Math.max(after.loss - before.loss, LEAST_RISE * firstLoss, Number.MIN_VALUE);
}

function nothingToTake(accuracy: number, drop: number, missed: number) {
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
