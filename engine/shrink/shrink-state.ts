/** A network on its way down: who judges it, what is left of it, what it does. */
import { accept, type Outcome, type ShrinkCost, type ShrinkFigures } from '../contract/index.ts';
import { indices, removeUnits, type KeptUnits, type TrainedNetwork } from './remove-units.ts';

/** What only the host can tell of a network. An empty refusal: the user stopped. */
export interface ShrinkJudge {
  importance(trained: TrainedNetwork): Outcome<readonly (Float64Array | null)[]>;
  /** Mean loss and accuracy, 0..1, on the samples judged on. */
  answers(trained: TrainedNetwork): Outcome<Omit<ShrinkFigures, 'costs'>>;
  /** One per system, in one order. */
  costs(trained: TrainedNetwork): Outcome<readonly ShrinkCost[]>;
}

export interface State {
  readonly trained: TrainedNetwork;
  readonly kept: KeptUnits;
  readonly figures: ShrinkFigures;
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

export function figuresOf(trained: TrainedNetwork, judge: ShrinkJudge): Outcome<ShrinkFigures> {
  const answers = judge.answers(trained);
  if (!answers.ok) return answers;
  const costs = judge.costs(trained);
  return costs.ok ? accept({ ...answers.value, costs: costs.value }) : costs;
}

/** Keeps these units of the present network in these layers. */
export function without(
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
